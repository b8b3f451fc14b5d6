"""The tab 问答 in a real browser: links, copies, the day's questions, typing, and a steady page."""

import json

import pytest
from ledger_corpus import REPORTS, SHIPPED
from playwright.sync_api import Page, expect
from serving import chromium, complaints_of, needs_chromium, served

from retrieval.assistant import build

pytestmark = needs_chromium

QUESTION = "天业集团罚款多少"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    index = tmp_path_factory.mktemp("links") / "index"
    build(index, [REPORTS / f"{SHIPPED}.txt"])
    with served(index) as address:
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


def test_enter_that_ends_a_composition_asks_nothing(page):
    box = page.locator("#question input")
    keyboard = page.context.new_cdp_session(page)
    keyboard.send(
        "Input.imeSetComposition", {"text": "tianye", "selectionStart": 6, "selectionEnd": 6}
    )
    key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
    box.dispatch_event("keydown", {"key": "Enter", "keyCode": 229, "isComposing": True})
    keyboard.send("Input.insertText", {"text": QUESTION})
    expect(box).to_have_value(QUESTION)
    expect(page.locator("#answer .card.empty")).to_be_visible()
    box.press("Enter")
    expect(page.locator("#answer .short")).to_have_text("12万元")


def test_a_link_reopens_the_question_in_its_scope(page, context):
    page.get_by_label("状态").select_option("完成")
    ask(page, QUESTION)
    page.get_by_role("button", name="复制链接").click()
    link = page.evaluate("navigator.clipboard.readText()")
    other = context.new_page()
    other.goto(link)
    expect(other.locator("#answer .short")).to_have_text("12万元")
    expect(other.get_by_label("状态")).to_have_value("完成")
    other.close()


def test_what_is_copied_names_the_issue_the_sentence_and_the_source(page):
    ask(page, QUESTION)
    page.get_by_role("button", name="复制", exact=True).click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("12万元\n") and "问题十九（完成整改；2018年6月）" in copied
    assert "对天业集团处罚12万元" in copied and f"《{SHIPPED}》版本 v1" in copied


def test_todays_questions_are_kept_in_this_browser_and_can_be_asked_again_or_forgotten(page):
    ask(page, QUESTION)
    page.reload()
    page.locator(".today li button").click()
    expect(page.locator("#answer .short")).to_have_text("12万元")
    page.evaluate(
        "kept => localStorage.setItem('asked', kept)",
        json.dumps({"day": "Mon Jan 01 2001", "asked": [{"question": "旧的", "short": "旧"}]}),
    )
    page.goto(page.url.split("?")[0])
    expect(page.locator(".today")).to_be_hidden()
    ask(page, QUESTION)
    page.get_by_role("button", name="清空").click()
    expect(page.locator(".today")).to_be_hidden()


def test_nothing_jumps_while_the_page_opens_and_answers(context, address):
    page = context.new_page()
    page.add_init_script(
        "window.jumped = 0; new PerformanceObserver(list => list.getEntries().forEach("
        "entry => { if (!entry.hadRecentInput) window.jumped += entry.value; }))"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto(address)
    expect(page.locator("#question input")).to_be_focused()
    page.wait_for_timeout(500)
    opened = page.evaluate("window.jumped")
    ask(page, QUESTION)
    page.wait_for_timeout(500)
    assert opened <= 0.1 and page.evaluate("window.jumped") - opened <= 0.05  # 0.1 is "good"
    page.close()


def test_examples_and_choices_follow_a_reindex_while_the_page_is_open(context, tmp_path):
    build(tmp_path / "index", [REPORTS / "r2.txt"])
    with served(tmp_path / "index") as own:
        page = context.new_page()
        page.goto(own)
        expect(page.locator("#examples button").first).to_be_visible()
        before = page.locator("#examples button").all_inner_texts()
        build(tmp_path / "index", [REPORTS / "r1.txt"])
        ask(page, before[0])
        expect(page.get_by_label("报告", exact=True)).to_be_visible()
        assert page.locator("#examples button").all_inner_texts() != before
        page.close()
