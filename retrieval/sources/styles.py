"""What a Word paragraph inherits from its style: outline level, list, bold, font."""

from dataclasses import dataclass, field

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_OFF = {"0", "false", "off", "none"}


@dataclass
class Style:
    """A style of paragraphs or of characters; None: says nothing, so the style it is based on decides."""

    name: str = ""
    parent: str | None = None
    outline: int | None = None
    list_id: str | None = None
    depth: int | None = None
    bold: bool | None = None


@dataclass
class Styles:
    """The styles of a document by id."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: str | None = None

    def chain(self, style_id: str | None) -> list[Style]:
        """The style (None: the default one) and those it is based on, nearest first; unknown ids
        end the chain."""
        found: list[Style] = []
        style = self.by_id.get(self.default or "" if style_id is None else style_id)
        while style is not None and style not in found:
            found.append(style)
            style = self.by_id.get(style.parent or "")
        return found

    def inherited(self, style_id: str | None, attribute: str) -> object:
        """The nearest value of `attribute` along the chain; None where no style sets it."""
        values = (getattr(style, attribute) for style in self.chain(style_id))
        return next((v for v in values if v is not None), None)

    def is_heading(self, style_id: str | None) -> bool:
        """Whether the style is one of Word's titles or headings, or has an outline level."""
        outline = self.inherited(style_id, "outline")
        names = [style.name.lower() for style in self.chain(style_id)]
        titled = any(n.startswith(("heading", "title", "标题", "subtitle")) for n in names)
        return titled or (outline is not None and outline < 9)

    def is_contents(self, style_id: str | None) -> bool:
        """Whether the style is one of a table of contents."""
        return any(s.name.lower().startswith(("toc", "目录")) for s in self.chain(style_id))


def read_styles(root: BaseOxmlElement | None) -> Styles:
    """The styles that styles.xml defines; None: the document has none."""
    styles = Styles()
    for element in () if root is None else root.iterchildren(qn("w:style")):
        if element.get(qn("w:type")) not in ("paragraph", "character"):
            continue
        style_id = element.get(qn("w:styleId"))
        list_id, depth = numbered(element)
        outline = value(element, "w:pPr/w:outlineLvl")
        styles.by_id[style_id] = Style(
            name=value(element, "w:name") or "",
            parent=value(element, "w:basedOn"),
            outline=None if outline is None else int(outline),
            list_id=list_id,
            depth=depth,
            bold=switched(element.find(f"{qn('w:rPr')}/{qn('w:b')}")),
        )
        if element.get(qn("w:default")) == "1" and element.get(qn("w:type")) == "paragraph":
            styles.default = style_id
    return styles


def value(element: BaseOxmlElement, path: str) -> str | None:
    """The w:val at `path` (names parted by /) below `element`; None where it is absent."""
    found = element.find("/".join(qn(name) for name in path.split("/")))
    return None if found is None else found.get(qn("w:val"))


def numbered(element: BaseOxmlElement) -> tuple[str | None, int | None]:
    """List id and level (from 0) set on a paragraph or a style; None where it sets none."""
    list_id = value(element, "w:pPr/w:numPr/w:numId")
    depth = value(element, "w:pPr/w:numPr/w:ilvl")
    return list_id, None if depth is None else int(depth)


def switched(mark: BaseOxmlElement | None) -> bool | None:
    """A switch such as w:b: on, off, or None where it is not set."""
    return None if mark is None else mark.get(qn("w:val"), "1").lower() not in _OFF
