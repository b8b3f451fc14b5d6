"""A run as a Markdown summary, as JSON, and as the files that BEIR and trec_eval read."""

import io
import json
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from retrieval.evaluation.causes import CAUSES
from retrieval.evaluation.comparing import Comparison, labelled
from retrieval.evaluation.relevance import passage_key
from retrieval.evaluation.results import Outcome
from retrieval.evaluation.scorecard import Figure
from retrieval.evaluation_table import facts, said
from retrieval.records import Document

MOST_TOLD = 60
"""Failed questions that the summary lists; the tables have all."""


def markdown(outcome: Outcome, compared: Comparison | None = None) -> str:
    """The summary: figures with n and intervals, causes, failed questions, and the comparison."""
    card = outcome.card
    lines = [f"# 评测 {_cell(outcome.run.run_id)}", ""]
    lines += [f"- {name}：{_cell(value)}" for name, value in facts(outcome.run)]
    lines += [
        "",
        f"共问 {card.asked} 题，其中 {card.scored} 题有标准答案；分数都以它们为分母。",
        "",
    ]
    lines += ["## 分数", "", "| 指标 | 分数 | 题数 | 95% 区间 |", "|---|---|---|---|"]
    lines += [_figure(figure) for figure in card.figures]
    if card.kinds:
        lines += ["", "## 按类型答对", "", "| 类型 | 答对 | 题数 | 95% 区间 |", "|---|---|---|---|"]
        lines += [_figure(figure) for figure in card.kinds]
    failed = [result for result in outcome.results if result.cause]
    if failed:
        counts = Counter(result.cause for result in failed)
        lines += ["", "## 没答对的原因", "", "| 原因 | 题数 | 说明 |", "|---|---|---|"]
        lines += [f"| {CAUSES[c][0]} | {n} | {CAUSES[c][1]} |" for c, n in counts.most_common()]
        lines += ["", "| 编号 | 问题 | 原因 | 答案 | 标准答案 |", "|---|---|---|---|---|"]
        for result in failed[:MOST_TOLD]:
            gold = result.question
            cells = (gold.id, gold.question, CAUSES[result.cause][0], said(result.answer))
            lines.append(f"| {' | '.join(map(_cell, (*cells, '；'.join(gold.answers))))} |")
        if len(failed) > MOST_TOLD:
            lines.append(f"\n另有 {len(failed) - MOST_TOLD} 题，见逐题表。")
    if compared:
        lines += ["", *_comparison(compared)]
    return "\n".join(lines) + "\n"


def _comparison(compared: Comparison) -> list[str]:
    lines = ["## 和上一次比", "", compared.verdict, ""]
    lines += ["| 指标 | 之前 | 现在 | 差的 95% 区间 | 题数 |", "|---|---|---|---|---|"]
    lines += [
        f"| {d.name} | {d.before:.3f} | {d.after:.3f} | {d.low:+.3f} 至 {d.high:+.3f} | {d.n} |"
        for d in compared.differences
    ]
    for label, pairs in labelled(compared).items():
        lines += [
            f"- {label}：{_cell(b.question.question)}（{_cell(said(a.answer))} → {_cell(said(b.answer))}）"
            for a, b in pairs[:MOST_TOLD]
        ]
    return lines


def _figure(figure: Figure) -> str:
    form = ".1f" if figure.key in ("p50", "p95") else ".3f"
    return (
        f"| {figure.name} | {figure.value:{form}} | {figure.n} "
        f"| {figure.low:{form}}–{figure.high:{form}} |"
    )


def _cell(text: str) -> str:
    """Text that keeps inside its cell and is no markup."""
    for sign in "\\`*_<[|":
        text = text.replace(sign, f"\\{sign}" if sign != "<" else "&lt;")
    return " ".join(text.split())


def as_json(outcome: Outcome) -> bytes:
    """Everything of the run as one JSON object."""
    stored = {
        "run": asdict(outcome.run),
        "scores": [asdict(f) for f in outcome.card.figures],
        "kinds": [asdict(f) for f in outcome.card.kinds],
        "questions": [
            {
                **{k: v for k, v in asdict(r.question).items() if k != "values"},
                "columns": r.question.values,
                "result": r.right,
                "cause": r.cause,
                "why": CAUSES[r.cause][0] if r.cause else None,
                "scores": r.scores,
                "answer": r.answer,
            }
            for r in outcome.results
        ],
    }
    return json.dumps(stored, ensure_ascii=False, indent=1, default=str).encode()


def answers_jsonl(outcome: Outcome) -> bytes:
    """An answer a line in the contract's format, with the columns of the question file."""
    rows = ({**r.question.values, **r.answer, "id": r.question.id} for r in outcome.results)
    return "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows).encode()


def beir(outcome: Outcome, documents: Sequence[Document]) -> bytes:
    """A zip of what BEIR and trec_eval read: corpus, queries, qrels of both, and the ranking.

    Questions with evidence that some passage holds are in it; ids are put in order as q1, q2, …
    """
    names: dict[str, str] = {}
    corpus = []
    for document in documents:
        for p in document.passages:
            key = {"report": p.report_id, "start": p.start, "end": p.end}
            names[passage_key(key)] = f"d{len(names) + 1}"
            corpus.append({"_id": f"d{len(names)}", "title": p.locator, "text": p.text})
    queries, tsv, qrels, run = [], ["query-id\tcorpus-id\tscore"], [], []
    for result in outcome.results:
        relevant = sorted(frozenset().union(*result.holders) & names.keys())
        if not relevant:
            continue
        query = f"q{len(queries) + 1}"
        source = {"id": result.question.id}
        queries.append({"_id": query, "text": result.question.question, "metadata": source})
        tsv += [f"{query}\t{names[key]}\t1" for key in relevant]
        qrels += [f"{query} 0 {names[key]} 1" for key in relevant]
        ranked = [names.get(passage_key(p)) for p in result.answer.get("passages") or ()]
        run += [
            f"{query} Q0 {name} {rank} {1 / rank:.6f} zhenggai"
            for rank, name in enumerate(ranked, 1)
            if name
        ]
    return _zip(
        {
            "corpus.jsonl": [json.dumps(row, ensure_ascii=False) for row in corpus],
            "queries.jsonl": [json.dumps(row, ensure_ascii=False) for row in queries],
            "qrels/test.tsv": tsv,
            "qrels.trec": qrels,
            "run.trec": run,
        }
    )


def _zip(files: dict[str, list[str]]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, lines in files.items():
            archive.writestr(name, "".join(f"{line}\n" for line in lines))
    return content.getvalue()
