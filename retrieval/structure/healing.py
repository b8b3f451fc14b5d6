"""Pages of text as received → one text with a paragraph a line, sentences whole again.

Page breaks and wrapping cut sentences, sometimes inside a fact (`优良天数 255` / `天`). Nothing but
white space changes: the characters of the report stay as they are and in their order.
"""

from dataclasses import dataclass

from retrieval.records import Page
from retrieval.structure.labels import UNITS, label_at
from retrieval.structure.spacing import join, squeeze
from retrieval.structure.wrapping import Layout, Line, Paragraph


@dataclass(frozen=True, slots=True)
class Healed:
    """`headings`: offsets of the paragraphs that the source styles as headings. `page_starts[i]`:
    the offset at which page i + 1 begins; empty: the source has no pages."""

    text: str
    page_starts: tuple[int, ...]
    headings: frozenset[int]


def heal(pages: tuple[Page, ...]) -> Healed:
    """The stored text of a report, one paragraph a line."""
    lines = [line for index, page in enumerate(pages) for line in _lines(page, index)]
    layout = Layout.of(lines)
    paragraphs: list[Paragraph] = []
    starts: dict[int, int] = {}
    headings, offset = [], 0
    for index, line in enumerate(lines):
        if paragraphs and _goes_on(paragraphs[-1], pages, layout, index):
            previous = paragraphs[-1]
            joined = join(previous.text, line.text)
            starts.setdefault(line.page, offset + len(joined) - len(line.text))
            previous.text, previous.last = joined, line.text
            continue
        offset += len(paragraphs[-1].text) + 1 if paragraphs else 0
        starts.setdefault(line.page, offset)
        headings += [offset] if line.styled else []
        paragraphs.append(Paragraph(line.text, line.text, line.styled))
    text = "\n".join(paragraph.text for paragraph in paragraphs)
    return Healed(text, _page_starts(pages, starts, len(text)), frozenset(headings))


def _goes_on(before: Paragraph, pages: tuple[Page, ...], layout: Layout, index: int) -> bool:
    """Is the line at `index` the rest of the paragraph before it, by its place or by its text?"""
    above, line = layout.lines[index - 1], layout.lines[index]
    told = pages[line.page].joined if line.page == above.page + 1 else None
    return layout.continues(before, index) if told is None else told


def _lines(page: Page, index: int) -> list[Line]:
    """The lines of a page that hold text; `index` counts pages from 0."""
    styled = set(page.headings)
    lines = enumerate(page.text.splitlines())
    return [Line(text, index, at in styled) for at, raw in lines if (text := _squeezed(raw))]


def _squeezed(raw: str) -> str:
    text = squeeze(raw)
    label = label_at(text)
    return squeeze(raw, names=True) if label and label.kind in UNITS else text


def _page_starts(pages: tuple[Page, ...], starts: dict[int, int], end: int) -> tuple[int, ...]:
    """Where each numbered page begins; a page without text begins where the next one does."""
    numbered = {page.number: starts.get(index) for index, page in enumerate(pages) if page.number}
    if not numbered:
        return ()
    found, following = [], end
    for number in range(max(numbered), 0, -1):
        following = numbered[number] if numbered.get(number) is not None else following
        found.append(following)
    return tuple(reversed(found))
