"""What a file is told by its content, in the odd forms that programs give it."""

import zipfile
from pathlib import Path

import docx
import pytest

from retrieval.errors import UnsupportedSource
from retrieval.sources import open_source

TEXT = "一、污水直排河道。整改时限：2024年12月底前。"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
USUAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def rewritten(path: Path, old: str, new: str) -> Path:
    """A Word file with `old` replaced by `new` in the names and texts of its parts."""
    document = docx.Document()
    document.add_paragraph(TEXT)
    document.save(path.parent / "whole.docx")
    with zipfile.ZipFile(path.parent / "whole.docx") as whole, zipfile.ZipFile(path, "w") as out:
        for name in whole.namelist():
            out.writestr(
                name.replace(old, new), whole.read(name).replace(old.encode(), new.encode())
            )
    return path


def test_a_word_file_whose_main_part_is_numbered_is_read(tmp_path):
    path = rewritten(tmp_path / "a.docx", "document.xml", "document2.xml")
    assert open_source(path).pages[0].text == TEXT


def test_strict_open_xml_is_named_with_its_cure(tmp_path):
    path = rewritten(tmp_path / "a.docx", USUAL, STRICT)
    with pytest.raises(UnsupportedSource, match="Strict Open XML.*请另存"):
        open_source(path)


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("a.doc", f"<!-- saved from url=(0014)about:internet -->\n<div><p>{TEXT}</p></div>"),
        ("a.xls", f"<table border=1><tr><td>{TEXT}</td></tr></table>"),
        ("a.txt", f'<meta charset="utf-8"><p>{TEXT}</p>'),
        (
            "a.html",
            "<html><head><!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View>"
            f"</w:WordDocument></xml><![endif]--></head><body><p>{TEXT}</p></body></html>",
        ),
    ],
)
def test_web_pages_are_known_without_their_frame_and_with_that_of_word(tmp_path, name, page):
    (tmp_path / name).write_text(page, "utf-8")
    assert open_source(tmp_path / name).pages[0].text == TEXT


@pytest.mark.parametrize("text", [f"[2024]\n{TEXT}", f"一、问题<甲>：pH<7。\n{TEXT}"])
def test_a_text_with_brackets_is_neither_data_nor_a_web_page(tmp_path, text):
    (tmp_path / "a.txt").write_text(text, "utf-8")
    assert open_source(tmp_path / "a.txt").pages[0].text == text
