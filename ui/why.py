"""Why a passage is cited: the scores of the legs, of their fusion and of the reader."""

from collections.abc import Sequence
from html import escape

from retrieval.answering.tracing import Trace
from retrieval.records import Hit

NOT_SEARCHED = (
    "<p>这段由问题台账逐条核对得出，没有经过检索排序；同一个问题的检索分见“检索调试”。</p>"
)
"""For what the ledger or a field of an issue cites without any search."""


def why(traces: Sequence[Trace], passage_id: str) -> str:
    """The scores of a passage in the trace that ranks it best; says so where none found it."""
    found = [(hit, trace) for trace in traces for hit in trace.hits if _is(hit, passage_id)]
    if not found:
        return NOT_SEARCHED
    hit, trace = min(found, key=lambda pair: pair[0].rank)
    rows = [
        ("字词", _ranked(hit.lexical_rank, f"{hit.lexical:.1f}"), _shared(trace, hit)),
        ("语义", _ranked(hit.dense_rank, f"{hit.dense:.2f}"), "与问题的相似度，最高 1"),
        ("合并", _ranked(hit.rank, f"{hit.score:.2f}"), "前两项合起来，决定次序"),
        _read(trace, passage_id),
    ]
    body = "".join(
        f'<tr><th scope="row">{name}</th><td>{score}</td><td>{said}</td></tr>'
        for name, score, said in rows
    )
    return f"<table><tbody>{body}</tbody></table>"


def _is(hit: Hit, passage_id: str) -> bool:
    return hit.passage.passage_id == passage_id


def _ranked(rank: int | None, score: str) -> str:
    return f"第{rank}名 <b>{score}</b>" if rank else "没有找到"


def _shared(trace: Trace, hit: Hit) -> str:
    """Words of the question that the passage holds, the weightiest first."""
    text = f"{hit.passage.context}{hit.passage.text}"
    words = [word for word, _ in trace.words if len(word) > 1 and word in text][:6]
    return f"同有的词：{escape('、'.join(words))}" if words else "没有同样的词"


def _read(trace: Trace, passage_id: str) -> tuple[str, str, str]:
    best = trace.best_span(passage_id)
    if best is None:
        return ("摘取", "没有摘取", "没有在这段里找到像答案的文字")
    rank, span = best
    return ("摘取", _ranked(rank, f"{span.score:.1f}"), f"最像答案的是“{escape(span.text[:30])}”")
