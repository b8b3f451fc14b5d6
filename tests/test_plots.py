"""Plots of the ledger: shares that add up, columns in time, a shape for what is late."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from ui.plots import BASE, STACK, TOP, Due, status_bar, timeline


def due(day: date, state: str = "open", name: str = "问题一") -> Due:
    return Due(day, "1:r", name, state)


def parts(svg: str, kind: str) -> list[ElementTree.Element]:
    """Elements of a class, in order; fails where the SVG is not well-formed."""
    return [e for e in ElementTree.fromstring(svg).iter() if kind in e.get("class", "").split()]


def percent(element: ElementTree.Element, name: str) -> float:
    return float(element.get(name).removesuffix("%"))


def test_status_bar_is_filled_in_proportion_and_told_in_words():
    svg = status_bar([("完成", "done", 3), ("未启动", "idle", 1)])
    done, idle = parts(svg, "fill-done")[0], parts(svg, "fill-idle")[0]
    assert (percent(done, "x"), percent(done, "width")) == (0, 75)
    assert (percent(idle, "x"), percent(idle, "width")) == (75, 25)
    assert 'aria-label="按状态：完成3个，未启动1个"' in svg
    assert status_bar([]) == ""


def test_a_dot_an_issue_stacked_by_month_late_ones_of_another_shape():
    days = [date(2018, 6, 30)] * 3 + [date(2018, 12, 31)]
    svg = timeline([due(days[0], "late"), *map(due, days[1:3]), due(days[3], "done")], days[0])
    first, second = parts(svg, "column")
    assert first.get("aria-label") == "2018年6月：3个问题，其中已逾期1个：问题一、问题一、问题一"
    assert second.get("aria-label").startswith("2018年12月：1个问题：")
    assert [e.tag for e in parts(svg, "dot")] == ["circle", "circle", "path", "circle"]
    assert [e.get("tabindex") for e in (first, second)] == ["0", "-1"]
    assert [e.text for e in parts(svg, "number")] == ["3", "1"]


def test_a_tall_column_becomes_a_bar_of_the_same_proportions():
    month = [due(date(2020, 1, 31), "late")] * STACK + [due(date(2020, 1, 31), "done")] * STACK
    svg = timeline([*month, due(date(2020, 3, 31))], date(2020, 2, 1))
    assert parts(svg, "dot") == []
    heights = [float(bar.get("height")) for bar in parts(svg, "bar")]
    assert heights[0] == heights[1] == pytest.approx((BASE - TOP) / 2)
    assert heights[2] == pytest.approx((BASE - TOP) / (2 * STACK), abs=0.01)


@pytest.mark.parametrize(
    ("years", "name"), [(0, "2018年6月"), (2, "2018年6月"), (8, "2018年第2季度"), (40, "2018年")]
)
def test_columns_are_months_quarters_or_years_as_the_time_grows(years, name):
    svg = timeline([due(date(2018, 6, 30)), due(date(2018 + years, 6, 30))], date(2018, 6, 30))
    assert parts(svg, "column")[0].get("aria-label").startswith(f"{name}：")


@pytest.mark.parametrize("days", [1, 30, 800, 4000, 20000])
def test_all_lies_inside_the_plot_in_the_order_of_time(days):
    begin = date(2010, 1, 31)
    svg = timeline([due(begin + timedelta(n * days // 20)) for n in range(21)], begin)
    places = [percent(e, "x") for e in parts(svg, "number")]
    assert places == sorted(places) and places[0] > 0 and places[-1] < 100
    for kind in ("month", "year"):
        labels = sorted(percent(e, "x") for e in parts(svg, kind))
        assert all(5 <= x <= 95 or kind == "month" for x in labels)
        assert all(b - a >= 4.99 for a, b in zip(labels, labels[1:], strict=False))


@pytest.mark.parametrize(
    ("day", "told", "lines"),
    [
        (date(2018, 9, 1), "2018年9月1日", 1),
        (date(2026, 1, 1), "2026年1月1日 →", 0),
        (date(2001, 1, 1), "← 2001年1月1日", 0),
    ],
)
def test_the_chosen_day_is_a_line_or_a_word_at_the_edge(day, told, lines):
    svg = timeline([due(date(2018, 6, 30)), due(date(2018, 12, 31))], day)
    drawn = parts(svg, "day")
    assert [e.text for e in drawn if e.tag == "text"] == [told]
    assert len([e for e in drawn if e.tag == "line"]) == lines


def test_names_are_escaped_and_without_dates_there_is_no_plot():
    svg = timeline([Due(date(2018, 6, 30), '1:"><script>', "<script>", "open")], date.today())
    assert "<script" not in svg and re.search("&lt;script", svg)
    assert timeline([], date.today()) == ""
