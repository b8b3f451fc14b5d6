"""A comparison as HTML: a card for each issue that differs, its changed fields and nothing else."""

from collections.abc import Sequence
from html import escape

from retrieval.records import Document
from retrieval.structure.comparison import Change, IssueChange
from retrieval.structure.revision import NAMES

ORDER = ("deadline", "status", "responsible", "amounts")
"""Kinds of change that are told first; the others follow in the order of the report."""

KEPT = 16
"""Characters kept of what is the same, on each side of a change."""

SAME = (
    '<div class="card empty"><p class="headline">两边没有不同</p>'
    '<p class="hint">各个问题的时限、状态、单位、措施、进展和其中的数字都一样。</p></div>'
)

NO_ISSUES = (
    '<div class="card empty"><p class="headline">没有编号的问题，对比不了</p>'
    '<p class="hint">对比按报告里逐个编号的问题进行，所选的里面没有。</p></div>'
)


def comparison(old: Document, new: Document, found: Sequence[IssueChange]) -> str:
    """The changes between two documents: their numbers, then a card for each issue."""
    if not old.issues or not new.issues:
        return NO_ISSUES
    if not found:
        return SAME
    added = sum(c.old is None for c in found)
    gone = sum(c.new is None for c in found)
    changed = len(found) - added - gone
    same = len(new.issues) - added - changed
    figures = (("有变化", changed), ("新增", added), ("不再有", gone), ("没有变化", same))
    told = "".join(f"<li><b>{number}</b>个{name}</li>" for name, number in figures if number)
    cards = "".join(_card(change) for change in found)
    return f'<ul class="tally" aria-label="对比结果">{told}</ul>{cards}'


def _card(found: IssueChange) -> str:
    issue = found.new or found.old
    kind = "新增" if found.old is None else "不再有" if found.new is None else ""
    mark = (
        f'<span class="kind {"new" if found.old is None else "gone"}">{kind}</span>' if kind else ""
    )
    moved = found.old and found.new and found.old.number != found.new.number
    before = f'<span class="muted">原问题{escape(found.old.number)}</span>' if moved else ""
    ranked = sorted(found.changes, key=lambda c: ORDER.index(c.kind) if c.kind in ORDER else 9)
    rows = "".join(
        f"<div><dt>{NAMES.get(c.kind, c.kind)}</dt><dd>{_change(c)}</dd></div>" for c in ranked
    )
    return (
        f'<article class="card difference" aria-label="问题{escape(issue.number)}"><header>'
        f'<span class="badge">问题{escape(issue.number)}</span>{mark}{before}'
        f"<h2>{escape(issue.title)}</h2></header>"
        + (f'<dl class="facts">{rows}</dl>' if rows else "")
        + "</article>"
    )


def _change(change: Change) -> str:
    if change.kind == "amounts":
        return "".join(_piece(*piece) for piece in change.pieces)
    last = len(change.pieces) - 1
    return "".join(
        _same(text, at > 0, at < last) if tag == "equal" else _piece(tag, text)
        for at, (tag, text) in enumerate(change.pieces)
    )


def _piece(tag: str, text: str) -> str:
    # Screen readers pass over <del> and <ins>: the words say it.
    said = "原为：" if tag == "delete" else "现为："
    name = "del" if tag == "delete" else "ins"
    return f'<{name}><span class="unseen">{said}</span>{escape(text.strip())}</{name}> '


def _same(text: str, after: bool, before: bool) -> str:
    """What is the same, cut down to its ends that touch a change."""
    if len(text) <= 2 * KEPT + 2:
        return escape(text)
    start = text[:KEPT] if after else ""
    end = text[-KEPT:] if before else ""
    return f'<span class="muted">{escape(start)}…{escape(end)}</span>'
