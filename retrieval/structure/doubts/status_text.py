"""The status of an issue against what its progress says."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from retrieval.language.quantities import quantities
from retrieval.records import Doubt, Issue
from retrieval.structure.deadlines import due_date
from retrieval.structure.doubts.bounds import Span, clause_around, clauses, sentence_around

_DONE = ("完成",)
_ON_TIME = ("完成", "达到序时进度")
_GOING_ON = ("达到序时进度", "持续推进")
_PROGRESS = ("progress", "status")

# 未…前不得…, 未经…, 未再… and a condition (凡未, 对未) say nothing of what is left to do.
_LEFT_OVER = re.compile(
    r"(?P<mark>(?<![凡对若如])(?:尚未|仍未|还未|至今未|暂未|未能)(?!发现|接到|出现)"
    r"|(?<![凡对若如已的])未(?:按时|全部|全面)?(?:完成|关闭|关停|拆除|开工|完工|建成|到位|达标|启动|整改)"
    r"|(?:基本|部分|初步)完成|仍有|尚有|仍差|仍(?:在|超)|有(?:所)?超标"
    r"|(?:完成|占)(?:总?工程量|总?任务|总?进度|总量|计划|总数)?的?\d{1,2}(?:\.\d+)?%"
    r"|(?:预计|计划|力争)[^，。；]{0,16}(?:完成|完工|建成|交付|投产|投运|通气|恢复)"
    r"|正在(?:推进|进行|办理|施工|建设|协商|整改|实施|加快|组织))"
)
_HARMLESS = re.compile(
    r"前[，,]?(?:不|严禁|禁止|暂停)|不得|禁止|严禁|一律|的[，,]|^[^，。；]{0,8}未[^，。；]{0,8}的"
)
_EMPTY_BOXES = "□☐○"  # before an option of a form that was not ticked
_LATE = re.compile(r"(?:进度|工期|整改|任务)[^，。；]{0,4}(?:滞后|逾期|超期)|未按(?:期|时|序时)")
_TOLD_DONE = re.compile(
    r"(?:该|此|本)(?:项|个)?(?:整改)?(?:问题|任务|事项|工作)(?:均|已|都|已经)+(?:全部|全面)?"
    r"(?:完成整改|完成|整改完成|整改到位|销号|办结)"
)
_EXCEPT = re.compile(
    r"[（(](?!剩余|其余|另)(?P<rest>[^（()）]{0,16}(?:尚?未|没有)"
    r"(?:关闭|关停|拆除|淘汰|完成|取缔|整改|停产|清退|搬迁|封堵)[^（()）]{0,6})[）)]"
)
_COUNTED = re.compile(r"共计|合计|总计|共(?=\d)|全部")
_POWER = re.compile(r"\d[\d.]*万?(?:千瓦|兆瓦|MW|KW|kW)(?!时)")
_WATTS = {"千瓦": 1, "kw": 1, "兆瓦": 1000, "mw": 1000}
_AS_OF = re.compile(r"截[至止]((?:20)\d{2}年\d{1,2}月(?:\d{1,2}日|底)?)")
_EXPECTED = re.compile(
    r"(?:预计|计划)(?:于|到|在)?(?P<day>20\d{2}年\d{1,2}月)[^，。；]{0,12}(?:完|建成|恢复|投)"
)


def status_doubts(text: str, issues: Sequence[Issue]) -> Iterator[Doubt]:
    """Doubts on statuses: what is left over, told done, counted though open, late, or unlike."""
    as_of = max(filter(None, (due_date(m[1]) for m in _AS_OF.finditer(text))), default=None)
    for issue in issues:
        yield from _counted_doubts(text, issue, issues[0].start)
        if issue.status is None:
            continue
        yield from _wording_doubts(text, issue)
        yield from _deadline_doubts(text, issue, as_of)
    yield from _unlike_doubts(text, issues)


def _wording_doubts(text: str, issue: Issue) -> Iterator[Doubt]:
    """A finished issue of which something is left, an unfinished one told to be done."""
    normal, told = issue.status.normal, []
    if normal in _DONE:
        told += _found(_LEFT_OVER, text, issue)
    if normal in _ON_TIME:
        told += _found(_LATE, text, issue)
    if told:
        said = f"问题{issue.number}的状态是“{issue.status.text}”，进展里却写有“{_words(text, told[0])}”。"
        yield _doubt(said, issue, *told)
    if normal not in (*_DONE, "长期坚持", "基本完成") and (done := _found(_TOLD_DONE, text, issue)):
        said = f"问题{issue.number}的状态是“{issue.status.text}”，进展里却写已完成。"
        yield _doubt(said, issue, *done)


def _found(pattern: re.Pattern[str], text: str, issue: Issue) -> list[Span]:
    """The clauses of the progress that the pattern finds and that mean it, the status left out."""
    spans = []
    for start, end in _progress(issue):
        for match in pattern.finditer(text, start, end):
            clause = clause_around(text, *match.span())
            behind = text[match.start() : sentence_around(text, *match.span())[1]][:60]
            if issue.status.start <= match.start() < issue.status.end or _HARMLESS.search(behind):
                continue
            if text[match.start() - 1] in _EMPTY_BOXES:
                continue
            if clause not in spans:
                spans.append(clause)
    return spans


def _progress(issue: Issue) -> list[Span]:
    return [(f.start, f.end) for f in issue.fields if f.kind in _PROGRESS]


def _counted_doubts(text: str, issue: Issue, main_end: int) -> Iterator[Doubt]:
    """Something left open in brackets (1台未关闭) within what the sentence adds up as done."""
    for start, end in _progress(issue):
        for match in _EXCEPT.finditer(text, start, end):
            sentence = sentence_around(text, *match.span())
            counted = _COUNTED.search(text, match.end(), sentence[1])
            if not counted:
                continue
            clause = clause_around(text, *match.span())
            total = clause_around(text, *counted.span())
            same = _same_power(text, total, main_end)
            said = f"问题{issue.number}把“{match['rest']}”的也计入了“{text[slice(*total)]}”。"
            yield Doubt("status", said, (*same, clause, total), (issue.number,))


def _same_power(text: str, clause: Span, end: int) -> list[Span]:
    """The clause before `end` that gives the same electrical power (1195MW as 119.5万千瓦)."""
    wanted = {
        q.value * _WATTS[q.unit] for q in quantities(text[slice(*clause)]) if q.unit in _WATTS
    }
    for match in _POWER.finditer(text, 0, end) if wanted else ():
        for q in quantities(match.group()):
            if q.value * _WATTS.get(q.unit, 0) in wanted:
                return [clause_around(text, *match.span())]
    return []


def _deadline_doubts(text: str, issue: Issue, as_of: date | None) -> Iterator[Doubt]:
    """An issue said to keep pace whose deadline has passed, or will have before it is done."""
    due = issue.deadline.due if issue.deadline else None
    if due is None or issue.status.normal not in (*_GOING_ON, *_DONE):
        return
    deadline = (issue.deadline.start, issue.deadline.end)
    if as_of and due < as_of and issue.status.normal in _GOING_ON:
        said = (
            f"问题{issue.number}的时限“{issue.deadline.text}”在{as_of.isoformat()}以前已过，"
            f"状态仍是“{issue.status.text}”。"
        )
        yield _doubt(said, issue, deadline)
    for start, end in _progress(issue):
        for match in _EXPECTED.finditer(text, start, end):
            expected = due_date(match["day"])
            if expected and expected > due:
                said = f"问题{issue.number}的时限是“{issue.deadline.text}”，进展里预计完成的日子却更晚。"
                yield _doubt(said, issue, deadline, clause_around(text, *match.span()))


def _unlike_doubts(text: str, issues: Sequence[Issue]) -> Iterator[Doubt]:
    """The same sentences in two issues, of which one keeps pace and the other does not."""
    late = [i for i in issues if i.status and i.status.normal == "未达序时进度"]
    on_time = [i for i in issues if i.status and i.status.normal in _ON_TIME]
    for issue in late:
        spans = [s for p in _progress(issue) for s in clauses(text, *p) if s[1] - s[0] >= 8]
        for other in on_time:
            shared = []
            for start, end in spans:
                found = text.find(text[start:end], other.start, other.end)
                if found >= 0:
                    shared.append(((start, end), (found, found + end - start)))
            if len(shared) < 2:
                continue
            said = (
                f"问题{other.number}与问题{issue.number}写有同样的进展，状态却分别是"
                f"“{other.status.text}”和“{issue.status.text}”。"
            )
            (first, second), (_, _) = shared[0], shared[-1]
            ends = shared[-1][0][1], shared[-1][1][1]
            quotes = ((second[0], ends[1]), (first[0], ends[0]))
            statuses = tuple((i.status.start, i.status.end) for i in (other, issue))
            yield Doubt("status", said, (*quotes, *statuses), (other.number, issue.number))


def _words(text: str, span: Span) -> str:
    return text[span[0] : span[1]].lstrip("（(").rstrip("）)")


def _doubt(said: str, issue: Issue, *spans: Span) -> Doubt:
    status = (issue.status.start, issue.status.end)
    return Doubt("status", said, (status, *spans), (issue.number,))
