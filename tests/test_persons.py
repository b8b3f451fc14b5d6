"""Persons beside their units: told by post or field, never part of a unit's name."""

import pytest
from layouts import ledger

from retrieval.structure.organisations import organisations


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("县水务局 局长 张三", ("县水务局",)),
        ("县住建局局长李四；县城管局 副局长王五", ("县住建局", "县城管局")),
        ("县水务局长张三、河口镇党委书记 欧阳明", ("县水务局", "河口镇")),
        ("县城管局（局长：王五）", ("县城管局",)),
        ("县城管局党组书记、局长王五、县委", ("县城管局", "县委")),
        ("副县长赵六、县教育局 县财政局", ("县教育局", "县财政局")),
        # Neither an office of a county's head nor one for the Changjiang names a person.
        ("县长办公室、市长江办、高新区管委会", ("县长办公室", "市长江办", "高新区管委会")),
    ],
)
def test_a_person_with_a_post_is_no_part_of_a_unit(value, names):
    assert organisations(value) == names


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("县住建局 张三", ("县住建局",)),
        ("县住建局张三", ("县住建局",)),
        ("县住建局（李四、王五）", ("县住建局",)),
        ("县政府 李四；金融办 县委党校", ("县政府", "金融办", "县委党校")),
        ("县城管局党组书记、局长王五", ("县城管局",)),
        ("张三", ()),
    ],
)
def test_a_bare_name_is_a_person_where_the_field_is_for_both(value, names):
    assert organisations(value, persons=True) == names


@pytest.mark.parametrize(
    "label", ["责任单位及责任人", "责任单位、责任人", "责任单位（责任人）", "牵头单位和主要负责人"]
)
def test_units_are_read_from_a_field_of_units_and_persons(label):
    fields = f"{label}：县水务局 局长 张三\n县城管局（局长：王五）\n整改进展：已完成。"
    text = "".join(f"序号：{n}\n问题：污水直排{n}\n整改时限：2024年\n{fields}\n" for n in (1, 2))
    assert [row[-1] for row in ledger(text)] == [("县水务局", "县城管局")] * 2
