"""Names of persons found behind their posts, where the tagger knows none."""

import pytest

from retrieval.language.persons import persons


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("约谈了县长包明亮", ["包明亮"]),
        ("以总工程师闻人拓为负责人", ["闻人拓"]),
        ("由市委书记尉迟昭任组长、市长邬景行任第一副组长", ["尉迟昭", "邬景行"]),
        ("局长苏和兼任办公室主任", ["苏和"]),
        ("会计王刚和司机李红因此受到处分", ["王刚", "李红"]),
        ("企业负责人石某被约谈", ["石某"]),
        ("矿长齐志川因犯非法采矿罪", ["齐志川"]),
    ],
)
def test_a_name_behind_a_post(text, names):
    assert [text[a:b] for a, b in persons(text)] == names


def test_both_readings_where_the_end_is_in_doubt():
    text = "副主任郎鹤鸣擅自签订"
    assert [text[a:b] for a, b in persons(text)] == ["郎鹤", "郎鹤鸣"]


@pytest.mark.parametrize(
    "text",
    [
        "分管负责人和中层干部",
        "负责人全部到位",
        "县长和书记",
        "主要负责人均亲自部署",
        "党员干部成为表率",
        "省长办公会",
    ],
)
def test_a_post_without_a_name(text):
    assert not list(persons(text))
