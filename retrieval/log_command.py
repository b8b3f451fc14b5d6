"""`python -m retrieval log`: the questions asked through the page, the API and MCP."""

import argparse
import json
import sys
from datetime import datetime, time
from pathlib import Path

from retrieval.answering.filters import parse_day
from retrieval.errors import LogError
from retrieval.ledger_table import save
from retrieval.log_table import DOORS, draft_lines, log_xlsx
from retrieval.storage.question_log import Entry, read_log


def log_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds from when, which, and in which form."""
    parser.add_argument("--since", metavar="日期", help="只列这天起的，如 2026-01-31")
    parser.add_argument("--marked", action="store_true", help="只列标记有误的")
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help="一行一个 JSON 对象")
    output.add_argument("--xlsx", type=Path, metavar="文件", help="连同引用的原文写成 Excel 表")
    output.add_argument(
        "--drafts", type=Path, metavar="文件", help="把标记有误的写成问题文件（.jsonl）的草稿"
    )


def log(arguments: argparse.Namespace) -> int:
    """Prints or writes the entries, oldest first; the exit code.

    Raises LogError for a damaged log or a missing folder, ScopeError for a day that is none, QuestionFileError where
    the file cannot be written.
    """
    if not arguments.index.is_dir():
        raise LogError(
            f"没有文件夹 {arguments.index}", "记录存在索引文件夹里", "检查 --index 是否写对"
        )
    since = None
    if arguments.since:
        since = datetime.combine(parse_day(arguments.since), time()).astimezone()
    marked = arguments.marked or arguments.drafts is not None
    entries = read_log(arguments.index, since, marked)
    path = arguments.xlsx or arguments.drafts
    if path:
        content = log_xlsx(entries) if arguments.xlsx else draft_lines(entries).encode()
        save(content, path)
        print(f"已写入 {len(entries)} 个问题：{path}", file=sys.stderr)
        return 0
    for entry in entries:
        print(json.dumps(_json(entry), ensure_ascii=False) if arguments.json else _line(entry))
    if not entries and not arguments.json:
        print("没有符合条件的记录。")
    return 0


def _line(entry: Entry) -> str:
    marked = "｜有误：" + "；".join(m.comment for m in entry.marks) if entry.marks else ""
    at, door = entry.at.astimezone(), DOORS.get(entry.door, entry.door)
    given = entry.answer["answer"] if entry.answer["answer"] is not None else "（没有回答）"
    question = entry.answer["question"]
    return f"{at:%Y-%m-%d %H:%M}｜{entry.who}｜{door}｜{question}｜{given}{marked}"


def _json(entry: Entry) -> dict:
    marks = [
        {"at": m.at.isoformat(), "who": m.who, "comment": m.comment, "correction": m.correction}
        for m in entry.marks
    ]
    return {
        "id": entry.entry_id,
        "at": entry.at.isoformat(),
        "who": entry.who,
        "door": entry.door,
        "scope": entry.scope,
        "generation": entry.generation,
        "answer": entry.answer,
        "marks": marks,
    }
