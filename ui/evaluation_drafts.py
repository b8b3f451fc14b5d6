"""The gold builder's table: draft questions that staff correct, confirm or drop."""

from collections.abc import Mapping, Sequence
from html import escape

from retrieval.evaluation.gold import COLUMNS, KINDS

PAGE_OF_DRAFTS = 500
"""Drafts that the table holds at most; a longer report's are cut, and the page says so."""
LONGEST = 2000
"""Characters of a cell that are kept."""
EDITED = ("question", "answers", "issues", "evidence")


def draft_table(rows: Sequence[dict]) -> str:
    """The drafts as an editable table: a box to confirm each, its cells to type in."""
    body = "".join(_row(number, row) for number, row in enumerate(rows[:PAGE_OF_DRAFTS], 1))
    cut = (
        f"（共起草 {len(rows)} 题，列出前 {PAGE_OF_DRAFTS} 题）"
        if len(rows) > PAGE_OF_DRAFTS
        else ""
    )
    return (
        '<section class="card drafts" aria-label="起草的问题"><h2>起草的问题'
        f'<small data-part="tally"></small></h2><p class="hint">逐题核对：改好问题、答案和原文后勾上“对”；'
        f"不要的点“删”。几个答案用 | 隔开。只有勾上的会存进问题文件。{cut}</p>"
        '<div class="deeds"><button type="button" class="pill" data-confirm-all>全部勾上</button>'
        '<button type="button" class="pill" data-drafts-save="xlsx">存为 Excel</button>'
        '<button type="button" class="pill" data-drafts-save="csv">存为 CSV</button>'
        '<button type="button" class="pill" data-drafts-save="jsonl">存为 JSON Lines</button>'
        '<button type="button" class="pill" data-drafts-run>评测勾上的题</button>'
        '<button type="button" class="pill" data-drafts-close>收起</button></div>'
        "<table><thead><tr><th>对</th><th>类型</th><th>问题</th><th>答案</th><th>问题编号</th><th>原文</th><th></th>"
        f"</tr></thead><tbody>{body}</tbody></table></section>"
    )


def _row(number: int, row: dict) -> str:
    cells = "".join(
        f'<td><textarea name="{column}" rows="2" aria-label="{number}">'
        f"{escape(_joined(row.get(column)))}</textarea></td>"
        for column in EDITED
    )
    return (
        f'<tr data-id="{escape(str(row["id"]))}" data-kind="{row["kind"]}">'
        f'<td><input type="checkbox" aria-label="第{number}题对"></td><td>{KINDS[row["kind"]]}</td>{cells}'
        '<td><button type="button" class="pill" data-drop>删</button></td></tr>'
    )


def confirmed(asked: Mapping) -> list[dict]:
    """The rows that the browser sends back, with the contract's columns and no others."""
    rows = []
    for row in asked.get("rows") or ():
        if not isinstance(row, dict):
            continue
        kept = {c: str(row.get(c) or "").strip()[:LONGEST] for c in COLUMNS}
        if kept["kind"] not in KINDS:
            kept["kind"] = "fact"
        if kept["kind"] == "refuse":
            kept["answerable"] = "no"
        rows.append({column: value for column, value in kept.items() if value})
    return rows


def _joined(value) -> str:
    return "|".join(value) if isinstance(value, list) else str(value or "")
