"""The blocks and runs of a Word document as Word shows them: tracked changes taken as accepted."""

from collections.abc import Iterator

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from retrieval.sources.counting import raised
from retrieval.sources.styles import Styles, switched, value

_WRAPPERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_BOX = qn("w:txbxContent")
_SKIPPED = {
    *(qn(f"w:{name}") for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "rt")),
    _FALLBACK,
    _BOX,
}
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "  ", qn("w:noBreakHyphen"): "-"}

# What stands at a code of a symbol font: the marks of lists, forms and figures.
_SYMBOLS = {
    "wingdings": {
        0x6F: "□", 0xA8: "□", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
        **{0x81 + i: chr(0x2460 + i) for i in range(10)},
        **{0x8C + i: chr(0x2776 + i) for i in range(10)},
    },
    "wingdings 2": {0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0xA3: "□"},
    "symbol": {0x57: "Ω", 0x6D: "μ", 0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×"},
}  # fmt: skip


def children(parent: BaseOxmlElement, *names: str) -> Iterator[BaseOxmlElement]:
    """The children with these names in order, those inside content controls and insertions too."""
    wanted = {qn(name) for name in names}
    for child in parent.iterchildren():
        if child.tag in wanted:
            yield child
        elif child.tag in _WRAPPERS:
            yield from children(child, *names)


def blocks(parent: BaseOxmlElement) -> Iterator[tuple[BaseOxmlElement, str]]:
    """Paragraphs, each with its text, and tables, in order.

    A paragraph whose end was deleted or moved away is one with the next.
    """
    carried, last = "", None
    for block in children(parent, "w:p", "w:tbl"):
        if block.tag == qn("w:tbl"):
            yield block, ""
            continue
        carried, last = carried + text_of(block), block
        marks = block.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
        if marks is not None and any(marks.find(qn(f"w:{m}")) is not None for m in _GONE):
            continue
        yield block, carried
        carried = ""
    if carried:
        yield last, carried


_GONE = ("del", "moveFrom")


def text_of(element: BaseOxmlElement) -> str:
    """The text of a paragraph as printed; runs are joined, soft line breaks become newlines."""
    parts = []
    for child in element.iterchildren():
        if child.tag in _SKIPPED or _is_hidden(child):
            continue
        if child.tag in (qn("w:t"), _MATH):
            parts.append(child.text or "")
        elif child.tag == qn("w:br") and child.get(qn("w:type")) in ("page", "column"):
            parts.append("\n")
        elif child.tag == qn("w:sym"):
            parts.append(_symbol(child))
        else:
            inner = _BREAKS.get(child.tag) or text_of(child)
            high = value(child, "w:rPr/w:vertAlign") == "superscript"
            parts.append(raised(inner) if high else inner)
    return "".join(parts)


def contents(body: BaseOxmlElement) -> set[BaseOxmlElement]:
    """The paragraphs of tables of contents: those of Word's own block, and inside a TOC field."""
    found = {
        paragraph
        for gallery in body.iter(qn("w:docPartGallery"))
        if gallery.get(qn("w:val")) == "Table of Contents"
        for block in list(gallery.iterancestors(qn("w:sdt")))[:1]
        for paragraph in block.iter(qn("w:p"))
    }
    fields: list[str] = []
    for element in body.iter(qn("w:p"), qn("w:fldChar"), qn("w:instrText")):
        kind = element.get(qn("w:fldCharType"))
        if kind == "begin":
            fields.append("")
        elif kind == "end" and fields:
            fields.pop()
        elif element.tag == qn("w:instrText") and fields:
            fields[-1] += element.text or ""
        inside = any(field.lstrip().upper().startswith("TOC") for field in fields)
        paragraph = next(element.iterancestors(qn("w:p")), element)
        if inside and paragraph.tag == qn("w:p"):
            found.add(paragraph)
    return found


def boxes(paragraph: BaseOxmlElement) -> list[BaseOxmlElement]:
    """The text boxes that hang on the paragraph; those inside a box belong to its paragraphs."""
    return [
        box
        for box in paragraph.iter(_BOX)
        if next(box.iterancestors(qn("w:p"))) is paragraph
        and not any(above.tag == _FALLBACK for above in box.iterancestors())
    ]


def is_bold(paragraph: BaseOxmlElement, inherited: bool, styles: Styles) -> bool:
    """Whether all that the paragraph shows is bold; `inherited`: its own style is."""
    runs = [run for run in paragraph.iter(qn("w:r")) if text_of(run).strip()]
    marks = []
    for run in runs:
        mark = switched(run.find(f"{qn('w:rPr')}/{qn('w:b')}"))
        if mark is None:
            mark = styles.inherited(value(run, "w:rPr/w:rStyle") or "", "bold")
        marks.append(inherited if mark is None else mark)
    return bool(runs) and all(marks)


def _is_hidden(run: BaseOxmlElement) -> bool:
    return switched(run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")) is True


def _symbol(element: BaseOxmlElement) -> str:
    """A character of a symbol font; "" for ornaments, such as the bullets of lists."""
    font = _SYMBOLS.get((element.get(qn("w:font")) or "").lower(), {})
    code = element.get(qn("w:char")) or "0"
    return font.get(int(code, 16) & 0xFF, "")
