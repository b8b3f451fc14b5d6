"""Numbers that Word makes itself, written out as text: 一、 （一） 1. ① …

Word stores no number with a paragraph, only the list and level it belongs to; a reader counts.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from retrieval.sources.counting import formatted
from retrieval.sources.styles import value


@dataclass
class Level:
    """One level of a list: `text` holds %1 … %9 where the numbers of the levels stand.

    `legal`: all its numbers are Arabic (第二章 › 2.1); `restart`: it begins anew after levels above
    this one, counted from 1 (0: never, None: after each).
    """

    start: int = 1
    style: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None


@dataclass
class Numbering:
    """The lists of a document, and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # by list
    lists: dict[str, tuple[str, dict[int, int]]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def next(self, list_id: str, depth: int) -> str:
        """The number of the next paragraph of the list at `depth` (from 0) as text.

        "" where the list is unknown or its mark is a bullet. Deeper levels begin anew.
        """
        abstract, overrides = self.lists.get(list_id, ("", {}))
        levels = self.levels.get(list_id, {})
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
            after = levels.get(deeper, Level()).restart
            if after is None or depth < after:
                del counts[deeper]
        if level.style in ("bullet", "none") or not level.text:
            return ""
        style = "decimal" if level.legal else None
        return re.sub(
            r"%([1-9])", lambda m: _shown(levels, counts, int(m[1]) - 1, style), level.text
        )


def read_numbering(root: BaseOxmlElement | None) -> Numbering:
    """The lists that numbering.xml defines; None: the document has no lists."""
    numbering = Numbering()
    if root is None:
        return numbering
    defined = _defined(root)
    for num in root.iterchildren(qn("w:num")):
        list_id = num.get(qn("w:numId"))
        abstract, levels = defined.get(value(num, "w:abstractNumId"), ("", {}))
        starts, own = {}, {}
        for override in num.iter(qn("w:lvlOverride")):
            start = value(override, "w:startOverride")
            if start is not None:
                starts[int(override.get(qn("w:ilvl"), "0"))] = int(start)
            own |= _levels(override.iterchildren(qn("w:lvl")))
        numbering.lists[list_id] = (abstract, starts)
        numbering.levels[list_id] = levels | own
    return numbering


def _defined(root: BaseOxmlElement) -> dict[str | None, tuple[str, dict[int, Level]]]:
    """By id each abstract list: the id under which it counts, and its levels.

    One that names a list style stands for the list that defines this style.
    """
    abstracts = {a.get(qn("w:abstractNumId")): a for a in root.iter(qn("w:abstractNum"))}
    styled = {value(a, "w:styleLink"): number for number, a in abstracts.items()}
    found = {}
    for number, abstract in abstracts.items():
        link = value(abstract, "w:numStyleLink")
        target = styled.get(link, number) if link else number
        found[number] = target, _levels(abstracts[target].iterchildren(qn("w:lvl")))
    return found


def _shown(levels: dict[int, Level], counts: dict[int, int], depth: int, style: str | None) -> str:
    """The number that a level shows at this moment; one not yet counted shows its start."""
    level = levels.get(depth, Level())
    return formatted(counts.get(depth, level.start), style or level.style)


def _levels(elements: Iterable[BaseOxmlElement]) -> dict[int, Level]:
    levels = {}
    for element in elements:
        level = Level()
        for child in element:
            said = child.get(qn("w:val"))
            if child.tag == qn("w:start"):
                level.start = int(said)
            elif child.tag == qn("w:numFmt"):
                level.style = said
            elif child.tag == qn("w:lvlText"):
                level.text = said or ""
            elif child.tag == qn("w:isLgl"):
                level.legal = said not in ("0", "false", "off")
            elif child.tag == qn("w:lvlRestart"):
                level.restart = int(said)
        custom = element.find(".//" + qn("w:numFmt"))
        if custom is not None:  # newer formats stand inside an AlternateContent
            level.style = custom.get(qn("w:val"))
        levels[int(element.get(qn("w:ilvl"), "0"))] = level
    return levels
