"""The tabs 对比 and 检索调试 in a real browser, hostile text among what they show."""

import pytest
from ledger_corpus import HOSTILE, REPORTS
from playwright.sync_api import expect
from serving import chromium, complaints_of, needs_chromium, served

from retrieval.assistant import build

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Two versions of a hostile report of which two issues differ, and a city's task list."""
    folder = tmp_path_factory.mktemp("tools")
    report = folder / "hostile.txt"
    later = HOSTILE.replace("2030年3月底", "2031年<b onmouseover='window.taken=1'>6月底</b>")
    for text in (HOSTILE, later.replace("尚未完成整改", "已完成整改，罚款3万元")):
        report.write_text(text, encoding="utf-8")
        build(folder / "index", [report])
    build(folder / "index", [REPORTS / "r2.txt"])
    with served(folder / "index") as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser, address):
    page = browser.new_page(viewport={"width": 1366, "height": 800})
    complaints = complaints_of(page)
    page.goto(address)
    yield page
    assert page.evaluate("window.taken") is None
    assert page.locator(".tool script, .tool img, .tool dd b").count() == 0
    page.close()
    assert complaints == []


def test_two_versions_show_what_changed_and_nothing_else(page):
    page.get_by_role("tab", name="对比").click()
    cards = page.locator(".difference")
    expect(cards).to_have_count(2)
    expect(page.locator(".tally li").first).to_have_text("2个有变化")
    expect(cards.nth(0)).to_contain_text("<img src=x onerror=")
    expect(cards.nth(0).locator("del").first).to_contain_text("2030年3月底")
    expect(cards.nth(0).locator("ins").first).to_contain_text("<b onmouseover=")
    second = cards.nth(1)
    expect(second.locator("dt")).to_have_text(["整改状态", "金额与数量", "整改进展"])
    expect(second.locator("dd").nth(1)).to_contain_text("3万元")
    page.get_by_role("button", name="对调").click()
    expect(second.locator("dd").nth(1).locator("del")).to_contain_text("3万元")


def test_two_reports_and_a_version_with_itself_can_be_compared(page):
    page.get_by_role("tab", name="对比").click()
    expect(page.locator(".difference").first).to_be_visible()
    page.get_by_label("新", exact=True).select_option(index=0)
    expect(page.locator("#compare .card.empty")).to_contain_text("两边没有不同")
    page.get_by_label("新", exact=True).select_option(value="v1:r2")
    expect(page.locator(".tally")).to_contain_text("18个新增")
    expect(page.locator(".kind.gone").first).to_have_text("不再有")


def test_nothing_to_compare_is_told(browser, tmp_path):
    build(tmp_path / "index", [REPORTS / "r2.txt"])
    with served(tmp_path / "index") as address:
        page = browser.new_page()
        page.goto(address)
        page.get_by_role("tab", name="对比").click()
        expect(page.locator("#compare .card.empty")).to_contain_text("还没有可以对比的")
        page.close()


def test_the_legs_stand_side_by_side_with_their_scores(page):
    page.get_by_role("tab", name="检索调试").click()
    page.fill("#inspect input", "蘅水河污水直排口有几个")
    page.keyboard.press("Enter")
    expect(page.locator(".leg h3")).to_have_text(["字词", "语义", "合并", "摘取"])
    for leg in page.locator(".leg").all():
        shown = leg.locator(".score").evaluate_all("all => all.map(s => parseFloat(s.innerText))")
        assert 1 < len(shown) <= 8 and shown == sorted(shown, reverse=True)
    first = page.locator(".leg").nth(2).locator("li").first
    first.hover()
    expect(page.locator(".leg").nth(0).locator("li.same")).to_have_count(1)


def test_one_report_alone_can_be_searched(page):
    page.get_by_role("tab", name="检索调试").click()
    page.locator("#inspect-report").select_option("hostile")
    page.fill("#inspect input", "蘅水河污水直排口有几个")
    page.keyboard.press("Enter")
    expect(page.locator(".leg").first).to_be_visible()
    paths = page.locator(".leg .what small").all_inner_texts()
    page.locator("#inspect-report").select_option("r2")
    page.get_by_role("button", name="检索", exact=True).click()
    expect(page.locator(".leg .what small").first).not_to_have_text(paths[0])


def test_a_question_of_markup_shows_as_text_and_an_empty_one_gets_the_cure(page):
    page.get_by_role("tab", name="检索调试").click()
    page.fill("#inspect input", "<img src=x onerror='window.taken=1'>污水，和=1+1")
    page.keyboard.press("Enter")
    expect(page.locator(".leg").first).to_be_visible()
    page.fill("#inspect input", "")
    page.keyboard.press("Enter")
    expect(page.locator("#inspect .card.error")).to_contain_text("问题是空的")
