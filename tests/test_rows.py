"""Tables inside a field: what their rows say is not said of the issue."""

from layouts import parse

from retrieval.structure.rows import row_opener

PROGRESS = """整改进展：{0}下列工程，共投资500万元，另列其他支出情况
项目：管网；完成时限：2026年；投资（万元）：200；进度：50%
项目：泵站；完成时限：2027年；投资（万元）：300；进度：80%
"""
REPORT = "整改清单\n" + "".join(
    f"序号：{n}\n问题：污水直排入河\n整改时限：2024年6月底前\n责任单位：县水务局\n" + progress
    for n, progress in enumerate((PROGRESS.format("正在推进。"), PROGRESS.format("安排")), 1)
)


def test_columns_of_an_inner_table_are_no_fields_of_the_issue():
    document = parse(REPORT)
    assert [issue.deadline.text for issue in document.issues] == ["2024年6月底前"] * 2
    assert [i.status and i.status.text for i in document.issues] == ["正在推进", None]
    progress = document.issues[0].fields[-1]
    assert document.report.text[progress.start : progress.end].endswith("进度：80%")


def test_rows_that_are_the_issues_keep_their_fields():
    rows = "".join(
        f"点位：{place}；整改时限：2024年；责任单位：县水务局；整改状态：已完成\n"
        for place in "甲乙丙"
    )
    assert [issue.status.text for issue in parse("整改台账\n" + rows).issues] == ["已完成"] * 3


def test_what_follows_a_row_is_no_rest_of_it():
    row = "项目名称及所在乡镇（街道）：东河管网；投资（万元）：200；进度：60%"
    text = parse(f"整改情况\n{row}\n此外，完成清淤。\n").report.text
    assert text.split("\n")[1] == row


def test_a_line_of_fields_is_no_row():
    assert row_opener("项目：甲；投资：5；进度：1%") == "项目："
    assert row_opener("整改时限：2024年；投资：5；进度：1%") == ""
    assert row_opener("一是加强领导；二是压实责任；三是强化问责") == ""


def test_a_status_that_goes_on_to_tell_more_is_cut_to_its_phrase():
    item = "问题：污水\n整改时限：2024年\n整改状态：已完成整改，投入资金200万元，新建污水管网12公里，清淤6公里，惠及居民3000户\n"
    document = parse(f"整改清单\n序号：1\n{item}序号：2\n{item}")
    assert [issue.status.text for issue in document.issues] == ["已完成整改"] * 2
