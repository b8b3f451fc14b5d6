"""Files that cannot be read: a Chinese message with the cure, never a traceback, never a hang."""

import zipfile
from pathlib import Path

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas

from retrieval.errors import SourceMissing, UnreadableSource, UnsupportedSource
from retrieval.sources import confine, open_source

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def named(*streams: str) -> bytes:
    """An old Office container with streams of these names."""
    return OLE + b"".join(stream.encode("utf-16-le") + b"\x00\x00" for stream in streams)


@pytest.mark.parametrize(
    ("name", "data", "error", "message"),
    [
        ("a.txt", b"", UnreadableSource, "空文件"),
        ("a.txt", b"\xef\xbb\xbf \r\n", UnreadableSource, "空文件"),
        ("a.doc", named("WordDocument"), UnsupportedSource, "旧版 Word.*另存为 .docx"),
        ("a.wps", named("WordDocument"), UnsupportedSource, "WPS.*另存为 .docx"),
        ("a.et", named("Workbook"), UnsupportedSource, "旧版 Excel.*另存为 .xlsx"),
        ("a.docx", named("EncryptedPackage"), UnreadableSource, "打开密码.*取消密码"),
        ("a.docx", b"MZ\x90\x00" + b"\x00" * 99, UnsupportedSource, "Windows 程序"),
        ("a.docx", b"PK\x03\x04" + b"\x00" * 99, UnreadableSource, "损坏"),
        ("a.pdf", b"%PDF-1.7\n" + b"\x01" * 300, UnreadableSource, "损坏"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, UnreadableSource, "损坏"),
        ("a.rar", b"Rar!\x1a\x07" + b"\x00" * 50, UnsupportedSource, "先解压"),
        ("a.bin", bytes(range(256)) * 8, UnsupportedSource, "无法识别"),
        (
            "a.jsonl",
            '{"问题": "甲"}\n{"问题": "乙"}\n'.encode(),
            UnsupportedSource,
            "数据或程序文件",
        ),
        ("a.txt", '[{"问题": "甲"}]'.encode(), UnsupportedSource, "数据或程序文件.*另存为 .txt"),
        ("a.py", b"print(1)\n", UnsupportedSource, "数据或程序文件"),
        ("a.csv", b"??,????\n1,??????\n", UnreadableSource, "变成问号.*UTF-8"),
        (
            "a.xls",
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
            UnsupportedSource,
            "Excel 2003 XML.*另存为 .xlsx",
        ),
        ("a.rtf", b"{\\rtf1 abc}", UnsupportedSource, "另存为 .docx"),
    ],
)
def test_each_kind_of_unreadable_file_says_what_to_do(tmp_path, name, data, error, message):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(error, match=message) as caught:
        open_source(tmp_path / name)
    assert all((caught.value.found, caught.value.expected, caught.value.cure))


def test_a_missing_file_and_a_folder_are_no_source(tmp_path):
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(SourceMissing):
            open_source(path)


def test_a_locked_pdf_asks_for_one_without_password(tmp_path):
    from reportlab.lib.pdfencrypt import StandardEncryption

    canvas = Canvas(str(tmp_path / "a.pdf"), encrypt=StandardEncryption("secret", strength=128))
    canvas.drawString(90, 600, "text")
    canvas.save()
    with pytest.raises(UnreadableSource, match="打开密码"):
        open_source(tmp_path / "a.pdf")


def test_content_decides_where_the_name_lies(tmp_path):
    document = docx.Document()
    document.add_paragraph("督察整改情况报告")
    document.save(tmp_path / "a.docx")
    (tmp_path / "a.docx").rename(tmp_path / "a.pdf")
    source = open_source(tmp_path / "a.pdf")
    assert source.pages[0].text == "督察整改情况报告"
    assert source.notes == ("文件名以 .pdf 结尾，内容却是Word 文档，已按内容读取",)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    packed = zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    with packed as archive, archive.open("word/document.xml", "w") as part:
        for _ in range(450):
            part.write(b" " * 2**20)
    with pytest.raises(UnreadableSource, match="解压后过大"):
        open_source(tmp_path / "a.docx")


def test_a_word_file_cut_short_is_damaged(tmp_path):
    docx.Document().save(tmp_path / "a.docx")
    data = (tmp_path / "a.docx").read_bytes()
    (tmp_path / "a.docx").write_bytes(data[: len(data) // 2])
    with pytest.raises(UnreadableSource, match="损坏"):
        open_source(tmp_path / "a.docx")


def test_a_word_file_with_broken_inside_is_damaged(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", "<w:document")
    with pytest.raises(UnreadableSource, match="损坏"):
        open_source(tmp_path / "a.docx")


def test_a_child_that_takes_too_long_costs_a_message(tmp_path, monkeypatch):
    docx.Document().save(tmp_path / "a.docx")
    monkeypatch.setattr(confine, "SILENCE_S", 0.001)
    with pytest.raises(UnreadableSource, match="时间或内存的限度"):
        open_source(tmp_path / "a.docx")


def test_a_file_that_needs_too_much_memory_costs_a_message(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr("word/document.xml", b"<a>" + b"<b/>" * 5_000_000 + b"</a>")
    monkeypatch.setattr(confine, "MEMORY_OTHER", 150 << 20)
    with pytest.raises(UnreadableSource):
        open_source(tmp_path / "a.docx")


def test_modules_beside_the_report_are_never_imported(tmp_path, monkeypatch):
    (tmp_path / "docx.py").write_text("raise SystemExit(9)", "utf-8")
    document = docx.Document()
    document.add_paragraph("督察整改情况报告")
    document.save(tmp_path / "a.docx")
    monkeypatch.chdir(tmp_path)
    assert open_source(Path("a.docx")).pages[0].text == "督察整改情况报告"
