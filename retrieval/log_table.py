"""The log of questions as an Excel sheet, and its marked questions as drafts of a question file."""

import json
from collections.abc import Sequence

from retrieval.ledger_table import table
from retrieval.storage.question_log import Entry
from retrieval.wording import REASONS

# Heading, key, width in characters.
COLUMNS = (
    ("时间", "at", 19),
    ("提问人", "who", 12),
    ("入口", "door", 8),
    ("问题", "question", 36),
    ("补全的问题", "resolved", 30),
    ("范围", "scope", 16),
    ("答案", "answer", 28),
    ("涉及的问题", "issues", 14),
    ("把握", "confidence", 8),
    ("报告和版本", "versions", 30),
    ("快照", "generation", 8),
    ("依据", "passages", 70),
    ("有误", "marked", 8),
    ("意见", "comments", 40),
    ("正确的答案", "corrections", 28),
)
DOORS = {"page": "页面", "api": "接口", "mcp": "MCP"}


def log_xlsx(entries: Sequence[Entry]) -> bytes:
    """An Excel file with a row an entry, the cited passages with 【】 round what was highlighted."""
    return table([_row(entry) for entry in entries], COLUMNS, "提问记录")


def draft_lines(entries: Sequence[Entry]) -> str:
    """JSON Lines, each a row of a question file for every marked question.

    `answers` holds the correction of the last mark that has one, else nothing: whoever makes gold
    of it fills it in. `given` is the answer that was marked, `comment` what was said about it.
    """
    rows = [_draft(entry) for entry in entries if entry.marks]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _row(entry: Entry) -> dict:
    answer = entry.answer
    passages = answer["passages"]
    return {
        "at": f"{entry.at.astimezone():%Y-%m-%d %H:%M:%S}",
        "who": entry.who,
        "door": DOORS.get(entry.door, entry.door),
        "question": answer["question"],
        "resolved": answer["resolved"],
        "scope": "、".join(str(value) for value in entry.scope.values()),
        "answer": answer["answer"] if answer["answer"] is not None else _refusal(answer),
        "issues": "、".join(answer["issues"]),
        "confidence": "" if answer["abstained"] else f"{answer['confidence']:.2f}",
        "versions": list(dict.fromkeys(f"{p['report']} {p['version']}" for p in passages)),
        "generation": str(entry.generation),
        "passages": [f"{p['rank']}. {p['locator']}\n{_marked(p)}" for p in passages],
        "marked": "有误" if entry.marks else "",
        "comments": [f"{mark.who}：{mark.comment}" for mark in entry.marks],
        "corrections": [mark.correction for mark in entry.marks if mark.correction],
    }


def _refusal(answer: dict) -> str:
    reason = REASONS.get(answer["reason"] or "")
    return f"（没有回答：{reason.headline if reason else '原因不明'}）"


def _marked(passage: dict) -> str:
    text = passage["text"]
    for start, end in sorted(passage["highlights"], reverse=True):
        text = f"{text[:start]}【{text[start:end]}】{text[end:]}"
    return text


def _draft(entry: Entry) -> dict:
    answer = entry.answer
    corrections = [mark.correction for mark in entry.marks if mark.correction]
    return {
        "id": f"log-{entry.entry_id}",
        "question": answer["resolved"] or answer["question"],
        "answers": corrections[-1] if corrections else "",
        "issues": "|".join(answer["issues"]),
        "evidence": "",
        "kind": answer["kind"],
        "given": answer["answer"],
        "comment": "；".join(mark.comment for mark in entry.marks),
        "asked": entry.at.isoformat(timespec="seconds"),
    }
