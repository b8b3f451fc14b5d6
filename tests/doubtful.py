"""Small reports of two layouts that say what a test wants doubted."""

from retrieval.records import Doubt, Page, Source
from retrieval.structure import parse_report

PLAN = """栖山市督察整改情况报告
督察反馈的2个问题中，{tally}。{main}
附件
一、河道整治不力。
整改时限：{deadline}
责任单位：市水利局
整改进展：{status}。{progress}
二、管网改造滞后。
整改时限：2025年12月底前
责任单位：市住建局
整改进展：达到序时进度。新建管网12公里。
"""
LIST = """栖山市审计整改结果公告
{main}
序号：1
存在问题：河道整治不力。
整改时限：{deadline}
牵头单位：市水利局
整改状态：{status}
完成情况：{progress}
序号：2
存在问题：管网改造滞后。
整改时限：2025年12月底前
牵头单位：市住建局
整改状态：达到序时进度
完成情况：新建管网12公里。
"""
LAYOUTS = {"plan": PLAN, "list": LIST}
SOUND = {
    "tally": "完成整改1个，达到序时进度1个",
    "main": "全市扎实推进。",
    "deadline": "2024年6月底前",
    "status": "完成整改",
    "progress": "河道已清淤。",
}


def report(layout: str = "plan", **said: str) -> tuple[str, tuple[Doubt, ...]]:
    """The text of a small report that says so, and the doubts about it."""
    text = LAYOUTS[layout].format(**SOUND | said)
    document = parse_report(Source("a.txt", "ab" * 32, (Page(text),)), "a")
    assert len(document.issues) == 2
    return document.report.text, document.doubts


def quoted(layout: str = "plan", **said: str) -> list[tuple[str, ...]]:
    """The quotations of each doubt."""
    text, doubts = report(layout, **said)
    return [tuple(text[start:end] for start, end in doubt.quotes) for doubt in doubts]
