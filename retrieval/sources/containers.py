"""Office files as containers: which one a zip or an old OLE file holds, and what is wrong with it."""

import re
import zipfile
import zlib
from pathlib import Path

from retrieval.errors import UnreadableSource, UnsupportedSource
from retrieval.sources.formats import READABLE, Format

MAX_EXPANDED = 400 * 1024 * 1024
"""Most bytes that a .docx or .xlsx may unpack to; guards against zip bombs."""

MAX_ENTRIES = 20_000
"""Most files inside a .docx or .xlsx."""

# Some programs number the main part: word/document2.xml.
_MAIN = {Format.WORD: r"/?word/document\d*\.xml", Format.SHEET: r"/?xl/workbook\d*\.xml"}
_STRICT = b"purl.oclc.org/ooxml"

# Parts of other containers: (name begins with, what it is, cure).
_OTHERS = (
    ("ppt/", "演示文稿", "请另存为 .pdf"),
    ("OFD.xml", "OFD 版式文件", "请用 OFD 阅读器转换为 .pdf"),
    ("content.xml", "OpenDocument 文件", "请另存为 .docx 或 .xlsx"),
    ("xl/workbook.bin", "Excel 二进制工作簿（.xlsb）", "请另存为 .xlsx"),
    ("", "压缩包", "请先解压，再放入其中的报告文件"),
)

# Names of streams inside an OLE file (the old Office container), as UTF-16 in its directory.
_OLE_STREAMS = (
    ("WordDocument", "旧版 Word/WPS 文字文档（.doc、.wps）", "请用 Word 或 WPS 打开，另存为 .docx"),
    ("Workbook", "旧版 Excel/WPS 表格（.xls、.et）", "请用 Excel 或 WPS 打开，另存为 .xlsx"),
    ("Book", "旧版 Excel/WPS 表格（.xls、.et）", "请用 Excel 或 WPS 打开，另存为 .xlsx"),
    ("PowerPoint Document", "旧版演示文稿（.ppt、.dps）", "请另存为 .pdf"),
)


def zipped(path: Path) -> Format:
    """Which Office format a zip file is; every other zip is refused."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            strict = "_rels/.rels" in names and _STRICT in _beginning(archive, "_rels/.rels")
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError) as error:
        raise UnreadableSource(
            f"“{path.name}”已损坏或不完整",
            "应能作为 Office 文件打开",
            "请用 Word、Excel 或 WPS 修复后另存",
        ) from error
    if len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_EXPANDED:
        limit = f"不应超过 {MAX_EXPANDED // 2**20} MB"
        raise UnreadableSource(f"“{path.name}”解压后过大", limit, "请删去其中的大图片后另存")
    found = next((f for f, main in _MAIN.items() if _holds(names, main)), None)
    if found and strict:
        cure = "请另存，类型选“Word 文档（.docx）”或“Excel 工作簿（.xlsx）”"
        raise UnsupportedSource(f"“{path.name}”是 Strict Open XML 文件", READABLE, cure)
    if found:
        return found
    what, cure = next(o[1:] for o in _OTHERS if not o[0] or any(n.startswith(o[0]) for n in names))
    raise UnsupportedSource(f"“{path.name}”是{what}", READABLE, cure)


def refuse_ole(path: Path, data: bytes) -> None:
    """Say what an OLE file is; Office files behind a password are OLE files too."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        cure = "请用密码打开，取消密码后另存"
        raise UnreadableSource(f"“{path.name}”设有打开密码", "应为未加密的文件", cure)
    for stream, what, cure in _OLE_STREAMS:
        if f"{stream}\0".encode("utf-16-le") in data:  # a name ends with a zero
            raise UnsupportedSource(f"“{path.name}”是{what}", READABLE, cure)
    cure = "请用 Word 或 WPS 打开，另存为 .docx 或 .xlsx"
    raise UnsupportedSource(f"“{path.name}”是旧版 Office 文件", READABLE, cure)


def _holds(names: list[str], main: str) -> bool:
    return any(re.fullmatch(main, name, re.IGNORECASE) for name in names)


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    """The first bytes of a part; never all of it, for this runs before sizes can be trusted."""
    with archive.open(name) as part:
        return part.read(1 << 16)
