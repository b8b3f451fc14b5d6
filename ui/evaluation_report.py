"""A run as HTML: tiles, pictures, why answers failed, and each question beside its gold."""

from collections import Counter
from collections.abc import Sequence
from html import escape

from retrieval.evaluation.causes import CAUSES
from retrieval.evaluation.comparing import Comparison, labelled
from retrieval.evaluation.gold import KINDS
from retrieval.evaluation.relevance import passage_key
from retrieval.evaluation.results import Outcome, Result, scored
from retrieval.evaluation.runs import bad_rows as rows_of_run
from retrieval.evaluation.scorecard import Figure, answered_pairs
from retrieval.evaluation_files import FORMS
from retrieval.evaluation_table import RESULTS, facts, said
from ui import evaluation_plots as plots

TILES = ("right", "figure", "ev@5", "refusal_recall", "false_answers", "p50")
PAGE = 100
"""Questions listed at first, and more with each press of 再列一些."""
FORM_NAMES = {
    "xlsx": "Excel",
    "csv": "CSV",
    "md": "小结",
    "json": "JSON",
    "jsonl": "回答",
    "zip": "BEIR/TREC",
}
STATE_CLASSES = {True: "right", False: "wrong", None: "unscored"}


def percent(value: float | None) -> str:
    """A share as the page writes it; — for None."""
    return "—" if value is None else f"{100 * value:.0f}%"


def report(outcome: Outcome, most: int, only: str) -> str:
    """The whole run; `only`: a cause, "wrong" or "right" to list no other questions, "" for all."""
    card = outcome.card
    tiles = "".join(_tile(f) for key in TILES if (f := card.figure(key)))
    pairs = answered_pairs(scored(outcome.results))
    with_gold = sum("right" in result.scores for result in outcome.results)
    threshold = float(outcome.run.settings.get("answer_threshold", 0))
    pictures = [
        ("按问题的类型", plots.kind_bars(card.kinds)),
        ("把握准不准", plots.reliability(pairs)),
        ("拒答线", plots.refusal_curve(pairs, with_gold, threshold)),
    ]
    drawn = "".join(f"<div><h2>{n}</h2>{svg}</div>" for n, svg in pictures if svg)
    told = (
        f"{card.asked} 题里 {card.scored} 题有标准答案"
        if card.scored
        else "这些题没有标准答案，只作回答"
    )
    return (
        f'<section class="card scores" aria-label="分数"><h2>{escape(outcome.run.name)}'
        f"<small>{escape(outcome.run.started.replace('T', ' '))} · {told}</small></h2>"
        f'<div class="tiles">{tiles}</div><div class="pictures">{drawn}</div>{_all(outcome)}</section>'
        f"{_list(outcome, most, only)}"
    )


def _tile(figure: Figure) -> str:
    if figure.key == "p50":
        value, spread = f"{figure.value:.0f}", f"{figure.low:.0f}–{figure.high:.0f}"
        unit = "毫秒"
    else:
        value, spread = (
            f"{100 * figure.value:.0f}",
            f"{100 * figure.low:.0f}–{100 * figure.high:.0f}%",
        )
        unit = "%"
    name = figure.name.removesuffix("（毫秒）")
    return (
        f'<div class="tile"><p>{escape(name)}</p><b>{value}<i>{unit}</i></b>'
        f"<small>{figure.n} 题，95% 区间 {spread}</small></div>"
    )


def _all(outcome: Outcome) -> str:
    """Every figure, and how the run was made, behind a click."""
    rows = "".join(
        f"<tr><td>{escape(f.name)}</td><td>{f.value:.3f}</td><td>{f.n}</td>"
        f"<td>{f.low:.3f}–{f.high:.3f}</td></tr>"
        for f in outcome.card.figures
    )
    told = "".join(f"<div><dt>{n}</dt><dd>{escape(v)}</dd></div>" for n, v in facts(outcome.run))
    bad = "".join(f"<li>第{b.line}行：{escape(b.reason)}</li>" for b in rows_of_run(outcome.run))
    return (
        '<details class="all"><summary>全部指标和评测条件</summary><table><thead><tr><th>指标</th>'
        f"<th>分数</th><th>题数</th><th>95% 区间</th></tr></thead><tbody>{rows}</tbody></table>"
        f"<dl>{told}</dl><ul>{bad}</ul></details>"
    )


def chosen(results: Sequence[Result], only: str) -> list[Result]:
    """The results to be listed: those with a cause, all right or wrong ones, or all."""
    wanted = {"right": True, "wrong": False}
    if only in wanted:
        return [result for result in results if result.right is wanted[only]]
    return [result for result in results if not only or result.cause == only]


def _list(outcome: Outcome, most: int, only: str) -> str:
    counts = Counter(result.cause for result in outcome.results if result.cause)
    wrong, right = (sum(r.right is s for r in outcome.results) for s in (False, True))
    filters = [("", "全部", len(outcome.results)), ("wrong", "不对", wrong), ("right", "对", right)]
    filters += [(cause, CAUSES[cause][0], n) for cause, n in counts.most_common()]
    buttons = "".join(
        f'<button type="button" class="pill" data-only="{key}" aria-pressed="{str(key == only).lower()}"'
        f' title="{escape(CAUSES[key][1]) if key in CAUSES else ""}">{escape(name)} {n}</button>'
        for key, name, n in filters
    )
    saves = "".join(
        f'<button type="button" class="pill" data-save="{form}">{FORM_NAMES[form]}</button>'
        for form in FORMS
    )
    found = chosen(outcome.results, only)
    rows = "".join(_question(result) for result in found[:most])
    more = (
        f'<p class="more">已列出前{most}题，共{len(found)}题'
        '<button type="button" class="pill" data-more>再列一些</button></p>'
        if len(found) > most
        else ""
    )
    return (
        f'<section class="questions" aria-label="逐题"><header class="bar"><h2>逐题</h2>'
        f'<span class="saves">导出：{saves}</span></header><div class="only">{buttons}</div>'
        f"{rows}{more}</section>"
    )


def _question(result: Result) -> str:
    why = f'<span class="why">{CAUSES[result.cause][0]}</span>' if result.cause else ""
    return (
        f'<details class="question {STATE_CLASSES[result.right]}"><summary>'
        f'<i class="mark">{RESULTS[result.right]}</i><span class="asked-words">'
        f"{escape(result.question.question)}</span>{why}"
        f'<span class="said">{escape(said(result.answer))}</span></summary>{_beside(result)}</details>'
    )


def _beside(result: Result) -> str:
    """The answer, the gold and the evidence side by side."""
    gold, answer = result.question, result.answer
    keys = frozenset().union(*result.holders)
    passages = "".join(
        f'<li class="{"holds" if passage_key(p) in keys else ""}"><small>第{rank}段'
        f"{'，含标准原文' if passage_key(p) in keys else ''} · {escape(p['locator'])}</small>"
        f"<p>{escape(p['text'])}</p></li>"
        for rank, p in enumerate(answer.get("passages", [])[:5], 1)
    )
    wanted = "应当拒答" if gold.kind == "refuse" else "；".join(gold.answers) or "—"
    evidence = "".join(f"<blockquote>{escape(text)}</blockquote>" for text in gold.evidence)
    meaning = f'<p class="meaning">{CAUSES[result.cause][1]}</p>' if result.cause else ""
    return (
        f'{meaning}<div class="sides"><div><h3>答案</h3><p class="short">{escape(said(answer))}</p>'
        f"<p>{_issues(answer.get('issues') or ())}把握 {percent(answer.get('confidence'))}</p></div>"
        f'<div><h3>标准答案（{KINDS[gold.kind]}）</h3><p class="short">{escape(wanted)}</p>'
        f"<p>{_issues(gold.issues)}</p>{evidence}</div>"
        f'<div class="passages"><h3>依据</h3><ol>{passages}</ol></div></div>'
    )


def _issues(numbers: Sequence[str]) -> str:
    return f"问题{escape('、'.join(numbers))} · " if numbers else ""


def comparison(compared: Comparison, before: str, after: str) -> str:
    """What changed between two runs, and whether it is more than noise."""
    rows = "".join(
        f"<tr><td>{escape(d.name)}</td><td>{d.before:.3f}</td><td>{d.after:.3f}</td>"
        f"<td>{d.after - d.before:+.3f}（{d.low:+.3f} 至 {d.high:+.3f}）</td><td>{d.n}</td></tr>"
        for d in compared.differences
    )
    lists = "".join(
        f"<h3>{label} {len(pairs)} 题</h3><ul>"
        + "".join(
            f"<li>{escape(b.question.question)}：{escape(said(a.answer))} → {escape(said(b.answer))}</li>"
            for a, b in pairs[:PAGE]
        )
        + "</ul>"
        for label, pairs in labelled(compared).items()
        if pairs
    )
    only = f"<p>有 {compared.only} 题只在其中一次里，没有比。</p>" if compared.only else ""
    return (
        f'<section class="card compared" aria-label="比较"><h2>比较<small>{escape(before)} → '
        f'{escape(after)}</small></h2><p class="headline">{compared.verdict}</p>{only}'
        f"<details><summary>各项指标</summary><table><thead><tr><th>指标</th><th>之前</th><th>之后</th>"
        f"<th>差（95% 区间）</th><th>题数</th></tr></thead><tbody>{rows}</tbody></table></details>"
        f"{lists}</section>"
    )
