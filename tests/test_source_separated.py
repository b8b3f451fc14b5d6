"""CSV: any delimiter, quoted commas and line breaks, nothing of a damaged file lost."""

from pathlib import Path

import pytest

from retrieval.sources import open_source

ROWS = """序号;存在问题;整改措施;整改时限
1;"管网破损，污水外溢，群众反映，
多处直排。";"清淤，巡查";2024年6月
2;"扬尘，噪声，油烟扰民。";"洒水，围挡，执法，问责";2025年底前
"""
EXPECTED = """序号：1
存在问题：管网破损，污水外溢，群众反映，
多处直排。
整改措施：清淤，巡查
整改时限：2024年6月

序号：2
存在问题：扬尘，噪声，油烟扰民。
整改措施：洒水，围挡，执法，问责
整改时限：2025年底前"""


def read(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return open_source(path).pages[0].text.strip()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_records_whatever_parts_the_cells(tmp_path, mark, encoding):
    data = ROWS.replace(";", mark).replace("\n", "\r\n").encode(encoding)
    assert read(tmp_path / "a.csv", data) == EXPECTED


@pytest.mark.parametrize("above", ["sep=;\n", "整改清单;;;\n"])
def test_a_line_above_the_header_is_no_hindrance(tmp_path, above):
    text = read(tmp_path / "a.csv", (above + ROWS).encode())
    assert text.removeprefix("整改清单\n\n") == EXPECTED


def test_a_quotation_mark_that_nothing_closes_swallows_no_rows(tmp_path):
    rows = '序号,存在问题,整改时限\n1,"管网破损污水外溢,2024年\n2,扬尘管控不力扰民,2025年\n'
    text = read(tmp_path / "a.csv", rows.encode())
    assert "整改时限：2024年\n\n序号：2\n存在问题：扬尘" in text
    assert "引号不成对" in open_source(tmp_path / "a.csv").notes[0]
