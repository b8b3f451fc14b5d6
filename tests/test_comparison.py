"""Two versions of a report: what changed, issue by issue and field by field, and nothing else."""

from layouts import parse

from retrieval.structure.comparison import compare

REPORT = """某市整改情况报告
附件
整改任务清单
一、地下水开采管控不力，违规取水。
整改时限：2018年底
责任单位：市水利局
整改进展情况：达到序时进度。封停自备井60眼，对甲厂处罚12万元，对乙厂处罚4万元。
二、燃煤锅炉未按期淘汰，群众反映强烈。
整改时限：2017年底
责任单位：市住建局
整改进展情况：达到序时进度。拆除燃煤锅炉65台，其余锅炉完成提标改造。
"""


def changes(old: str, new: str) -> list[tuple[str, dict]]:
    """Per issue that differs its number and kind → pieces that are not the same on both sides."""
    return [
        (
            (found.new or found.old).number,
            {c.kind: [p for p in c.pieces if p[0] != "equal"] for c in found.changes},
        )
        for found in compare(parse(old), parse(new))
    ]


def test_the_same_report_shows_no_change_and_blanks_are_none():
    assert compare(parse(REPORT), parse(REPORT)) == ()
    assert changes(REPORT, REPORT.replace("2018年底", "2018 年底")) == []


def test_an_amount_is_told_with_its_clause_and_by_itself():
    found = dict(changes(REPORT, REPORT.replace("甲厂处罚12万元", "甲厂处罚15万元")))
    assert list(found) == ["一"]
    assert found["一"]["progress"] == [
        ("delete", "对甲厂处罚12万元，"),
        ("insert", "对甲厂处罚15万元，"),
    ]
    assert found["一"]["amounts"] == [("delete", "12万元"), ("insert", "15万元")]


def test_deadline_status_and_units_are_told_whole():
    new = REPORT.replace("2017年底", "2019年6月底").replace("市住建局", "市住建局、市环保局")
    new = new.replace("达到序时进度。拆除", "完成整改。拆除")
    ((number, found),) = changes(REPORT, new)
    assert number == "二"
    assert found["deadline"] == [("delete", "2017年底"), ("insert", "2019年6月底")]
    assert found["status"] == [("delete", "达到序时进度"), ("insert", "完成整改")]
    assert found["responsible"] == [("delete", "市住建局"), ("insert", "市住建局、市环保局")]
    assert "amounts" not in found


def test_what_stands_in_no_field_and_the_words_beside_a_date_are_told():
    text = REPORT.replace("二、燃煤", "整改时限：2018年底\n验收：已由省厅核查3次。\n二、燃煤")
    found = dict(changes(text, text.replace("核查3次", "核查4次")))
    assert found["一"]["amounts"] == [("delete", "3次"), ("insert", "4次")]
    heading = text.replace("二、燃煤", "二、（省督察，第5项）\n燃煤")
    assert dict(changes(heading, heading.replace("第5项", "第6项")))
    later = REPORT.replace("2017年底", "2017年底（其中二期至2019年底）")
    ((_, found),) = changes(REPORT, later)
    assert found["deadline"][-1] == ("insert", "2017年底（其中二期至2019年底）")


def test_a_figure_that_changed_twice_is_told_twice():
    text = REPORT.replace("处罚4万元", "处罚12万元")
    ((_, found),) = changes(text, text.replace("12万元", "15万元"))
    assert found["amounts"].count(("insert", "15万元")) == 2


def test_what_stands_before_any_field_is_told_and_a_number_alone_only_when_asked_for():
    new = REPORT.replace("二、燃煤", "三、燃煤")
    assert compare(parse(REPORT), parse(new)) == ()
    ((moved),) = compare(parse(REPORT), parse(new), renumbered=True)
    assert (moved.old.number, moved.new.number, moved.changes) == ("二", "三", ())


def test_the_pieces_of_a_field_give_back_both_texts():
    new = REPORT.replace("封停自备井60眼，", "").replace("乙厂", "丙厂")
    ((change, *_),) = [found.changes for found in compare(parse(REPORT), parse(new))]
    old_text = "".join(text for tag, text in change.pieces if tag != "insert")
    new_text = "".join(text for tag, text in change.pieces if tag != "delete")
    assert old_text in REPORT and new_text in new and old_text != new_text


def test_an_issue_that_is_inserted_moves_the_others_and_changes_none():
    new = REPORT.replace("二、燃煤", "二、固体废物随意堆放。\n整改时限：2020年底\n三、燃煤")
    assert changes(REPORT, new) == [("二", {})]
    ((found),) = compare(parse(REPORT), parse(new))
    assert found.old is None
    ((gone),) = compare(parse(new), parse(REPORT))
    assert gone.new is None and gone.old.title.startswith("固体废物")
