"""`python -m retrieval issues --figures`: what the issues mention, a line each figure, date, name."""

import json
from collections.abc import Sequence

from retrieval.assistant import Assistant
from retrieval.contract import mention_json
from retrieval.records import Issue
from retrieval.wording import MENTION_KINDS


def print_figures(assistant: Assistant, chosen: Sequence[Issue], as_json: bool) -> None:
    """Prints the mentions of each issue, as lines or as a JSON object a line."""
    for issue in chosen:
        for mention in assistant.mentions(issue):
            row = mention_json(issue, mention)
            print(json.dumps(row, ensure_ascii=False) if as_json else _line(row))
    if not chosen and not as_json:
        print("没有符合条件的问题。")


def _line(row: dict) -> str:
    value = "" if row["value"] is None else f"｜{row['value']}{row['unit'] or ''}"
    return f"问题{row['issue']}｜{MENTION_KINDS[row['kind']]}｜{row['text']}{value}"
