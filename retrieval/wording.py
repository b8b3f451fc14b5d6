"""Words that the page and the commands share when they speak to the user."""

REASONS = {
    "no_such_issue": "报告里没有这个编号的问题。",
    "field_absent": "报告提到了这件事，但没有写所问的这一项。",
    "not_in_reports": "报告里没有找到答案。",
    "off_topic": "这个问题与报告无关。",
    "conflict": "报告里的说法不一致，请看下面的原文。",
}
