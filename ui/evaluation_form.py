"""The frame of the evaluation tab: what to ask, how far it is, and the runs that are kept."""

from collections.abc import Sequence
from html import escape

from retrieval.evaluation.gold import COLUMNS, KINDS, QuestionSet
from retrieval.evaluation.questions import BadRow
from retrieval.evaluation.runs import STATES, Run
from ui.evaluation_report import percent

WAITING = '<p class="waiting">正在打开批量评测…</p>'
MOST_BAD = 20
"""Rows that cannot be asked that the page lists; the exported file has all."""

COLUMN_NAMES = {
    "question": "问题（必须）",
    "answers": "答案",
    "issues": "问题编号",
    "evidence": "原文",
    "kind": "类型",
    "answerable": "可答",
    "session": "会话",
    "id": "编号",
}


def frame(runs: Sequence[Run], right: dict[str, float], running: str | None, size: int) -> str:
    """The whole tab, with the runs kept; `size`: questions of the shipped set, 0 where it is gone."""
    shipped = (
        f'<button type="button" class="go" data-start="shipped">评测自带的 {size} 题</button>'
        if size
        else ""
    )
    return f"""
<section class="card prepare" aria-label="选择问题">
  <div class="choices">{shipped}
    <label class="pill file"><input type="file" accept=".csv,.xlsx,.jsonl" data-file>选择问题文件</label>
    <button type="button" class="pill" data-template="xlsx">下载模板（Excel）</button>
    <button type="button" class="pill" data-template="csv">下载模板（CSV）</button>
    <button type="button" class="pill" data-drafts>从报告起草问题</button></div>
  <p class="hint">问题文件可以是 Excel、CSV 或 JSON Lines。带标准答案的题会打分，不带的只回答。</p>
  <div data-part="prepared"></div>
  <div data-part="progress" role="status"></div>
</section>
<div data-part="drafts"></div>
<div data-part="kept">{run_list(runs, right, running)}</div>
<div data-part="result"></div>"""


def prepared(asked: QuestionSet) -> str:
    """What was found in a file, and the button that asks it."""
    counts = {kind: sum(q.kind == kind for q in asked.questions) for kind in KINDS}
    told = "，".join(f"{KINDS[kind]} {n} 题" for kind, n in counts.items() if n)
    return (
        f'<div class="found"><p><b>{escape(asked.name)}</b>：能问 {len(asked.questions)} 题（{told}）</p>'
        f"{bad_rows(asked.bad)}"
        '<button type="button" class="go" data-start="file">开始</button></div>'
    )


def bad_rows(bad: Sequence[BadRow]) -> str:
    """The rows that cannot be asked, with line and reason; "" for none."""
    if not bad:
        return ""
    rows = "".join(f"<li>第{row.line}行：{escape(row.reason)}</li>" for row in bad[:MOST_BAD])
    more = f"<li>另有 {len(bad) - MOST_BAD} 行，见导出的 Excel</li>" if len(bad) > MOST_BAD else ""
    return f'<details class="bad" open><summary>有 {len(bad)} 行不能问，其余照常</summary><ul>{rows}{more}</ul></details>'


def mapping(name: str, headers: Sequence[str]) -> str:
    """A choice of the file's columns for each of the contract's; asked where none is the question."""
    rows = []
    for column in COLUMNS:
        options = "".join(
            f'<option value="{escape(h)}"{" selected" if h == column else ""}>{escape(h)}</option>'
            for h in headers
        )
        rows.append(
            f'<label>{COLUMN_NAMES[column]}<select name="{column}"><option value="">（没有）</option>'
            f"{options}</select></label>"
        )
    return (
        f'<form class="mapping" aria-label="指明各列"><p><b>{escape(name)}</b> 的表头里没有“问题”，'
        f"请指明哪一列是什么：</p>{''.join(rows)}"
        '<button type="submit" class="go">就这样读</button></form>'
    )


def run_list(runs: Sequence[Run], right: dict[str, float], running: str | None) -> str:
    """The runs kept, the newest first: to open, compare, go on with or delete."""
    if not runs:
        return ""
    rows = "".join(_run_row(run, right.get(run.run_id), run.run_id == running) for run in runs)
    return (
        '<details class="card runs"><summary>以前的评测<span>'
        f"{len(runs)}次</span></summary><table><thead><tr><th>时间</th><th>问题文件</th><th>题数</th>"
        f"<th>答对</th><th>状态</th><th></th></tr></thead><tbody>{rows}</tbody></table></details>"
    )


def _run_row(run: Run, right: float | None, going: bool) -> str:
    key = escape(run.run_id)
    state = "正在跑" if going else STATES[run.state]
    go_on = (
        f'<button type="button" class="pill" data-resume="{key}">继续</button>'
        if run.state != "done" and not going
        else ""
    )
    return (
        f'<tr data-run="{key}"><td>{escape(run.started.replace("T", " "))}</td>'
        f"<td>{escape(run.name)}</td><td>{run.done}/{run.asked}</td>"
        f"<td>{percent(right)}</td><td>{state}</td>"
        f'<td class="deeds"><button type="button" class="pill" data-open="{key}">打开</button>'
        f'<button type="button" class="pill" data-compare="{key}">和打开的比</button>{go_on}'
        f'<button type="button" class="pill" data-remove="{key}">删除</button></td></tr>'
    )
