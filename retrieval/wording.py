"""Words that the page and the commands share when they speak to the user."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """Why there is no answer, in a line, and what the user can do. `{last}`: the last issue."""

    headline: str
    hint: str


REASONS = {
    "no_such_issue": Reason(
        "报告里没有这个编号的问题", "这份报告编到{last}为止，请核对编号后再问。"
    ),
    "field_absent": Reason("报告提到了这件事，但没有写这一项", "附上提到它的段落，供您核对原文。"),
    "not_in_reports": Reason(
        "报告里没有找到", "可以换个说法，或者放宽范围再问。附上最接近的段落。"
    ),
    "off_topic": Reason("与报告无关", "这里只回答整改报告里写到的内容，可以试试上面的例题。"),
    "conflict": Reason("报告里说法不一", "报告在不同地方写得不一样，请对照下列段落判断。"),
}

CONFIDENCE = ((0.0, "把握较低"), (0.5, "把握一般"), (0.7, "把握较高"), (0.9, "把握很高"))
"""Lower bounds of the calibrated confidence and their words; at 0.9 nine in ten are right."""

MENTION_KINDS = {
    "money": "金额",
    "percent": "比例",
    "capacity": "能力",
    "count": "数量",
    "date": "日期",
    "document": "文号",
    "title": "文件",
    "organisation": "单位",
    "place": "地名",
}

DOUBT_KINDS = {
    "numbering": "编号",
    "absent": "缺项",
    "count": "数目",
    "status": "状态",
    "annex": "正文与附件",
    "total": "合计",
    "name": "名称",
}
"""What a doubt is about, by `Doubt.kind`."""
