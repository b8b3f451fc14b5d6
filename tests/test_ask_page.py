"""The tab 问答 in a real browser: source, conversation, scope, keyboard, hostile text."""

import pytest
from ledger_corpus import HOSTILE, REPORTS, SHIPPED
from playwright.sync_api import Page, expect
from serving import chromium, complaints_of, needs_chromium, served

from retrieval.assistant import build

pytestmark = needs_chromium

QUESTION = "天业集团罚款多少"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The shipped report with an older version, a city's task list, and a hostile report."""
    folder = tmp_path_factory.mktemp("ask")
    shipped = (REPORTS / f"{SHIPPED}.txt").read_text("utf-8")
    own = folder / f"{SHIPPED}.txt"
    for text in (shipped.replace("天业集团处罚12万元", "天业集团处罚10万元"), shipped):
        own.write_text(text, encoding="utf-8")
        build(folder / "index", [own])
    hostile = folder / "hostile' onmouseover='window.taken=1.txt"
    hostile.write_text(HOSTILE, encoding="utf-8")
    build(folder / "index", [hostile, REPORTS / "r2.txt"])
    with served(folder / "index") as address:
        yield address


@pytest.fixture(scope="module")
def context():
    with chromium() as browser:
        context = browser.new_context(viewport={"width": 1366, "height": 800}, locale="en-US")
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield context


@pytest.fixture
def page(context, address):
    """The page, just opened; whatever its console complains about fails the test."""
    page = context.new_page()
    complaints = complaints_of(page)
    page.goto(address)
    expect(page.locator("#question input")).to_be_focused()
    yield page
    page.evaluate("localStorage.clear()")
    page.close()
    assert complaints == []


def ask(page: Page, question: str) -> None:
    page.fill("#question input", question)
    page.keyboard.press("Enter")
    expect(page.locator("#answer .asked")).to_have_text(question)


def test_source_opens_at_the_highlight_first_the_issue_then_the_whole_report(page):
    ask(page, QUESTION)
    page.locator("#evidence [data-place]").first.click()
    source = page.locator("#source")
    expect(source.locator("h2")).to_have_text("问题十九")
    expect(source.locator("mark")).to_have_text("12万元")
    expect(source.locator(".cited")).to_contain_text("共封停天业集团")
    assert "二十、" not in source.inner_text()
    source.get_by_role("button", name="整份报告").click()
    expect(source.get_by_role("button", name="整份报告")).to_have_attribute("aria-pressed", "true")
    assert len(source.text_content()) > 10_000
    expect(source.locator("mark")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(source).to_be_empty()
    expect(page.locator("#evidence [data-place]").first).to_be_focused()


def test_why_a_passage_is_cited_is_folded_away_and_tells_all_four_scores(page):
    ask(page, QUESTION)
    first = page.locator("#evidence article").first
    expect(first.locator(".why table")).to_have_count(0)
    first.locator("summary").click()
    expect(first.locator(".why th")).to_have_text(["字词", "语义", "合并", "摘取"])
    expect(first.locator(".why")).to_contain_text("天业集团")
    expect(first.locator(".why")).to_contain_text("最像答案的是“12万元”")


def test_a_follow_up_shows_the_question_as_it_was_understood(page):
    ask(page, QUESTION)
    ask(page, "那天富集团呢")
    expect(page.locator("#answer .resolved")).to_contain_text("天富集团罚款多少")
    expect(page.locator("#answer .short")).to_have_text("4万元")
    page.locator(".turns li button").click()
    expect(page.locator("#answer .short")).to_have_text("12万元")
    expect(page.locator(".turns li")).to_contain_text("天富集团罚款多少")


def test_a_sum_lists_its_addends_and_each_leads_to_its_place(page):
    page.get_by_label("报告", exact=True).select_option(SHIPPED)
    ask(page, "罚款加起来总共多少")
    expect(page.locator(".addends tbody th").last).to_have_text("问题十九")
    addends = page.locator(".addend mark").all_inner_texts()
    total = sum(int(words.removesuffix("万元")) for words in addends)
    expect(page.locator("#answer .short")).to_have_text(f"{total}万元")
    page.locator(".addend", has_text="4万元").last.click()
    expect(page.locator("#source h2")).to_have_text("问题十九")


def test_a_list_names_every_issue_and_a_count_as_many(page):
    page.get_by_label("报告", exact=True).select_option(SHIPPED)
    for question in ("哪些问题已经完成整改", "一共有几个问题完成整改"):
        ask(page, question)
        expect(page.locator(".addends tbody tr")).to_have_count(11)
    page.locator(".addends .badge").first.click()
    expect(page.locator("#source h2")).to_have_text("问题五")


def test_a_refusal_gives_its_reason_and_the_nearest_passage(page):
    page.get_by_label("报告", exact=True).select_option(SHIPPED)
    ask(page, "第九十九个问题的时限")
    expect(page.locator("#answer .headline")).to_have_text("报告里没有这个编号的问题")
    expect(page.locator("#evidence .rank").first).to_contain_text("最接近的段落")


def test_status_unit_and_part_limit_what_is_asked(page):
    page.get_by_label("报告", exact=True).focus()
    page.get_by_label("报告", exact=True).select_option("r2")
    expect(page.get_by_label("报告", exact=True)).to_be_focused()
    page.get_by_label("状态").select_option("完成")
    page.get_by_label("责任单位").fill("水利")
    page.get_by_label("责任单位").press("Tab")
    expect(page.locator("[data-part=chosen]")).to_contain_text("完成 · 水利")
    ask(page, "一共有几个问题")
    within = page.locator(".addends tbody tr").count()
    assert within > 0 and set(page.locator(".addends .state").all_inner_texts()) <= {
        "已完成",
        "完成",
    }
    page.get_by_label("正文").check()
    expect(page.get_by_label("状态")).to_have_value("")
    page.get_by_role("button", name="清除范围").click()
    expect(page.locator("[data-part=chosen]")).to_have_text("全部内容")
    page.get_by_label("责任单位").fill("绝无此单位")
    page.fill("#question input", QUESTION)
    page.locator("#question input").press("Enter")
    expect(page.locator("#answer .card.error")).to_contain_text("没有符合“绝无此单位”的问题")


def test_an_older_version_is_chosen_asked_and_marked_as_not_the_live_one(page):
    page.get_by_label("报告", exact=True).select_option(SHIPPED)
    version = page.get_by_label("版本", exact=True)
    expect(version.locator("option")).to_have_text(["v2（现行）", "v1（旧版）"])
    version.focus()
    version.select_option("v1")
    expect(version).to_be_focused()
    expect(page.locator("[data-part=chosen]")).to_contain_text("v1（旧版）")
    ask(page, QUESTION)
    expect(page.locator("#answer .short")).to_have_text("10万元")
    expect(page.locator("#answer .outdated")).to_contain_text("旧版 v1")
    expect(page.locator("#answer .outdated")).to_contain_text("现行的是 v2")
    expect(page.locator("#answer .source")).to_contain_text("版本 v1")
    page.locator("#evidence summary").first.click()
    expect(page.locator("#evidence .why").first).to_contain_text("最像答案的是“10万元”")
    page.locator("#evidence [data-place]").first.click()
    expect(page.locator("#source mark")).to_have_text("10万元")
    page.reload()
    expect(page.locator("#answer .short")).to_have_text("10万元")
    version.select_option("")
    ask(page, QUESTION)
    expect(page.locator("#answer .short")).to_have_text("12万元")
    expect(page.locator("#answer .outdated")).to_have_count(0)


def test_the_keyboard_alone_is_enough(page):
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("#answer .short")).to_have_text("12万元")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "看全文":
            break
    page.keyboard.press("Enter")
    expect(page.locator("#source h2")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#question input")).to_be_focused()
    expect(page.locator("#question input")).to_have_value(QUESTION)


def test_nothing_in_a_report_or_its_name_is_taken_for_markup(page):
    offered = page.get_by_label("报告", exact=True).locator("option").all_inner_texts()
    assert any("<script>window.taken=1</script>" in text for text in offered)
    page.get_by_label("报告", exact=True).select_option(
        label=next(t for t in offered if "<script" in t)
    )
    ask(page, "园区污水直排的整改时限")
    expect(page.locator("#answer .facts")).to_contain_text("<img src=x onerror=")
    page.locator("#answer .badge").first.click()
    expect(page.locator("#source")).to_contain_text("<img src=x onerror=")
    page.locator("#source [data-whole='1']").click()
    expect(page.locator("#source")).to_contain_text("=1+1是一个公式")
    ask(page, "哪些问题还没完成<img src=x onerror='window.taken=1'>")
    page.mouse.move(300, 300)
    assert page.locator("#asking script, #asking img").count() == 0
    assert page.evaluate("window.taken") is None
