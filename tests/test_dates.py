from datetime import date

import pytest

from retrieval.language.dates import dates


@pytest.mark.parametrize(
    "text, first, last",
    [
        ("2018年1月16日", (2018, 1, 16), (2018, 1, 16)),
        ("2018年6月", (2018, 6, 1), (2018, 6, 30)),
        ("2018年12月底前", (2018, 12, 1), (2018, 12, 31)),
        ("2012年底前", (2012, 1, 1), (2012, 12, 31)),
        ("2017年8月11日至9月11日", (2017, 8, 11), (2017, 9, 11)),
        ("2018年8月25日-27日", (2018, 8, 25), (2018, 8, 27)),
        ("2018年-2020年", (2018, 1, 1), (2020, 12, 31)),
        ("2018—2019年", (2018, 1, 1), (2019, 12, 31)),
        ("2016至2020年", (2016, 1, 1), (2020, 12, 31)),
        ("2018年1-12月", (2018, 1, 1), (2018, 12, 31)),
        ("２０２４年２月", (2024, 2, 1), (2024, 2, 29)),
    ],
)
def test_a_date_is_whole_and_covers_its_days(text, first, last):
    (found,) = dates(text)
    assert (found.start, found.end) == (0, len(text))
    assert (found.first, found.last) == (date(*first), date(*last))


def test_a_month_takes_the_year_before_it():
    assert [d.first for d in dates("2018年4月、8月下发")] == [date(2018, 4, 1), date(2018, 8, 1)]


def test_impossible_days_are_mentions_without_a_date():
    (found,) = dates("2018年13月")
    assert found.first is None


def test_counts_are_no_dates():
    assert dates("36台，天数255天，8个部门") == []
