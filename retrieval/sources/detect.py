"""What a file is, by its content first and its name second.

A file's name lies often (a Word file renamed to .pdf, a web page saved as .doc), its first bytes
hardly ever. The name decides only among formats that are all plain text: .txt, .md, .csv.
"""

import json
import re
from pathlib import Path

from retrieval.errors import SourceMissing, UnreadableSource, UnsupportedSource
from retrieval.sources.containers import refuse_ole, zipped
from retrieval.sources.formats import ENDINGS, NAMES, READABLE, Format
from retrieval.sources.text import decode, looks_binary

MAX_FILE = 200 * 1024 * 1024
"""Largest file that is opened, in bytes; a report with scanned pages has some tens of MB."""

LOST = 0.3
"""Share of question marks in a text whose Chinese was lost when it was exported."""

# First bytes of formats without a reader: (bytes, what it is, cure).
_REFUSED = (
    (b"MZ", "Windows 程序", "请确认上传的是报告本身"),
    (b"\x7fELF", "Linux 程序", "请确认上传的是报告本身"),
    (b"Rar!", "RAR 压缩包", "请先解压，再放入其中的报告文件"),
    (b"7z\xbc\xaf", "7z 压缩包", "请先解压，再放入其中的报告文件"),
    (b"\x1f\x8b", "gzip 压缩包", "请先解压，再放入其中的报告文件"),
    (b"{\\rtf", "RTF 文档", "请用 Word 或 WPS 打开，另存为 .docx"),
    (b"GIF8", "GIF 图片", "请另存为 .png"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000 图片", "请另存为 .png"),
    (b"%!PS", "PostScript 文件", "请转换为 .pdf"),
    (b"SQLite format", "SQLite 数据库", "请导出为 .xlsx 或 .csv"),
)

# Endings of plain text that is made for programs.
_CODE = frozenset(
    ".json .jsonl .ndjson .ipynb .xml .yaml .yml .toml .ini .cfg .conf .env .sql .css .svg .tex .bib"
    " .py .js .ts .java .c .h .cpp .cs .go .rs .php .rb .pl .r .m .sh .bat .cmd .ps1 .vbs .reg"
    " .srt .eml .vcf .ics .url .diff .patch".split()
)

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM")

# How web pages begin that lack <html>: what systems export as .xls or .doc often does.
_TAGGED = re.compile(
    r"(<!--.*?-->\s*|<\?xml[^>]*\?>\s*)*<(!doctype html|html|head|meta|title|style|body|table|div"
    r"|p|span|font|center|section|article|ul|ol|h[1-6])(\s[^<>]*)?>",
    re.DOTALL,
)


def detect(path: Path) -> Format:
    """The format of the file at `path`, told by its content.

    Raises SourceMissing where there is no file, UnreadableSource where it is empty, too large,
    encrypted or damaged, UnsupportedSource where no reader takes what it holds.
    """
    if not path.is_file():
        found = f"“{path.name}”是文件夹" if path.is_dir() else f"找不到文件“{path}”"
        raise SourceMissing(found, "应为一个报告文件", "请检查文件名和路径")
    size = path.stat().st_size
    if size > MAX_FILE:
        found = f"“{path.name}”有 {size // 2**20} MB"
        raise UnreadableSource(found, f"不应超过 {MAX_FILE // 2**20} MB", "请拆分成几个文件")
    data = path.read_bytes()
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise UnreadableSource(f"“{path.name}”是空文件", "应有报告正文", "请重新导出或复制该文件")
    return _by_magic(path, data) or _plain(path, data)


def mismatch(path: Path, found: Format) -> str | None:
    """A note for the user where the name's ending says another format than `found`; else None."""
    ending = path.suffix.lower()
    if ending in ENDINGS[found] or found is Format.TEXT:
        return None
    named = next((f for f in Format if ending in ENDINGS[f]), None)
    return (
        None if named is None else f"文件名以 {ending} 结尾，内容却是{NAMES[found]}，已按内容读取"
    )


def _by_magic(path: Path, data: bytes) -> Format | None:
    """The format told by the first bytes; None: they tell nothing, so the file may be text."""
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if data.startswith(b"PK\x03\x04"):
        return zipped(path)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        refuse_ole(path, data)
    if data.startswith(_PICTURES) or data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Format.IMAGE
    if data[4:8] == b"ftyp":
        photo = data[8:12] in (b"heic", b"heix", b"heif", b"mif1", b"msf1", b"avif")
        what, cure = ("HEIC 照片", "请另存为 .jpg") if photo else ("音视频文件", "请放入报告文件")
        raise UnsupportedSource(f"“{path.name}”是{what}", READABLE, cure)
    for magic, what, cure in _REFUSED:
        if data.startswith(magic):
            raise UnsupportedSource(f"“{path.name}”是{what}", READABLE, cure)
    return None


def _is_json(text: str) -> bool:
    """Whether the text is JSON or JSON Lines, whatever its name says."""
    if not text.lstrip().startswith(("{", "[")):
        return False
    # A report may begin with a line such as [2024], which alone would pass for a list.
    for part, kinds in ((text, (dict, list)), (text.strip().split("\n", 1)[0], dict)):
        try:
            return isinstance(json.loads(part), kinds)
        except (ValueError, RecursionError):
            continue
    return False


def _plain(path: Path, data: bytes) -> Format:
    """The format of a file that is text: told by how it begins, then by its name."""
    text = decode(data[: 1 << 20])[0]
    if looks_binary(text):
        cure = "请确认文件没有损坏，或另存为以上格式"
        raise UnsupportedSource(f"无法识别“{path.name}”的格式", READABLE, cure)
    if text.count("?") > LOST * len("".join(text.split())):
        cure = "请用原来的软件重新导出，编码选 UTF-8"
        raise UnreadableSource(f"“{path.name}”里的汉字已变成问号", "应有可读的汉字", cure)
    head = text[:4096].lstrip().lower()
    if "multipart/related" in head and "mime-version" in head:
        cure = "请在浏览器中另存为“网页，仅 HTML”"
        raise UnsupportedSource(f"“{path.name}”是网页归档（.mht）", READABLE, cure)
    _refuse_office_xml(path, head)
    ending = path.suffix.lower()
    if ending in _CODE or _is_json(text):
        cure = "若它确是报告，请把正文另存为 .txt；否则请移出报告文件夹"
        raise UnsupportedSource(f"“{path.name}”是数据或程序文件，不是报告", READABLE, cure)
    tagged = _TAGGED.match(head) and ending not in ENDINGS[Format.MARKDOWN]
    if tagged or ("<html" in head and "<body" in text.lower()):
        return Format.WEB
    for plain in (Format.WEB, Format.MARKDOWN, Format.CSV):
        if ending in ENDINGS[plain]:
            return plain
    return Format.TEXT


def _refuse_office_xml(path: Path, head: str) -> None:
    """Refuse what Office 2003 saved as XML; a web page that Word saved mentions Word too."""
    if not head.startswith("<?xml") or "<html" in head:
        return
    if "excel.sheet" in head or "office:spreadsheet" in head:
        cure = "请用 Excel 打开，另存为 .xlsx"
        raise UnsupportedSource(f"“{path.name}”是 Excel 2003 XML 表格", READABLE, cure)
    if "mso-application" in head or "<w:worddocument" in head:
        cure = "请用 Word 打开，另存为 .docx"
        raise UnsupportedSource(f"“{path.name}”是 Word 2003 XML 文件", READABLE, cure)
