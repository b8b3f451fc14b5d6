"""The title of an issue: the words of its finding that a ledger would show."""

import re
from itertools import takewhile

from retrieval.structure.fields import Chunk
from retrieval.structure.labels import starts_like_label
from retrieval.structure.outline import LONGEST_TITLE
from retrieval.structure.status import is_status_phrase

_SENTENCE = re.compile(r"[^。！？\n]*[。！？]?[”’）)]*")
_LAST_PAUSE = re.compile(r".*[，；、]")
_NAMED = re.compile(r"关于[^。；：:\n]{2,80}(?:问题|情形)。")
_COLUMN = re.compile(r"[\u4e00-\u9fff]{2,10}[:：]\s*")
_TASK = re.compile(
    r"^(?:整改|主要|重点|工作|具体|年度|目标)*(?:任务|事项)(?:内容|名称)?[:：]\s*", re.MULTILINE
)
_TASK_LABEL = re.compile("任务|内容")
_CLOSING = re.compile(r"[（(]([^（()）]{2,20})[）)][。；;]?$")
_BRACKET = re.compile(r"[（(][^（()）]*[）)]$")


def issue_title(text: str, chunks: list[Chunk]) -> str:
    """The first sentences of the finding, as many as fit a heading; at least a clause.

    Without fields the finding tells what was done as well, so that its name (关于…的问题。) is all.
    A status in brackets is left out. "": there is no finding.
    """
    finding = _finding(text, chunks)
    bracket = _CLOSING.search(finding)
    if bracket and is_status_phrase(bracket[1]):
        finding = finding[: bracket.start()]
    named = _NAMED.match(finding)
    if named and all(chunk.kind == "finding" for chunk in chunks):
        return named.group()
    title = ""
    for sentence in _SENTENCE.findall(finding):
        if len(title + sentence) > LONGEST_TITLE:
            break
        title += sentence
    cut = finding[:LONGEST_TITLE]
    pause = _LAST_PAUSE.match(cut)
    return title or (pause.group()[:-1] if pause else cut)


def _finding(text: str, chunks: list[Chunk]) -> str:
    """The finding that the title is made of: a line, or all of it where a sentence is a line; a
    column without a known name (隐患位置：) loses its name, and one behind it is preferred. A list
    of tasks (整改任务) has no finding: there it is the task."""
    findings, done = (
        [c for c in chunks if c.kind in kinds and c.stop > c.value]
        for kinds in (("finding",), ("measures", "goal"))
    )
    labelled = any(c.label for c in findings)
    told = (
        [c for c in findings if c.label or not _names_nothing(text, c, labelled)]
        or [c for c in findings if _TASK.search(text, c.value, c.stop)]
        or [c for c in done if _TASK_LABEL.search(c.label)]
        or findings
        or done
    )
    spoken = [chunk for chunk in told if chunk.stop - chunk.value > 5] or told
    if not spoken:
        return ""
    value = text[spoken[0].value : spoken[0].stop]
    if not spoken[0].label and (task := _TASK.search(value)):
        value = value[task.end() :]
    column = _column(text, value)
    first, *rest = value[len(column) :].split("\n")
    more = takewhile(lambda line: not starts_like_label(line), rest)
    return "".join([first, *more]) if first.endswith("。") else first.rstrip("；;，,")


def _names_nothing(text: str, chunk: Chunk, labelled: bool) -> bool:
    """Is it a column of no known kind (受理编号：…), or a remark in brackets? `labelled`: a column
    of findings stands beside it, so that whatever looks like a column is another."""
    value = text[chunk.value : chunk.stop]
    column = _column(text, value) or labelled and starts_like_label(value)
    return bool(column or _BRACKET.match(value))


def _column(text: str, value: str) -> str:
    """The column name that the value begins with, as it does in other records too; "": none."""
    match = _COLUMN.match(value)
    return match.group() if match and text.count("\n" + match.group().strip()) > 1 else ""
