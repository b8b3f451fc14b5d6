"""`python -m retrieval issues --doubts`: what does not add up, with its quotations."""

import json
from collections.abc import Collection

from retrieval.assistant import Assistant
from retrieval.contract import doubt_json
from retrieval.wording import DOUBT_KINDS


def print_doubts(
    assistant: Assistant,
    report: str | None,
    about: Collection[tuple[str, str]] | None,
    as_json: bool,
) -> None:
    """Prints the doubts about all live reports or one, each with the words it rests on.

    `about`: (report id, issue number) of the issues to keep doubts of; None: all doubts. Raises
    ScopeError.
    """
    texts = {d.report.report_id: d.report.text for d in assistant.documents()}
    rows = [
        doubt_json(doubt, report_id, texts[report_id])
        for report_id, doubts in assistant.doubts(report).items()
        for doubt in doubts
        if about is None or any((report_id, number) in about for number in doubt.issues)
    ]
    if as_json:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
        return
    for report_id in dict.fromkeys(row["report"] for row in rows):
        own = [row for row in rows if row["report"] == report_id]
        print(f"{report_id}：{len(own)} 处疑点")
        for place, row in enumerate(own, 1):
            print(f"[{place}] {DOUBT_KINDS[row['kind']]}｜{row['text']}")
            for quote in row["quotes"]:
                print("    原文：" + quote["text"].replace("\n", "\n    "))
    if not rows:
        print("没有发现疑点。")
