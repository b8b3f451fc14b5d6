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
        ("2018年1月至3月", (2018, 1, 1), (2018, 3, 31)),
        ("2013-2015年", (2013, 1, 1), (2015, 12, 31)),
        ("2013-2015", (2013, 1, 1), (2015, 12, 31)),
        ("2018.6.30", (2018, 6, 30), (2018, 6, 30)),
        ("20180630", (2018, 6, 30), (2018, 6, 30)),
        ("2018.06-2018.12", (2018, 6, 1), (2018, 12, 31)),
        ("二〇二四年六月三十日", (2024, 6, 30), (2024, 6, 30)),
        ("2023年上半年", (2023, 1, 1), (2023, 6, 30)),
        ("2022年第三季度末", (2022, 7, 1), (2022, 9, 30)),
        ("2018年前三季度", (2018, 1, 1), (2018, 9, 30)),
        ("2018年3月下旬", (2018, 3, 21), (2018, 3, 31)),
        ("2018年下半年至2019年上半年", (2018, 7, 1), (2019, 6, 30)),
        ("2018年10月—次年4月", (2018, 10, 1), (2019, 4, 30)),
        ("2018年1月1日起至2018年12月31日", (2018, 1, 1), (2018, 12, 31)),
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


@pytest.mark.parametrize(
    "text",
    [
        "36台，天数255天，8个部门",
        "2018.6万元，占2018.5%",
        "GB 2010-2012",
        "五年来，近三年，半年",
        "十月底前，一季度",
    ],
)
def test_counts_are_no_dates(text):
    assert dates(text) == []


def test_a_month_of_every_year_takes_no_year_before_it():
    assert [d.first for d in dates("2018年规定，每年3月底前")] == [date(2018, 1, 1), None]


def test_a_word_that_begins_with_beginning_is_no_part_of_the_date():
    (found,) = dates("2020年初步建成")
    assert (found.end, found.last) == (5, date(2020, 12, 31))
