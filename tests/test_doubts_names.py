"""Names that differ by a character: found, and names of a series left alone."""

import pytest
from doubtful import LAYOUTS, quoted


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("天富含盛热电公司", "天富合盛热电公司"),
        (
            "《全市大气污染治理攻坚方案（2018-2020年）》",
            "《全市大气污染防治攻坚方案(2018-2020年)》",
        ),
        ("《重点区域污染物排放限值公告》", "《重点区域污染物排放限值的公告》"),
    ],
)
def test_names_that_differ_by_a_character(layout, one, other):
    pair = quoted(
        layout, main=f"对西部硅业、{one}等作出处理。", progress=f"对西部硅业、{other}等处罚。"
    )
    assert len(pair) == 1
    assert all(set(words) <= set(name) for words, name in zip(pair[0], (one, other), strict=True))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第六师生态环境局", "第八师生态环境局"),
        ("城东热电公司", "城西热电公司"),
        ("省生态环境监测中心", "市生态环境监测中心"),
        ("《中华人民共和国水污染防治法》", "《中华人民共和国大气污染防治法》"),
        ("《栖山市2018年大气污染防治方案》", "《栖山市2019年大气污染防治方案》"),
        ("《栖山市环境空气质量达标规划》", "《第六师栖山市环境空气质量达标规划》"),
    ],
)
def test_names_of_a_series_are_told_apart(one, other):
    assert (
        quoted(main=f"对西部硅业、{one}等作出处理。", progress=f"对西部硅业、{other}等处罚。") == []
    )
