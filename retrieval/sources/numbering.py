"""Numbers that Word makes itself, written out as text: 一、 （一） 1. ① …

Word stores no number with a paragraph, only the list and level it belongs to; a reader counts.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from retrieval.sources.counting import formatted


@dataclass
class Level:
    """One level of a list: `text` holds %1 … %9 where the numbers of the levels stand."""

    start: int = 1
    style: str = "decimal"
    text: str = ""


@dataclass
class Numbering:
    """The lists of a document, and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, tuple[str, dict[int, int]]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def next(self, list_id: str, depth: int) -> str:
        """The number of the next paragraph of the list at `depth` (from 0) as text.

        "" where the list is unknown or its mark is a bullet. Deeper levels begin anew.
        """
        abstract, overrides = self.lists.get(list_id, ("", {}))
        levels = self.levels.get(abstract, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self.counts.setdefault(abstract, {})
        restarted = depth in overrides and (list_id, depth) not in self.begun
        if restarted or depth not in counts:
            counts[depth] = overrides.get(depth, level.start)
        else:
            counts[depth] += 1
        self.begun.add((list_id, depth))
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if level.style in ("bullet", "none") or not level.text:
            return ""
        return re.sub(r"%([1-9])", lambda m: _shown(levels, counts, int(m[1]) - 1), level.text)


def read_numbering(root: BaseOxmlElement | None) -> Numbering:
    """The lists that numbering.xml defines; None: the document has no lists."""
    numbering = Numbering()
    if root is None:
        return numbering
    for abstract in root.iter(qn("w:abstractNum")):
        levels = _levels(abstract.iterchildren(qn("w:lvl")))
        numbering.levels[abstract.get(qn("w:abstractNumId"))] = levels
    for num in root.iterchildren(qn("w:num")):
        abstract = num.find(qn("w:abstractNumId")).get(qn("w:val"))
        overrides = {}
        for override in num.iter(qn("w:lvlOverride")):
            depth = int(override.get(qn("w:ilvl"), "0"))
            start = override.find(qn("w:startOverride"))
            if start is not None:
                overrides[depth] = int(start.get(qn("w:val"), "1"))
            own = _levels(override.iterchildren(qn("w:lvl")))
            if own:
                numbering.levels[abstract] = {**numbering.levels.get(abstract, {}), **own}
        numbering.lists[num.get(qn("w:numId"))] = (abstract, overrides)
    return numbering


def _shown(levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
    """The number that a level shows at this moment; one not yet counted shows its start."""
    level = levels.get(depth, Level())
    return formatted(counts.get(depth, level.start), level.style)


def _levels(elements: Iterable[BaseOxmlElement]) -> dict[int, Level]:
    levels = {}
    for element in elements:
        level = Level()
        for child in element:
            value = child.get(qn("w:val"))
            if child.tag == qn("w:start"):
                level.start = int(value)
            elif child.tag == qn("w:numFmt"):
                level.style = value
            elif child.tag == qn("w:lvlText"):
                level.text = value or ""
        custom = element.find(".//" + qn("w:numFmt"))
        if custom is not None:  # newer formats stand inside an AlternateContent
            level.style = custom.get(qn("w:val"))
        levels[int(element.get(qn("w:ilvl"), "0"))] = level
    return levels
