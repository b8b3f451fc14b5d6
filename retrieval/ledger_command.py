"""`python -m retrieval issues`: the ledger, filtered, as lines, JSON, an Excel sheet or CSV."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from retrieval.answering.filters import LedgerFilter, parse_day
from retrieval.answering.ledger_rows import SORTS, Row, in_order, select, tally
from retrieval.assistant import Assistant
from retrieval.contract import issue_json
from retrieval.doubts_command import print_doubts
from retrieval.errors import QuestionFileError
from retrieval.figures_command import print_figures
from retrieval.ledger_table import csv_table, save, xlsx


def issues_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the filters of the ledger and the forms that it can be put out in."""
    parser.add_argument("--report", metavar="报告", help="只列这份报告")
    parser.add_argument("--status", metavar="状态", help="只列这种状态的，如 完成、未达序时进度")
    parser.add_argument("--due-before", metavar="日期", help="只列这天以前到期的，如 2018-12-31")
    parser.add_argument("--overdue-on", metavar="日期", help="只列到这天已过期而没完成的")
    parser.add_argument("--org", metavar="单位", help="只列这个单位负责的")
    parser.add_argument("--text", metavar="文字", default="", help="只列写到这些词的，空格隔开")
    parser.add_argument("--sort", choices=SORTS, default=SORTS[0], help="按什么排列，默认编号")
    parser.add_argument("--reverse", action="store_true", help="倒过来排列")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument(
        "--figures", action="store_true", help="改列各问题里的数量、日期、文号、单位和地名"
    )
    instead.add_argument("--doubts", action="store_true", help="改列疑点：报告缺漏或前后不一之处")
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help="一行一个 JSON 对象")
    output.add_argument("--xlsx", type=Path, metavar="文件", help="写成 Excel 表")
    output.add_argument("--csv", type=Path, metavar="文件", help="写成 CSV 表")


def issues(arguments: argparse.Namespace) -> int:
    """Prints or writes the issues that meet the filters, a row each; the exit code.

    With `--figures` or `--doubts` what these issues mention, or the doubts about them, is printed
    instead. Raises ScopeError for an unknown report or a day that is none, QuestionFileError where
    the file cannot be written, and for a table of figures or doubts.
    """
    _check(arguments)
    days = (arguments.due_before, arguments.overdue_on)
    due_before, overdue_on = (parse_day(day) if day is not None else None for day in days)
    with Assistant.open(arguments.index, arguments.encoder) as assistant:
        forms = assistant.aliases().forms(arguments.org) if arguments.org else ()
        wanted = LedgerFilter(arguments.status, due_before, overdue_on, arguments.org, forms)
        every = assistant.ledger(arguments.report)
        found = in_order(select(every, wanted, arguments.text), arguments.sort, arguments.reverse)
        if arguments.figures:
            print_figures(assistant, [row.issue for row in found], arguments.json)
            return 0
        if arguments.doubts:
            kept = {(row.report.report_id, row.issue.number) for row in found}
            about = kept if arguments.text or wanted != LedgerFilter() else None
            print_doubts(assistant, arguments.report, about, arguments.json)
            return 0
    _put_out([issue_json(row.issue, row.report.text) for row in found], arguments)
    if not (found or arguments.json or arguments.xlsx or arguments.csv):
        print(_nothing_found(every, arguments.status))
    return 0


def _nothing_found(every: Sequence[Row], status: str | None) -> str:
    """Why the list is empty; the statuses that there are, where none is like the one asked for."""
    if not every:
        return "报告里没有编号的问题，所以没有台账；仍可以提问。"
    if status and not select(every, LedgerFilter(status)):
        known = "、".join(name for name, _ in tally(every, date.today()).by_status if name)
        return f"没有状态是“{status}”的问题。台账里的状态有：{known}。"
    return "没有符合条件的问题。"


def _check(arguments: argparse.Namespace) -> None:
    """Raises QuestionFileError where figures or doubts are to go into a table."""
    what = "--figures" if arguments.figures else "--doubts" if arguments.doubts else None
    form = "--xlsx" if arguments.xlsx else "--csv" if arguments.csv else None
    if what and form:
        raise QuestionFileError(
            f"{what} 和 {form} 写在了一起",
            "表里只能放台账，数量和疑点只能列出或输出 JSON",
            f"去掉 {form}，或改用 --json",
        )


def _put_out(rows: list[dict], arguments: argparse.Namespace) -> None:
    path = arguments.xlsx or arguments.csv
    if path:
        save(xlsx(rows) if arguments.xlsx else csv_table(rows), path)
        print(f"已写入 {len(rows)} 个问题：{path}", file=sys.stderr)
        return
    for row in rows:
        print(json.dumps(row, ensure_ascii=False) if arguments.json else _issue_line(row))


def _issue_line(row: dict) -> str:
    return (
        f"问题{row['issue']}｜{row['deadline'] or '—'}｜{row['status'] or '—'}｜{row['title'][:40]}"
    )
