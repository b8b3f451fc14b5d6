"""The ledger tab in a real browser: what a checker of reports does and sees."""

import csv
import io
import re

import openpyxl
import pytest
from ledger_corpus import NUMBER, REPORTS, SHIPPED, choose, count, export, field, numbers, reports
from playwright.sync_api import expect
from serving import chromium, complaints_of, needs_chromium, served

from retrieval.assistant import build
from ui.ledger_view import PAGE

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ledger")
    build(folder / "index", reports(folder))
    with served(folder / "index") as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser, address):
    """The tab, just opened on a laptop; whatever the console complains about fails the test."""
    page = browser.new_page(viewport={"width": 1366, "height": 800}, locale="en-US")
    complaints = complaints_of(page)
    page.goto(address)
    page.get_by_role("tab", name="台账").click()
    expect(count(page)).to_have_text(f"{sum(NUMBER.values())}个问题")
    expect(page.locator("article.issue")).to_be_visible()
    yield page
    page.close()
    assert complaints == []


def test_report_status_and_words_narrow_the_list_together_and_reset_widens_it(page):
    choose(page, SHIPPED)
    field(page, "状态").select_option("完成")
    expect(count(page)).to_have_text("11个问题")
    field(page, "文字").fill("地下水 罚")
    expect(count(page)).to_have_text("1个问题")
    assert numbers(page) == ["十九"]
    page.get_by_role("button", name="清除条件").click()
    expect(count(page)).to_have_text(f"{sum(NUMBER.values())}个问题")
    expect(field(page, "文字")).to_have_value("")


def test_plot_and_counts_follow_the_filter_and_finished_issues_are_never_overdue(page):
    choose(page, SHIPPED)
    legend = page.locator(".by-status li").all_inner_texts()
    assert [re.split(r"\s+", line)[:2] for line in legend] == [
        ["完成", "11"],
        ["达到序时进度", "10"],
        ["长期坚持", "2"],
        ["未达序时进度", "1"],
    ]
    figures = page.locator(".figure-of")
    expect(figures.nth(0)).to_have_text("24个问题")
    day = field(page, "逾期计算日")
    for written, overdue in (("2018-12-31", 0), ("2019年1月1日", 1), ("2030-01-01", 11)):
        day.fill(written)
        day.press("Enter")
        expect(figures.nth(1)).to_have_text(f"{overdue}个已逾期")
    field(page, "只看已逾期").check()
    expect(count(page)).to_have_text("11个问题")
    assert "完成整改" not in page.locator("td.status").all_inner_texts()


def test_due_date_and_unit_narrow_the_list(page):
    choose(page, SHIPPED)
    field(page, "时限早于").fill("2018-07-01")
    field(page, "时限早于").blur()
    expect(count(page)).to_have_text("7个问题")
    page.get_by_role("button", name="清除条件").click()
    field(page, "责任单位").fill("水利")
    expect(count(page)).not_to_have_text(f"{sum(NUMBER.values())}个问题")
    for units in page.locator("td.title small").all_inner_texts():
        assert "水利" in units


def test_a_day_that_is_none_is_told_in_chinese_with_the_cure(page):
    field(page, "逾期计算日").fill("下周")
    field(page, "逾期计算日").press("Enter")
    expect(page.locator("[data-part=list] .error")).to_contain_text("“下周”不是日期")


def test_headers_sort_and_say_so(page):
    choose(page, SHIPPED)
    header = page.get_by_role("columnheader", name="时限")
    for direction, first in (("ascending", "五"), ("descending", "二")):
        header.get_by_role("button").click()
        expect(header).to_have_attribute("aria-sort", direction)
        assert numbers(page)[0] == first
        assert set(numbers(page)[-2:]) == {"一", "三"}, "without a date: at the end either way"
    page.get_by_role("columnheader", name="状态").get_by_role("button").click()
    expect(header).to_have_attribute("aria-sort", "none")
    assert numbers(page)[0] == "二十三", "the late one first"
    expect(page.get_by_role("columnheader", name="状态").get_by_role("button")).to_be_focused()


def test_a_row_that_is_picked_shows_the_whole_issue(page):
    choose(page, SHIPPED)
    page.get_by_role("row", name=re.compile("^十九")).click()
    issue = page.locator("article.issue")
    expect(issue.locator("header .badge")).to_have_text("问题十九")
    expect(issue).to_contain_text("对天业集团处罚12万元，对天富集团处罚4万元")
    expect(issue.locator("dl")).to_contain_text("最晚2018年6月30日")
    text = (REPORTS / f"{SHIPPED}.txt").read_text("utf-8")
    told = re.sub(r"\s", "", issue.inner_text())
    whole = text[text.rindex("十九、") : text.rindex("二十、")]
    figures = re.findall(r"\d[\d.]*", re.sub(r"\s", "", whole))
    assert len(figures) > 10 and all(figure in told for figure in figures)


def test_keyboard_moves_along_the_rows_and_the_dots_lead_to_issues(page):
    choose(page, SHIPPED)
    page.locator("#ledger tbody button").first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("article.issue header .badge")).to_have_text("问题二")
    expect(page.locator("tr.picked th")).to_have_text("二")
    page.locator(".timeline .dot").first.click()
    expect(page.locator("article.issue header .badge")).to_have_text("问题五")
    page.locator(".timeline .column").first.focus()
    expect(page.locator(".timeline .column").first.locator(".tip")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".timeline .column").nth(1)).to_be_focused()


def test_excel_and_csv_hold_exactly_what_is_filtered_in_its_order(page):
    choose(page, SHIPPED)
    field(page, "状态").select_option("达到序时进度")
    expect(count(page)).to_have_text("10个问题")
    page.get_by_role("columnheader", name="时限").get_by_role("button").click()
    expect(page.locator('[aria-sort="ascending"]')).to_contain_text("时限")
    shown = numbers(page)
    sheet = openpyxl.load_workbook(io.BytesIO(export(page, "导出 Excel"))).active
    assert [cell.value for cell in sheet["B"]] == ["问题", *shown]
    content = export(page, "导出 CSV")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [row["问题"] for row in rows] == shown


def test_a_long_ledger_is_listed_by_and_by_and_exported_whole(page):
    assert len(numbers(page)) == PAGE
    rows = csv.reader(io.StringIO(export(page, "导出 CSV").decode()))
    assert len(list(rows)) == 1 + sum(NUMBER.values())
    page.get_by_role("button", name="再列一些").click()
    expect(page.locator("#ledger tbody tr")).to_have_count(sum(NUMBER.values()))


def test_nothing_in_a_report_is_taken_for_markup_or_runs_in_a_spreadsheet(page):
    choose(page, "hostile")
    page.get_by_role("row", name=re.compile("^三")).click()
    expect(page.locator("article.issue h2")).to_have_text(
        "=1+1是一个公式，\"引号'与&符号${1+1}{{2+2}}。"
    )
    expect(page.locator("article.issue .source")).to_contain_text("<script>window.taken=1</script>")
    assert page.locator("#ledger script, #ledger img").count() == 0
    assert page.evaluate("window.taken") is None
    cells = [
        cell for row in csv.reader(io.StringIO(export(page, "导出 CSV").decode())) for cell in row
    ]
    assert any(cell.startswith("'=1+1") for cell in cells)
    assert not [cell for cell in cells if cell.startswith("=")]


def test_doubts_show_with_their_quotations_and_lead_to_the_issue(page):
    choose(page, "hostile")
    doubts = page.locator("details.doubts")
    doubts.locator("summary").click()
    expect(doubts).to_contain_text("报告称共有5个问题，实际读到2个")
    expect(doubts.locator("blockquote").first).to_contain_text("共5个问题")
    expect(doubts.locator("blockquote footer").first).to_have_text("正文")
    doubts.locator(".doubt", has_text="编号不连续").get_by_role("button").click()
    expect(page.locator("article.issue header .badge")).to_have_text("问题三")
    expect(page.locator("article.issue .warned")).to_contain_text("编号不连续")


def test_what_the_reader_noted_is_told_and_a_report_without_issues_says_so(page):
    notes = page.locator(".notes")
    expect(notes).to_contain_text("专项整改工作情况的报告》：有 1 处字符无法识别")
    expect(notes).to_contain_text("没有编号的问题，所以不在台账里")
    field(page, "报告").select_option("t2a")
    expect(page.locator("#ledger .card.empty")).to_contain_text(
        "报告里没有编号的问题，所以没有台账"
    )
    expect(page.get_by_role("button", name="导出 CSV")).to_be_disabled()


def test_a_filter_that_nothing_meets_says_so_and_offers_the_way_back(page):
    field(page, "文字").fill("绝无此事")
    expect(page.locator("#ledger .card.empty")).to_contain_text("没有符合条件的问题")
    page.get_by_role("button", name="清除全部条件").click()
    expect(count(page)).to_have_text(f"{sum(NUMBER.values())}个问题")


def test_on_a_phone_rows_are_cards_and_the_issue_opens_over_them(page):
    page.set_viewport_size({"width": 360, "height": 740})
    choose(page, SHIPPED)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    row = page.locator("#ledger tbody tr").nth(4)
    assert row.evaluate("row => getComputedStyle(row).display") == "grid"
    expect(page.locator("article.issue")).to_be_hidden()
    row.click()
    expect(page.locator("article.issue header .badge")).to_have_text("问题五")
    page.get_by_role("button", name="返回台账").click()
    expect(page.locator("article.issue")).to_be_hidden()
    row.click()
    expect(page.locator("article.issue")).to_be_visible()
    page.go_back()
    expect(page.locator("article.issue")).to_be_hidden()
    expect(page.locator("#ledger table")).to_be_visible()


def test_the_tab_is_chinese_throughout_and_nothing_scrolls_sideways(page):
    choose(page, SHIPPED)
    labels = page.locator("#ledger [aria-label]").evaluate_all("all => all.map(e => e.ariaLabel)")
    hints = page.locator("#ledger [placeholder]").evaluate_all("all => all.map(e => e.placeholder)")
    shown = " ".join([page.locator("#ledger").inner_text(), *labels, *hints])
    shown = shown.replace("<script>window.taken=1</script>", "")  # a report of that name
    assert set(re.findall("[A-Za-z]{3,}", shown)) <= {"Excel", "CSV"}
    for width in (360, 768, 1024, 1366, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function("width => innerWidth === width", arg=width)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width
