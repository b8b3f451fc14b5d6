"""PDF files: text by pypdfium2, ruled tables by pdfplumber; pages without text are recognised."""

import ctypes
import re
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from math import pi
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from retrieval.errors import UnreadableSource
from retrieval.records import Page
from retrieval.sources.assembly import assembled
from retrieval.sources.layout import Sheet
from retrieval.sources.letters import Letter, lines_of
from retrieval.sources.ruling import Ruling

MAX_PAGES = 3000
"""Most pages of a file."""

SCANNED = 60
"""A page with fewer characters than this is a scan where a picture fills half of it, or outlines
stand for its letters; scanning programs print their name or a page number on it."""

OUTLINED = 200
"""Drawn paths on a page without text from which they are taken for letters."""

RULED = 6
"""Fewest drawn paths on a page worth looking for a table; parsing them takes 0.3 s a page."""

_LINE_HYPHEN = 2  # what PDFium makes of a hyphen at the end of a line
_HEAVY = re.compile(r"bold|black|heavy|hei|黑", re.IGNORECASE)


def read_pdf(
    path: Path, progress: Callable[[int, int, str], None]
) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """The pages and notes of a .pdf; `progress(done, total, doing)` is told after each page.

    Raises UnreadableSource where the file is damaged, encrypted or without text.
    """
    ruling = Ruling(path)
    with closing(_opened(path)) as document, closing(ruling):
        total = len(document)
        if not 0 < total <= MAX_PAGES:
            found = f"“{path.name}”有 {total} 页"
            raise UnreadableSource(found, f"应有 1–{MAX_PAGES} 页", "请拆分成几个文件")
        sheets, scanned = [], []
        for number in range(1, total + 1):
            sheet = _sheet(document, ruling, number)
            scanned += [number] if sheet is None else []
            sheets.append(sheet or Sheet(number, 1.0, 1.0, []))
            progress(number, total, "读取")
        notes = _recognise(document, scanned, sheets, progress) if scanned else ()
        notes += ruling.notes()
    blank = [sheet.number for sheet in sheets if not sheet.lines]
    if blank:
        notes += (f"第{'、'.join(map(str, blank))}页没有文字：是空白页，或已损坏，请核对原文件",)
    pages, more = assembled(sheets)
    if not any(page.text.strip() for page in pages):
        cure = "请重新扫描，或提供 Word 文件"
        raise UnreadableSource(f"“{path.name}”里没有可读取的文字", "应有报告正文", cure)
    return pages, notes + more


def _opened(path: Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            cure = "请用密码打开，另存（打印）为不加密的 .pdf"
            raise UnreadableSource(
                f"“{path.name}”设有打开密码", "应为未加密的文件", cure
            ) from error
        cure = "请用 PDF 阅读器打开后另存，再放入"
        found = f"“{path.name}”已损坏或不完整"
        raise UnreadableSource(found, "应能作为 PDF 打开", cure) from error


def _recognise(
    document: pypdfium2.PdfDocument,
    scanned: list[int],
    sheets: list[Sheet],
    progress: Callable[[int, int, str], None],
) -> tuple[str, ...]:
    """Put the recognised text of the scanned pages into `sheets`; the note on how sure it is."""
    from retrieval.sources.scan import Recogniser, recognition_note

    recogniser = Recogniser()
    for i, number in enumerate(scanned, 1):
        with closing(document[number - 1]) as page:
            scale = recogniser.scale(page.get_width(), page.get_height())
            image = page.render(scale=scale).to_pil()
        sheets[number - 1] = recogniser.sheet(image, number, scale)
        progress(i, len(scanned), "识别")
    return recognition_note(recogniser, None if len(scanned) == len(sheets) else scanned)


def _sheet(document: pypdfium2.PdfDocument, ruling: Ruling, number: int) -> Sheet | None:
    """The lines and tables of a page; None: it is a scan and has to be recognised."""
    with closing(document[number - 1]) as page:
        letters, upright = _letters(page)
        objects = list(page.get_objects(max_depth=4))
        width, height = page.get_size()
        area, turn = width * height, (upright - page.get_rotation()) % 360
        paths = sum(o.type == pdfium.FPDF_PAGEOBJ_PATH for o in objects)
        pictured = max(
            (_area(o) for o in objects if o.type == pdfium.FPDF_PAGEOBJ_IMAGE), default=0
        )
        unknown = sum(x.text == "\ufffd" or "\ue000" <= x.text <= "\uf8ff" for x in letters)
    if len(letters) < SCANNED and (pictured > area / 2 or paths > OUTLINED):
        return None
    if unknown > 0.3 * len(letters):
        return None
    tables = ruling.tables(number, turn) if paths >= RULED else []
    if turn % 180:
        width, height = height, width
    return Sheet(number, width, height, lines_of(letters, tables), tables)


def _area(thing: pypdfium2.PdfObject) -> float:
    """Area of a picture's place on the page, in square points."""
    left, bottom, right, top = thing.get_bounds()
    return (right - left) * (top - bottom)


def _letters(page: pypdfium2.PdfPage) -> tuple[list[Letter], int]:
    """The characters of a page without blanks, watermarks (set at an angle) and doubles, and the
    rotation, clockwise in degrees, that sets them upright; a page's own may leave them lying."""
    with closing(page.get_textpage()) as text:
        count = text.count_chars()
        angles = [round(pdfium.FPDFText_GetCharAngle(text, i), 1) for i in range(count)]
        upright = Counter(angles).most_common(1)[0][0] if angles else 0.0
        turn = round(-upright / (pi / 2)) * 90 % 360
        if not count or abs(upright - round(upright / (pi / 2)) * pi / 2) > 0.1:
            turn = page.get_rotation()
        letters: dict[tuple[str, int, int, int], Letter] = {}
        strong: dict[int, bool] = {}
        spaced = False
        for i in range(count):
            code = pdfium.FPDFText_GetUnicode(text, i)
            code = ord("-") if code == _LINE_HYPHEN else code
            if angles[i] != upright or code <= 32 or chr(code).isspace() or code == 0xAD:
                spaced = True
                continue
            box = _displayed(page, text.get_charbox(i, loose=True), turn)
            run = ctypes.cast(pdfium.FPDFText_GetTextObject(text, i), ctypes.c_void_p).value
            if run not in strong:
                strong[run] = bool(_HEAVY.search(_font(text, i)))
            letter = Letter(chr(code), *box, _size(text, i, box), strong[run], spaced)
            spaced = False
            # Bold is often faked by printing a letter twice at nearly the same place; the two
            # halves of —— and …… are one glyph, and both count.
            again = i if letter.text in "—…" else 0
            letters.setdefault((letter.text, round(box[0] / 2), round(box[1] / 2), again), letter)
    return list(letters.values()), turn


def _size(text: pypdfium2.PdfTextPage, i: int, box: tuple[float, ...]) -> float:
    """Size of a letter in points; where scaling hides it, told by the height of its box."""
    size, height = pdfium.FPDFText_GetFontSize(text, i), box[3] - box[1]
    return size if 0.6 * size < height < 2.0 * size else 0.8 * height


def _font(text: pypdfium2.PdfTextPage, i: int) -> str:
    buffer, flags = ctypes.create_string_buffer(96), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, i, buffer, 96, flags)
    return buffer.value.decode("utf-8", "replace")


def _displayed(page: pypdfium2.PdfPage, box: tuple[float, ...], turn: int) -> tuple[float, ...]:
    """A box of page space (from the bottom left, before rotation) as seen from the top left once
    the page is turned clockwise by `turn` degrees."""
    crop_left, crop_bottom, crop_right, crop_top = page.get_cropbox()
    left, bottom, right, top = box
    turned = {
        0: (left - crop_left, crop_top - top, right - crop_left, crop_top - bottom),
        90: (bottom - crop_bottom, left - crop_left, top - crop_bottom, right - crop_left),
        180: (crop_right - right, bottom - crop_bottom, crop_right - left, top - crop_bottom),
        270: (crop_top - top, crop_right - right, crop_top - bottom, crop_right - left),
    }
    return turned[turn]
