"""Which items of a report are its issues: those that carry the fields, each once.

A report's parts hold many deadlines, its measures none; an item of the level between holds one.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass

from retrieval.structure.labels import Label
from retrieval.structure.numbering import Marker
from retrieval.structure.outline import ANNEX_STYLE, LABEL_STYLE, Section
from retrieval.structure.status import is_status_phrase
from retrieval.structure.unnumbered import paragraphs, records

_DATE = r"(?:\d{4}|二[〇零]\S{2})年\S{1,3}月\S{1,3}日$"
_CLOSING = re.compile(
    r"^(?P<word>(?:[备附]?注|(?:填表|有关|几点)?说明|公示(?:期|时间)|联系(?:人|电话|方式)|来源|信息来源|"
    r"(?:监督|举报|咨询)(?:电话|邮箱))[:：为]|下一步|下阶段|下一阶段|欢迎(?:广大|社会|各界|群众|干部|监督)|"
    rf"特此|以上情况|以上报告|{_DATE}|[^。：\n]{{2,30}}\n{_DATE})",
    re.MULTILINE,
)
_NOTICE = re.compile(
    r"第(?P<number>\d{1,3}|[一二三四五六七八九十百]{1,5})(?:项|号|个|条)(?:整改|反馈)?(?:任务|问题|事项)"
)
_FINDING = re.compile(r"[^\S\n]*(?:关于)?[^。；：:\n]{2,60}(?:问题|情形)[。：:，,\n]")
_BATCH = re.compile(
    r"^[#*【\[\s]*(?:[\u4e00-\u9fff]{2,6}[:：]\s*)?"
    r"(?P<batch>第(?:\d{1,3}|[一二三四五六七八九十百]{1,5})批)",
    re.MULTILINE,
)
_HEAD = re.compile(r".*(?:\n.*){0,2}")
_BATCH_HEADING = re.compile(rf"{_BATCH.pattern}[^。；;\n]{{0,20}}$", re.MULTILINE)
Held = dict[str, list[Label]]
"""The fields of a report by their kind, in order."""
_CLOSING_BRACKET = re.compile(r".*[（(]([^（()）\n]{2,20})[）)][。；;]?$", re.MULTILINE)
_ANCHORS = ("deadline", "status", "progress", "responsible")


@dataclass(frozen=True, slots=True)
class Item:
    """A section that is an issue, with the number that is unique in its report."""

    section: Section
    number: str


def find_items(root: Section, labels: list[Label], text: str) -> list[Item]:
    """The issues of a report in report order; none: no item of it carries fields."""
    anchors = [label for label in labels if label.kind in _ANCHORS]
    sections = (
        _issue_level(root, anchors, labels)
        or records(root, anchors, labels, text)
        or paragraphs(root, anchors, text)
        or _notice(root, labels, text)
        or _findings(root, text)
    )
    if sections:
        _cut_closing(text, sections, labels)
    return _numbered(sections, text)


def _issue_level(root: Section, anchors: list[Label], labels: list[Label]) -> list[Section]:
    """The sections of the level whose items hold each kind of field just once; of two levels that
    fit as well, the one of more items (the other states for its parts what they share)."""
    held = {kind: [a for a in anchors if a.kind == kind] for kind in _ANCHORS}
    levels: dict[tuple[str, int], list[Section]] = defaultdict(list)
    for section in root.walk():
        numbered = [child for child in section.children if child.style != LABEL_STYLE]
        for style in dict.fromkeys(child.style for child in numbered):
            siblings = [child for child in numbered if child.style == style]
            levels[style, len(section.path())] += _with_fields(siblings, held)
    scored = [(_score(sections, held), sections) for sections in levels.values() if sections]
    best, sections = max(scored, key=lambda pair: (pair[0], len(pair[1])), default=(0, []))
    return _above_measures(sorted(sections, key=_start_of), labels) if best >= 1 else []


def _above_measures(sections: list[Section], labels: list[Label]) -> list[Section]:
    """The sections, unless all are measures, with a unit and a day each, of a list that 整改措施：
    announces: then the items that these are the measures of."""
    lists = {label.start for label in labels if "措施" in label.name or "举措" in label.name}
    above = [_measured(section, lists) for section in sections]
    return sections if None in above else list(dict.fromkeys(above))


def _measured(section: Section, lists: set[int]) -> Section | None:
    """The item that a section is a measure of; None: it stands in none of the lists of measures."""
    step = section.parent
    while step and step.start not in lists:
        step = step.parent
    while step and (step.start in lists or step.style == LABEL_STYLE):
        step = step.parent
    return step if step and step.style not in ("", ANNEX_STYLE) else None


def _with_fields(siblings: list[Section], held: Held) -> list[Section]:
    """The items from the first to the last that holds a field: before stands what introduces the
    issues (一、基本情况), behind what follows from them (六、下一步安排)."""
    holding = [
        index
        for index, section in enumerate(siblings)
        if any(_held(section, held[kind]) for kind in _ANCHORS)
    ]
    return siblings[holding[0] : holding[-1] + 1] if holding else []


def _held(section: Section, fields: list[Label]) -> list[str]:
    """The names of those fields that the section holds."""
    first, last = (
        bisect_left(fields, edge, key=_start_of) for edge in (section.start, section.end)
    )
    return [label.name for label in fields[first:last]]


def _start_of(placed: Section | Label) -> int:
    return placed.start


def _score(sections: list[Section], held: Held) -> float:
    """How well a level fits, from 0 to twice its number of items.

    By each kind of field: items that hold it once by each name (牵头单位 and 责任单位), times their
    share. Fields of two kinds must meet in an item, for one label alone may stand anywhere.
    """
    fits = []
    for kind in _ANCHORS:
        names = [_held(section, held[kind]) for section in sections]
        once = sum(0 < len(own) == len(set(own)) for own in names)
        fits.append(once * once / len(sections))
    fits.sort(reverse=True)
    return fits[0] + fits[1] if fits[0] >= 2 or fits[1] >= 1 else 0


def _notice(root: Section, labels: list[Label], text: str) -> list[Section]:
    """The one issue of a notice that is about nothing else, its fields on lines of their own; it
    has the number that stands before them (第三十七项整改任务)."""
    own = [label for label in labels if not label.inline]
    kinds = Counter(label.kind for label in own)
    stated = [kind for kind in _ANCHORS if kinds[kind] == 1]
    if len(stated) < 2 or len(kinds) < 3 or any(kinds[kind] > 1 for kind in _ANCHORS):
        return []
    start = own[0].start
    named = _NOTICE.search(text, 0, start)
    number = named["number"] if named else "1"
    return [Section(Marker("record", 1, number, 0), "", start, start, len(text), root)]


def _findings(root: Section, text: str) -> list[Section]:
    """Issues without fields, as audits write them: the items of the level of which most open with
    the name of a problem (（一）关于会议费超标准的问题。…) or close with a status (…（已整改）)."""
    levels: dict[tuple[str, int], list[Section]] = defaultdict(list)
    for section in root.walk():
        if section.style in ("", LABEL_STYLE):
            continue
        if _FINDING.match(text, section.body) or _has_status(text, section):
            levels[section.style, len(section.path())].append(section)
    found = max(levels.values(), key=len, default=[])
    parents = {id(section.parent): section.parent for section in found}
    siblings = sum(
        child.style == found[0].style for parent in parents.values() for child in parent.children
    )
    return found if len(found) >= 3 and len(found) >= 0.8 * siblings else []


def _has_status(text: str, section: Section) -> bool:
    closing = _CLOSING_BRACKET.match(text, section.body)
    return closing is not None and is_status_phrase(closing[1])


def _cut_closing(text: str, sections: list[Section], labels: list[Label]) -> None:
    """Ends the last issue before what closes the report: a note, a signature, a date.

    A note that other issues have as well (a column 备注) belongs to the issue, as does what a
    report of one issue intends next.
    """
    last = sections[-1]
    begin = max((label.value for label in labels if label.start < last.end), default=0)
    for line in _CLOSING.finditer(text, max(begin, last.body), last.end):
        word = line["word"]
        if any(word in text[other.start : other.end] for other in sections[:-1]):
            continue
        if len(sections) == 1 and word.startswith("下"):
            continue
        for section in last.walk():
            section.end = min(section.end, line.start())
        return


def _numbered(sections: list[Section], text: str) -> list[Item]:
    """Each issue with its number; where numbers restart, with its batch or as many parts as tell
    them apart."""
    numbers = _in_parts(sections)
    if len(set(numbers)) < len(numbers):
        batched = _in_batches(sections, text)
        numbers = batched if len(set(batched)) == len(batched) else numbers
    seen: Counter[str] = Counter()
    items = []
    for section, number in zip(sections, numbers, strict=True):
        seen[number] += 1
        again = f"（{seen[number]}）" if seen[number] > 1 else ""
        items.append(Item(section, number + again))
    return items


def _in_parts(sections: list[Section]) -> list[str]:
    """The numbers with as many parts before them as tell them apart, if any number does."""
    paths = [[above.marker.short for above in section.path()[:-1]] for section in sections]
    for parts in range(max(map(len, paths), default=0) + 1):
        numbers = [
            "".join(path[len(path) - parts :]) + (_own(section, parts) or str(order))
            for order, (path, section) in enumerate(zip(paths, sections, strict=True), 1)
        ]
        if len(set(numbers)) == len(numbers):
            break
    return numbers


def _own(section: Section, parts: int) -> str:
    """（三） as 三 when it stands alone, as （三） behind its part."""
    return section.marker.short if parts else section.marker.number


def _in_batches(sections: list[Section], text: str) -> list[str]:
    """The numbers with the batch that each issue begins with (第25批第1件, 批次：第25批), or that the
    last heading before it names."""
    headings = list(_BATCH_HEADING.finditer(text))
    starts = [heading.start() for heading in headings]
    numbers = []
    for section in sections:
        head = _HEAD.match(text, section.start, section.end)
        own = _BATCH.search(text, *head.span())
        above = bisect_left(starts, section.start)
        batch = own or (headings[above - 1] if above else None)
        number = section.marker.number
        numbers.append(f"{batch['batch']}第{number}件" if batch else number)
    return numbers
