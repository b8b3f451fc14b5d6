"""Questions that name an issue and ask for one of its fields: read off, not searched."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from retrieval.answering.library import Library
from retrieval.answering.question import Asked
from retrieval.answering.reader import Read
from retrieval.language.names import names
from retrieval.language.normalise import fold
from retrieval.language.tokenizer import Tokenizer
from retrieval.records import Answer, Hit, Issue, Passage

_ABOUT = re.compile(r"(?:是|讲|说|指)的?(?:什么|啥|哪)|什么(?:内容|问题)|内容")
_RESPONSIBLE = re.compile(r"责任单位|牵头单位|谁负责|归谁|哪个单位|哪些单位|谁牵头")
_PERSON = re.compile(r"责任人|责任领导")
_WHEN = re.compile(r"什么时候|啥时候?|何时|什么时间|哪一?[年月天]|几月(?:份)?|几号|多久")
_NAMED = re.compile(
    r"(?:问题|第)[一二三四五六七八九十百\d]{1,4}(?:[个项条号])?(?:整改)?(?:问题|任务|事项)?"
)
_DONE = re.compile(
    r"(?:整改|完成|改完|改好|做完|办结|办完|到位|结束|全部|要求|应该|计划|[要得应该能才的了在到会前])+"
)
_DEED = re.compile(r"贯彻|落实|关于|整改|20\d\d")
_POINTS = re.compile(r"[那这](?:一?[条项件]|一?个(?:问题|任务|事项))|(?:的|一)[条项]问题")
_HITS, _RIVAL = 20, 0.6
_FIELDS = (
    ("responsible", _RESPONSIBLE),
    ("person", _PERSON),
    ("goal", re.compile(r"整改目标|目标(?:是|要求|$)")),
    ("measures", re.compile(r"整改措施|(?:什么|哪些|啥)(?:整改)?措施|措施(?:是|有|包括|$)")),
)


def field_answer(
    asked: Asked, issues: Sequence[Issue], library: Library, tokenizer: Tokenizer
) -> Answer | None:
    """The field that the question asks of the issue it names; None where it asks something else.

    `issues` are those that bear the number, one in each report; where several of them tell the
    field, each is told under the name in its report's title (新疆生产建设兵团：2018年12月).
    """
    places = [(issue, place) for issue in issues if (place := _place(asked, issue))]
    if not places:
        return None
    told, evidence = [], []
    for issue, (start, end) in places:
        cited = [p for p in library.passages(issue) if p.start < end and start < p.end]
        told.append(_text(cited, start, end))
        evidence += [
            library.evidence(p, [(max(start, p.start) - p.start, min(end, p.end) - p.start)], 1.0)
            for p in cited
        ]
    if len(told) > 1:
        titles = [library.report(issue.report_id).title for issue, _ in places]
        labels = _labels(titles, tokenizer)
        told = [f"{label}：{text}" for label, text in zip(labels, told, strict=True)]
    kind = "fact" if len(told) == 1 else "multi"
    numbers = tuple(dict.fromkeys(issue.number for issue, _ in places))
    return Answer(asked.query.text, kind, "；".join(told), numbers, tuple(evidence), 0.97)


def described_issue(hits: Sequence[Hit], library: Library) -> tuple[Issue | None, float]:
    """The issue that a description means (散煤那条) and how surely, in [0, 1]: the one that has far
    more of the best hits, each weighed by its score over its rank, than any other; None: no one.
    """
    weights: dict[str, float] = defaultdict(float)
    issues: dict[str, Issue] = {}
    for rank, hit in enumerate(hits[:_HITS], 1):
        if issue := library.issue_of(hit.passage):
            weights[issue.issue_id] += hit.score / rank
            issues[issue.issue_id] = issue
    if not weights:
        return None, 0.0
    first, second, *_ = *sorted(weights.values(), reverse=True), 0.0
    best = max(weights, key=weights.__getitem__)
    return (issues[best], 1.0 - second / first) if second <= _RIVAL * first else (None, 0.0)


def asks_field(asked: Asked) -> bool:
    """Does the question ask for a deadline, a status or who is responsible, of whatever issue?"""
    named = any(pattern.search(asked.text) for _, pattern in _FIELDS)
    return named or asked.query.expects in ("deadline", "status")


def as_field(asked: Asked, kind: str) -> Asked:
    """The question as one for a deadline or a status, where a span of that `kind` answers it."""
    if kind not in ("deadline", "status"):
        return asked
    return replace(asked, query=replace(asked.query, expects=kind))


def described_first(asked: Asked, answer: Answer, read: Read, described: Answer) -> bool:
    """Does the field of the issue `described` come before what was read: nothing was, the question
    points at an issue as a whole (那条, 这个问题, 那一项), or it is the same field of another one?"""
    if answer.text is None or _POINTS.search(asked.text):
        return True
    return read.spans[0].kind in ("deadline", "status") and described.issues != answer.issues


def of_named_report(
    asked: Asked, issues: Sequence[Issue], library: Library, tokenizer: Tokenizer
) -> list[Issue]:
    """The issues of the one report whose title names what the question does (澄州市, 兵团); else all."""
    reports = dict.fromkeys(issue.report_id for issue in issues)
    if len(reports) < 2:
        return list(issues)
    forms = {
        report_id: {
            form
            for name in _names_of(library.report(report_id).title, tokenizer)
            for form in _forms(name)
        }
        for report_id in reports
    }
    met = Counter(form for own in forms.values() for form in own)
    named = {
        report_id
        for report_id, own in forms.items()
        if any(met[form] == 1 and form in asked.text for form in own)
    }
    return [i for i in issues if len(named) != 1 or i.report_id in named]


def _labels(titles: Sequence[str], tokenizer: Tokenizer) -> list[str]:
    """The first name in each title; the whole title where it has none or shares it."""
    firsts = [next(iter(_names_of(title, tokenizer)), "") for title in titles]
    return [
        first if first and firsts.count(first) == 1 else f"《{title}》"
        for first, title in zip(firsts, titles, strict=True)
    ]


@lru_cache(maxsize=4096)
def _names_of(title: str, tokenizer: Tokenizer) -> tuple[str, ...]:
    """The organisations and places of a title, in order, the longest of one beginning first; kept,
    since every question that names an issue asks for those of every report."""
    folded = fold(title)
    found = [
        (n.start, -n.end)
        for n in names(folded, tokenizer.tagged(folded))
        if n.kind in ("organisation", "place") and not _DEED.search(folded, n.start, n.end)
    ]
    return tuple(folded[start:-end] for start, end in sorted(set(found)))


def _forms(name: str) -> set[str]:
    """A name as people say it, too: 澄州 for 澄州市, 兵团 for 新疆生产建设兵团."""
    return {name[:n] for n in range(2, len(name) + 1)} | {name[-2:]}


def _place(asked: Asked, issue: Issue) -> tuple[int, int] | None:
    """Where in the report's text the asked field stands; None: no such field, or none asked."""
    for kind, pattern in _FIELDS:
        if pattern.search(asked.text):
            field = next((f for f in issue.fields if f.kind == kind), None)
            return (field.start, field.end) if field else None
    if (asked.query.expects == "deadline" or _asks_when_done(asked.text)) and issue.deadline:
        return issue.deadline.start, issue.deadline.end
    if asked.query.expects == "status" and issue.status:
        return issue.status.start, issue.status.end
    if _ABOUT.search(asked.text):
        finding = next((f for f in issue.fields if f.kind == "finding"), None)
        return (finding.start, finding.end) if finding else None
    return None


def _asks_when_done(text: str) -> bool:
    """Is when an issue is put right all that is asked (问题五什么时候完成)? Its deadline tells."""
    named = _NAMED.search(text)
    rest, found = _WHEN.subn("", text[named.end() if named else 0 :])
    return found > 0 and _DONE.fullmatch(rest) is not None


def _text(cited: Sequence[Passage], start: int, end: int) -> str:
    """The quoted stretch [start, end), which may run over several passages."""
    return "".join(p.text[max(start - p.start, 0) : max(end - p.start, 0)] for p in cited)
