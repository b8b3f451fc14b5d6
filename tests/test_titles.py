"""Titles of issues in lists of tasks, which have no column of findings."""

import pytest
from layouts import parse


def titles(*columns: str) -> list[str]:
    record = "序号：{}\n" + "\n".join(columns) + "\n整改时限：2024年\n完成情况：已完成\n"
    document = parse("任务清单\n" + "".join(map(record.format, (1, 2))))
    return [issue.title for issue in document.issues]


@pytest.mark.parametrize("kind", ["", "类别：水环境"])
@pytest.mark.parametrize(
    "name", ["整改任务", "任务", "主要任务", "工作任务", "重点任务内容", "整改事项", "整改内容"]
)
def test_a_task_is_the_title_where_no_finding_stands(name, kind):
    task = f"{name}：改造污水管网。"
    assert titles(*filter(None, (kind, task))) == ["改造污水管网。"] * 2


def test_a_finding_comes_before_its_task():
    columns = ("整改任务：改造污水管网。", "反馈问题：污水直排入河")
    assert titles(*columns) == titles(*columns[::-1]) == ["污水直排入河"] * 2


def test_measures_are_the_title_where_nothing_else_is():
    assert titles("整改措施：改造污水管网。") == ["改造污水管网。"] * 2
