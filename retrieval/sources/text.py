"""Plain text → one page of lines; the encoding is told by the content."""

import re
from pathlib import Path

from retrieval.errors import UnreadableSource
from retrieval.records import Page
from retrieval.sources.barred import blocks
from retrieval.sources.table import table_lines

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)

# What a Chinese text is made of: ASCII, punctuation and symbols, Han characters, full-width forms.
_EXPECTED = re.compile(
    r"[\t\n\r\f\x20-\x7e\xa0-\xff\u2000-\u27bf\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
INVISIBLE = re.compile(r"[\x00\ufeff\u200b-\u200d\u2060\u00ad]")


def read_text(path: Path) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """The pages and notes of a text file: one page without number.

    Form feeds become blank lines; rows of cells parted by tabs or bars become labelled lines as a
    table of any other format does. Raises UnreadableSource where nothing is left to read.
    """
    text, notes = read_decoded(path)
    lines: list[str] = []
    for block in blocks(text.split("\n")):
        lines += [block] if isinstance(block, str) else table_lines(block)
    return (Page("\n".join(lines)),), notes


def decode(data: bytes) -> tuple[str, int]:
    """The text in `data`, and how many characters could not be read (shown as U+FFFD).

    By byte order mark, else UTF-8, else UTF-16 where nearly all of it then reads as Chinese text,
    else GB18030 (which holds GBK and GB2312), or Big5 where only that reads as Chinese.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _counted(data[len(bom) :], encoding)
    whole = data.rstrip(b"\x00")  # a copy that broke off is filled up with zeros
    text, lost = _counted(whole, "utf-8")
    undecoded = lost - whole.count("\ufffd".encode())
    if undecoded <= len(text) // 100 and text.count("\x00") <= len(text) // 20:
        return text, lost
    for encoding in ("utf-16-le", "utf-16-be"):
        wide, wide_lost = _counted(data, encoding)
        if not wide_lost and _is_expected(wide):
            return wide, 0
    text, lost = _counted(whole, "gb18030")
    if not _is_expected(text):
        traditional, traditional_lost = _counted(whole, "big5hkscs")
        if not traditional_lost and _is_expected(traditional):
            return traditional, 0
    return text, lost


def looks_binary(text: str) -> bool:
    """Whether a decoded file is no text at all: many control or unreadable characters."""
    return len(_CONTROL.findall(text)) + text.count("\ufffd") > len(text) / 50


def _is_expected(text: str) -> bool:
    return len(_EXPECTED.findall(text)) >= 0.98 * len(text)


def _counted(data: bytes, encoding: str) -> tuple[str, int]:
    text = data.decode(encoding, errors="replace")
    return text, text.count("\ufffd")


def read_decoded(path: Path) -> tuple[str, tuple[str, ...]]:
    """The file's text with one kind of line end, and a note where characters were lost."""
    text, lost = decode(path.read_bytes())
    text = re.sub(r"\r\n?|[\v\x85\u2028\u2029]", "\n", text).replace("\f", "\n\n")
    text = INVISIBLE.sub("", text)
    if not text.strip():
        raise UnreadableSource(f"“{path.name}”里没有文字", "应有报告正文", "请检查文件内容")
    return text, (f"有 {lost} 处字符无法识别，以“\ufffd”显示",) if lost else ()
