"""Field labels (整改时限：, 牵头单位:, 【完成情况】) wherever they stand, and the kind of each.

A label's kind is told by its core word; what stands before the core only has to be one of the
words that such labels are made of, so that a sentence that happens to hold 整改情况 is no label.
"""

import re
from dataclasses import dataclass

HEADINGS = {
    "finding": "问题",
    "goal": "整改目标",
    "measures": "整改措施",
    "deadline": "整改时限",
    "progress": "整改进展",
    "status": "整改状态",
    "responsible": "责任单位",
    "cooperating": "配合单位",
    "person": "责任人",
    "proof": "佐证材料",
}
"""What kinds of field are called where the report gives them no label."""

_BEFORE = (
    "整改|督察|督查|巡察|巡视|检查|审计|反馈|落实|贯彻|工作|任务|问题|存在|发现|移交|主要|具体|目前|当前|"
    "最新|阶段|总体|年度|完成|办理|整治|销号|办结|措施|牵头|责任|主体|属地|包保|市级|省级|县级|区级|州级|"
    "直接|第一|是否|预计|计划|要求|最终|查出|交办|举报|投诉|信访|反映|处理|处置|查处|进展|后续|隐患"
)
_CORES = {
    "deadline": "时限要求|时限|期限|完成时间|整改时间|截止时间|截止日期|完成日期|时间节点|时间要求|"
    "销号时间|办结时间|办结日期|完成节点|整改节点",
    "status": "状态|完成与否|是否完成|是否销号|是否办结|销号情况|办结情况|完成率|进度",
    "person": "责任人|责任领导|包案领导|包保领导|牵头领导|督办领导|分管领导|负责人|包抓领导",
    "cooperating": "配合单位|配合部门|协办单位|协办部门|协同单位|协助单位|参与单位|参加单位|"
    "会办单位|会办部门|配合责任单位",
    "responsible": "责任单位|牵头单位|责任部门|牵头部门|责任主体|主体责任单位|整改单位|承办单位|"
    "主办单位|落实单位|实施单位|主责单位|主责部门|牵头责任单位|整改主体|责任[科处股]室|"
    "责任(?:单位|部门)[/／、（(](?:单位|部门)[）)]?|整改责任|负责单位|负责部门",
    "proof": "佐证材料|证明材料|佐证资料|印证资料|支撑材料",
    "goal": "目标",
    "measures": "措施|整改任务|整改要求|整改内容|整改举措|整改方案",
    "progress": "进展情况|进展|完成情况|落实情况|整改情况|推进情况|办理情况|整改成效|整改结果|"
    "进度情况|整改成果|(?:完成|办理|处理|处置|落实)结果|(?:处理|处置|查处)(?:[和及]整改)?情况|"
    "情况说明|效果|成效",
    "finding": "问题描述|问题表现|问题内容|问题概述|问题摘要|反馈意见|反馈内容|反馈问题|存在问题|"
    "主要问题|具体问题|发现问题|具体表现|督察意见|问题(?:基本)?情况|(?:举报|投诉|反映|信访|隐患)内容|"
    "隐患描述|隐患情况|问题|(?:安全|事故)?隐患",
}
_WITH_PERSONS = r"[（(及和与、/／]{1,2}(?:第一|直接|主要|具体)?(?:责任人|负责人|责任领导|包保领导|分管领导|联系人)[）)]?"
PERSONS = re.compile(_WITH_PERSONS)
"""In the label of a field of units that names persons as well (责任单位及责任人)."""
_ALTERNATIVES = "|".join(
    f"(?P<{kind}>(?:(?:{_BEFORE})(?:的|及)?)*(?:{core})(?:[及和](?:时限|成效|完成时限|效果|措施)|{_WITH_PERSONS})?)"
    for kind, core in _CORES.items()
)
_ITEM = r"(?:[（(]?[\d０-９一二三四五六七八九十]{1,3}[）)]?[、.．]?|[①-⑳])?"
_AT_LINE = rf"^[ \t]*(?:#+\s*)?{_ITEM}(?:\*\*|【|\[)?"
_LABEL = re.compile(
    rf"(?:{_AT_LINE}|(?<=[。；;，,！ \t])|(?P<bracket>[（(【]))(?P<label>{_ALTERNATIVES})"
    r"(?:(?:\*\*|】|\])?[ \t]*[:：](?:\*\*)?[ \t]*|】|\*\*$|\])",
    re.MULTILINE,
)
_BARE = re.compile(rf"{_AT_LINE}(?P<label>{_ALTERNATIVES})[。]?$", re.MULTILINE)
# （三）整改时限。2021年8月底前: only behind a number does a full stop stand for the colon.
_RUN_IN = re.compile(
    rf"^[ \t]*(?:[（(]?[\d０-９一二三四五六七八九十]{{1,3}}[）)]?[、.．]?|[①-⑳])"
    rf"(?=[^。\n]{{4}})(?P<label>{_ALTERNATIVES})。(?=\S)",
    re.MULTILINE,
)
# …，整改时限9月30日，…: within a sentence a date may follow without a colon.
_DATED = re.compile(
    rf"(?<=[。；;，,])(?P<label>(?P<deadline>(?:{_BEFORE})*(?:{_CORES['deadline']})))(?=\d{{1,4}}[年月])"
)
_UNKNOWN = re.compile(r"[【]?[\u4e00-\u9fff]{2,8}[】]?[ \t]*[:：]|【[\u4e00-\u9fff]{2,8}】")

_UNKNOWN_LINE = re.compile(
    r"^[【]?(?P<name>[\u4e00-\u9fff]{2,10})[】]?[ \t]*(?:[:：]|(?<=】))", re.MULTILINE
)

UNITS = frozenset({"responsible", "cooperating", "person"})
"""Kinds whose value is names, perhaps one a line."""
ATOMIC = UNITS | {"deadline", "status"}
"""Kinds whose value is a date, a phrase or names, and ends with its line or sentence."""


@dataclass(frozen=True, slots=True)
class Label:
    """One label in a text: it begins at `start` (bracket or item number included), its value at
    `value`. `name` is the label as written; `inline`: it stands inside a paragraph."""

    kind: str
    name: str
    start: int
    value: int
    inline: bool


def find_labels(text: str) -> list[Label]:
    """Every field label of the text, in order."""
    found = {match.start("label"): match for match in _LABEL.finditer(text)}
    for pattern in (_BARE, _RUN_IN, _DATED):
        for match in pattern.finditer(text):
            found.setdefault(match.start("label"), match)
    return [_label(text, found[start]) for start in sorted(found)]


def label_at(line: str) -> Label | None:
    """The label that the line starts with; None: it starts with none."""
    match = _LABEL.match(line) or _BARE.match(line) or _RUN_IN.match(line)
    return _label(line, match) if match else None


def unknown_labels(text: str) -> list[tuple[str, int]]:
    """What stands like a label at a line's start but is of no kind known, and where."""
    found = ((match["name"], match.start()) for match in _UNKNOWN_LINE.finditer(text))
    return [(name, start) for name, start in found if label_at(f"{name}：") is None]


def starts_like_label(line: str) -> bool:
    """Does the line start like `填报单位：`: a short word and a colon, whatever the word?"""
    return bool(_UNKNOWN.match(line)) or label_at(line) is not None


def _label(text: str, match: re.Match[str]) -> Label:
    kind = next(kind for kind, words in match.groupdict().items() if words and kind in _CORES)
    start = match.start()
    inline = start > 0 and text[start - 1] != "\n"
    return Label(kind, match["label"], start, match.end(), inline)
