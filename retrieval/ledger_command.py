"""`python -m retrieval issues`: the ledger, filtered, as lines, JSON or an Excel sheet; or what its
issues mention, a line each figure, date and name."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from retrieval.answering.filters import LedgerFilter, parse_day, select
from retrieval.assistant import Assistant
from retrieval.contract import issue_json, mention_json
from retrieval.doubts_command import print_doubts
from retrieval.errors import QuestionFileError, ScopeError
from retrieval.ledger_table import write_xlsx
from retrieval.records import Issue
from retrieval.wording import MENTION_KINDS


def issues_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the filters of the ledger and the forms that it can be put out in."""
    parser.add_argument("--report", metavar="报告", help="只列这份报告")
    parser.add_argument("--status", metavar="状态", help="只列这种状态的，如 完成、未达序时进度")
    parser.add_argument("--due-before", metavar="日期", help="只列这天以前到期的，如 2018-12-31")
    parser.add_argument("--overdue-on", metavar="日期", help="只列到这天已过期而没完成的")
    parser.add_argument("--org", metavar="单位", help="只列这个单位负责的")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument(
        "--figures", action="store_true", help="改列各问题里的数量、日期、文号、单位和地名"
    )
    instead.add_argument("--doubts", action="store_true", help="改列疑点：报告缺漏或前后不一之处")
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help="一行一个 JSON 对象")
    output.add_argument("--xlsx", type=Path, metavar="文件", help="写成 Excel 表")


def issues(arguments: argparse.Namespace) -> int:
    """Prints or writes the issues that meet the filters, a row each; the exit code.

    With `--figures` what these issues mention is printed instead.
    Raises ScopeError for an unknown report, a day that is none and arguments that do not go
    together, QuestionFileError where the Excel file cannot be written.
    """
    if arguments.figures and arguments.xlsx:
        raise ScopeError(
            "同时写了 --figures 和 --xlsx",
            "Excel 里只有台账，没有数量和名称",
            "--figures 改配 --json",
        )
    days = (arguments.due_before, arguments.overdue_on)
    due_before, overdue_on = (parse_day(day) if day is not None else None for day in days)
    if arguments.doubts and arguments.xlsx:
        raise QuestionFileError(
            "--doubts 和 --xlsx 写在了一起", "疑点只能列出或输出 JSON", "去掉 --xlsx，或改用 --json"
        )
    with Assistant.open(arguments.index, arguments.encoder) as assistant:
        forms = assistant.aliases().forms(arguments.org) if arguments.org else ()
        wanted = LedgerFilter(arguments.status, due_before, overdue_on, arguments.org, forms)
        every = assistant.issues(arguments.report)
        chosen = select(every, wanted)
        if arguments.figures:
            return _print_figures(assistant, chosen, arguments.json)
        if arguments.doubts:
            kept = {(issue.report_id, issue.number) for issue in chosen}
            about = None if wanted == LedgerFilter() else kept
            print_doubts(assistant, arguments.report, about, arguments.json)
            return 0
        texts = {d.report.report_id: d.report.text for d in assistant.documents()}
    rows = [issue_json(issue, texts[issue.report_id]) for issue in chosen]
    if arguments.xlsx:
        write_xlsx(rows, arguments.xlsx)
        print(f"已写入 {len(rows)} 个问题：{arguments.xlsx}", file=sys.stderr)
        return 0
    for row in rows:
        print(json.dumps(row, ensure_ascii=False) if arguments.json else _issue_line(row))
    if not rows and not arguments.json:
        print(
            "没有符合条件的问题。" if every else "报告里没有编号的问题，所以没有台账；仍可以提问。"
        )
    return 0


def _print_figures(assistant: Assistant, chosen: Sequence[Issue], as_json: bool) -> int:
    """Prints what each issue mentions, a line or a JSON object each; the exit code."""
    for issue in chosen:
        for mention in assistant.mentions(issue):
            row = mention_json(issue, mention)
            print(json.dumps(row, ensure_ascii=False) if as_json else _figure_line(row))
    if not chosen and not as_json:
        print("没有符合条件的问题。")
    return 0


def _figure_line(row: dict) -> str:
    value = "" if row["value"] is None else f"｜{row['value']}{row['unit'] or ''}"
    return f"问题{row['issue']}｜{MENTION_KINDS[row['kind']]}｜{row['text']}{value}"


def _issue_line(row: dict) -> str:
    return (
        f"问题{row['issue']}｜{row['deadline'] or '—'}｜{row['status'] or '—'}｜{row['title'][:40]}"
    )
