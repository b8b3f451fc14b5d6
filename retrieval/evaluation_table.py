"""A run as an Excel book or CSV: a row a question, coloured by how it went; nothing in it runs."""

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from retrieval.evaluation.causes import CAUSES
from retrieval.evaluation.gold import COLUMNS as GOLD_COLUMNS
from retrieval.evaluation.gold import KINDS
from retrieval.evaluation.judging import abstained
from retrieval.evaluation.relevance import passage_key
from retrieval.evaluation.results import Outcome, Result
from retrieval.evaluation.runs import STATES, Run
from retrieval.ledger_table import harmless, write_text
from retrieval.wording import REASONS

# Heading, width in characters.
COLUMNS = (
    ("编号", 12),
    ("问题", 36),
    ("类型", 9),
    ("结果", 9),
    ("没答对的原因", 22),
    ("答案", 28),
    ("标准答案", 28),
    ("把握", 8),
    ("答案的问题编号", 16),
    ("标准的问题编号", 16),
    ("标准原文", 44),
    ("依据第 1 段", 60),
    ("原文排第几", 11),
    ("耗时（毫秒）", 12),
)
NUMERIC = {"把握": "0.00", "耗时（毫秒）": "0.0", "原文排第几": "0"}
RESULTS = {True: "对", False: "不对", None: "没有标准答案"}
_HEADER = PatternFill("solid", fgColor="DDE6F0")
_COLOURS = {
    True: PatternFill("solid", fgColor="E2F1E8"),
    False: PatternFill("solid", fgColor="FBE3DC"),
    None: None,
}


def table_row(result: Result) -> list[str | float | None]:
    """A question's cells, in the order of COLUMNS. Figures are numbers, None where there is none."""
    gold, answer = result.question, result.answer
    passages = answer.get("passages") or []
    return [
        gold.id,
        gold.question,
        KINDS[gold.kind],
        RESULTS[result.right],
        CAUSES[result.cause][0] if result.cause else "",
        said(answer),
        "（应拒答）" if gold.kind == "refuse" else "；".join(gold.answers),
        float(answer.get("confidence") or 0),
        "、".join(answer.get("issues") or ()),
        "、".join(gold.issues),
        "\n".join(gold.evidence),
        passages[0]["text"] if passages else "",
        evidence_rank(result),
        float(answer.get("elapsed_ms") or 0),
    ]


def said(answer: dict) -> str:
    """What was answered, or why nothing was, in words."""
    if answer.get("error"):
        return f"（没有问成：{answer['error']}）"
    if abstained(answer):
        reason = REASONS.get(answer.get("reason") or "")
        return f"（拒答：{reason.headline}）" if reason else "（拒答）"
    return answer["answer"]


def evidence_rank(result: Result) -> int | None:
    """Rank of the first passage that holds evidence of the gold; None: it is not among them."""
    keys = frozenset().union(*result.holders)
    passages = result.answer.get("passages") or []
    return next((i for i, p in enumerate(passages, 1) if passage_key(p) in keys), None)


def xlsx(outcome: Outcome) -> bytes:
    """A run as an Excel book: 汇总, 逐题 with filters and colours, 坏行 where the file had some."""
    book = Workbook()
    summary = book.active
    summary.title = "汇总"
    _summary(summary, outcome)
    detail = book.create_sheet("逐题")
    _header(detail, COLUMNS)
    for line, result in enumerate(outcome.results, 2):
        for column, value in enumerate(table_row(result), 1):
            _fill(detail.cell(line, column), value, COLUMNS[column - 1][0])
        colour = _COLOURS[result.right]
        for column in (4, 5) if colour else ():
            detail.cell(line, column).fill = colour
    detail.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{len(outcome.results) + 1}"
    if outcome.run.bad:
        bad = book.create_sheet("没能提问的行")
        _header(bad, (("行", 8), ("原因", 60)))
        for line, row in enumerate(outcome.run.bad, 2):
            _fill(bad.cell(line, 1), row["line"], "行")
            _fill(bad.cell(line, 2), row["reason"], "原因")
    return _saved(book)


def csv_table(outcome: Outcome) -> bytes:
    """The rows as CSV in UTF-8 with the byte order mark that Excel knows it by."""
    content = io.StringIO(newline="")
    writer = csv.writer(content)
    writer.writerow(heading for heading, _ in COLUMNS)
    for result in outcome.results:
        writer.writerow(_csv_cell(value) for value in table_row(result))
    return content.getvalue().encode("utf-8-sig")


def question_file(rows: Sequence[dict], form: str) -> bytes:
    """Questions with their gold as a question file; `form`: xlsx or csv. Lists are joined by |."""
    cells = [
        ["|".join(v) if isinstance(v := row.get(c), list) else v or "" for c in GOLD_COLUMNS]
        for row in rows
    ]
    if form == "csv":
        content = io.StringIO(newline="")
        writer = csv.writer(content)
        writer.writerow(GOLD_COLUMNS)
        writer.writerows([harmless(str(cell)) for cell in row] for row in cells)
        return content.getvalue().encode("utf-8-sig")
    book = Workbook()
    widths = {"question": 44, "answers": 26, "evidence": 50}
    _header(book.active, [(name, widths.get(name, 14)) for name in GOLD_COLUMNS])
    for line, row in enumerate(cells, 2):
        for column, value in enumerate(row, 1):
            _fill(book.active.cell(line, column), str(value), GOLD_COLUMNS[column - 1])
    return _saved(book)


def facts(run: Run) -> list[tuple[str, str]]:
    """What a reader must know of a run: name → value, in words."""
    return [
        ("评测", run.run_id),
        ("问题文件", run.name),
        ("时间", run.started.replace("T", " ")),
        ("状态", f"{STATES[run.state]}，{run.done}/{run.asked} 题，用时 {run.seconds:.1f} 秒"),
        ("没能提问的行", f"{len(run.bad)} 行"),
        ("编码器", run.encoder),
        ("索引快照", str(run.generation)),
        ("报告", "；".join(f"{name}（{version}）" for name, version in run.reports.items())),
        ("拒答线", str(run.settings.get("answer_threshold", ""))),
    ]


def _summary(sheet: Worksheet, outcome: Outcome) -> None:
    _header(sheet, (("指标", 30), ("分数", 12), ("题数", 9), ("95% 下限", 12), ("95% 上限", 12)))
    line = 2
    for figure in (*outcome.card.figures, *outcome.card.kinds):
        by_kind = "按类型答对：" if figure in outcome.card.kinds else ""
        _fill(sheet.cell(line, 1), by_kind + figure.name, "指标")
        for column, value in ((2, figure.value), (4, figure.low), (5, figure.high)):
            sheet.cell(line, column, round(value, 4))
            sheet.cell(line, column).number_format = "0.0" if figure.value > 1 else "0.000"
        sheet.cell(line, 3, figure.n)
        line += 1
    for name, value in facts(outcome.run):
        line += 1
        _fill(sheet.cell(line, 1), name, "指标")
        _fill(sheet.cell(line, 2), value, "值")
        sheet.cell(line, 2).alignment = Alignment(wrap_text=False)


def _header(sheet: Worksheet, columns: Sequence[tuple[str, int]]) -> None:
    for column, (heading, width) in enumerate(columns, 1):
        cell = sheet.cell(1, column, heading)
        cell.font, cell.fill = Font(bold=True), _HEADER
        cell.alignment = Alignment(horizontal="center", vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"


def _fill(cell: Cell, value: str | float | None, heading: str) -> None:
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if isinstance(value, str):
        write_text(cell, value)
    elif value is not None:
        cell.value = value
        cell.number_format = NUMERIC.get(heading, "General")


def _csv_cell(value: str | float | None) -> str:
    return harmless(value) if isinstance(value, str) else "" if value is None else f"{value:g}"


def _saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
