"""Filters and the Excel sheet of the ledger."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from retrieval.answering.filters import LedgerFilter, parse_day
from retrieval.answering.ledger_rows import rows_of, select
from retrieval.answering.unit_names import same_unit_name
from retrieval.contract import issue_json
from retrieval.errors import QuestionFileError, ScopeError
from retrieval.language.aliases import aliases
from retrieval.language.tokenizer import shared_tokenizer
from retrieval.ledger_table import COLUMNS, csv_table, save, xlsx
from retrieval.sources import open_source
from retrieval.structure import parse_report

REPORTS = Path(__file__).parent / "data" / "reports"


@pytest.fixture(scope="module")
def document():
    return parse_report(open_source(REPORTS / "t1.txt"), "t1")


def numbers(document, **limits):
    return [row.issue.number for row in select(rows_of([document]), LedgerFilter(**limits))]


def test_status_by_normal_form_or_by_words_of_the_report(document):
    assert numbers(document, status="未达序时进度") == ["六", "八", "十三", "二十二"]
    assert numbers(document, status="逾期") == ["八", "十三"]
    assert numbers(document, status="待省级验收") == ["九", "十五", "十九"]


def test_words_of_completion_leave_out_their_negation(document):
    assert "八" not in numbers(document, status="完成整改")  # 逾期未完成整改
    assert len(numbers(document, status="完成")) == 14


def test_due_before_is_strict_and_leaves_out_deadlines_without_a_date(document):
    before = numbers(document, due_before=date(2021, 10, 31))
    assert before == ["十二", "十七", "二十"]
    assert numbers(document, due_before=date(2021, 11, 1)) == ["十一", *before]


def test_overdue_is_past_due_and_neither_finished_nor_kept_up(document):
    assert numbers(document, overdue_on=date(2023, 6, 30)) == ["八"]


def test_units_are_found_by_place_short_form_and_part(document):
    assert numbers(document, unit="省发改委") == ["十二"]
    assert numbers(document, unit="葵山县") == ["二十一"]
    assert numbers(document, unit="水利") == ["三", "十七", "十九", "二十四"]


def test_a_unit_is_found_by_another_name_of_it(document):
    assert numbers(document, unit="无名局", unit_forms=("省发改委",)) == ["十二"]


@pytest.mark.parametrize(
    "mention, name, same",
    [
        ("消防大队", "县消防救援大队", True),
        ("市发改委", "市发展改革委", True),
        ("临汀区", "临汀区委、区政府", True),
        ("葛岭县政府", "葛岭县人民政府", True),
        ("东埠街道办", "东埠街道办事处", True),
        ("水务集团", "栾浦水务集团有限公司", True),
        ("市财政局", "市财政局国库科", False),
        ("临汀区", "临汀区农业农村局", False),
        ("省水利厅", "省生态环境厅", False),
        ("市政府", "樟浦市委、市政府", False),
    ],
)
def test_names_of_units(mention, name, same):
    assert same_unit_name(mention, name) is same


def test_a_day_may_be_written_in_figures_or_in_chinese():
    assert parse_day("2018-12-31") == parse_day("2018年12月底") == date(2018, 12, 31)
    with pytest.raises(ScopeError, match="不是日期"):
        parse_day("下周")


def test_sheet_has_header_filter_widths_dates_and_a_row_an_issue(document):
    rows = [issue_json(issue, document.report.text) for issue in document.issues]
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx(rows))).active
    assert [cell.value for cell in sheet[1]] == [heading for heading, _, _ in COLUMNS]
    assert sheet.max_row == 27 and sheet.auto_filter.ref == "A1:H27" and sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold and sheet.column_dimensions["C"].width > 30
    assert sheet["E3"].value.date() == date(2021, 12, 31) and sheet["E2"].value is None
    assert sheet["G2"].value == "梧桥市委、市政府\n鹿陂市委、市政府"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "\x07=1"])
def test_no_cell_may_run_a_formula(text):
    row = {key: text for _, key, _ in COLUMNS} | {
        "due": None,
        "responsible": [text],
        "measures": [],
    }
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx([row]))).active
    cells = [cell for cell in sheet[2] if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.value for cell in cells} == {text.replace("\x07", "")}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n@a"])
def test_csv_opens_in_excel_as_utf_8_and_holds_no_formula(text):
    row = {key: text for _, key, _ in COLUMNS} | {"due": None, "responsible": [text, "乙局"]}
    content = csv_table([row | {"measures": []}])
    assert content.startswith(b"\xef\xbb\xbf")
    header, cells = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert header == [heading for heading, _, _ in COLUMNS]
    assert cells == ["'" + text] * 4 + ["", "'" + text, f"'{text}\n乙局", ""]


def test_an_unwritable_file_is_a_message(tmp_path):
    with pytest.raises(QuestionFileError, match="写不了"):
        save(b"", tmp_path / "missing" / "a.xlsx")


def test_the_command_filters_and_writes(document, tmp_path, monkeypatch, capsys):
    from retrieval import ledger_command
    from retrieval.cli import main

    class Opened:
        """An assistant over one document, without an index."""

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def ledger(self, report):
            return rows_of([document])

        def aliases(self):
            return aliases([document.report.text], shared_tokenizer())

    monkeypatch.setattr(ledger_command.Assistant, "open", lambda *_: Opened())
    assert main(["issues", "--status", "逾期", "--json"]) == 0
    found = [json.loads(line)["issue"] for line in capsys.readouterr().out.splitlines()]
    assert found == ["八", "十三"]
    assert main(["issues", "--org", "葵山县", "--xlsx", str(tmp_path / "a.xlsx")]) == 0
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").active.max_row == 2
    words = ["--text", "污水", "--sort", "时限", "--reverse"]
    assert main(["issues", *words, "--csv", str(tmp_path / "a.csv")]) == 0
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        days = [row["最后日期"] for row in csv.DictReader(file)]
    assert len(days) > 1 and days == sorted(days, reverse=True)
    assert main(["issues", "--due-before", "下周"]) == 2
