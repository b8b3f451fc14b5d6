"""The page in a real browser, over the mission's report: what a member of staff does and sees."""

import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from serving import ROOT, chromium, complaints_of, needs_chromium, served

from retrieval.assistant import build
from ui import tokens

pytestmark = needs_chromium

QUESTION = "天业集团罚款多少"
VIEWPORTS = {
    "phone": {"width": 360, "height": 740},
    "laptop": {"width": 1366, "height": 800},
    "wide": {"width": 1920, "height": 1080},
}


@pytest.fixture(scope="module")
def index(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("page") / "index"


@pytest.fixture(scope="module")
def address(index):
    with served(index) as address:
        yield address


@pytest.fixture(scope="module")
def context():
    with chromium() as browser:
        yield browser.new_context(viewport=VIEWPORTS["laptop"], locale="en-US")


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


def test_mission_question_gives_amount_issue_and_the_very_sentence(page):
    page.keyboard.type(QUESTION)  # no click: the box has the focus
    page.keyboard.press("Enter")
    expect(page.locator("#answer .short")).to_have_text("12万元")
    expect(page.locator("#answer .badge")).to_have_text("问题十九")
    first = page.locator("#evidence article").first
    expect(first.locator("mark")).to_have_text("12万元")
    expect(first).to_contain_text("问题十九")


def test_example_button_asks_its_question(page):
    example = page.locator("#examples button").first
    question = example.inner_text()
    example.click()
    expect(page.locator("#answer .asked")).to_have_text(question)
    expect(page.locator("#question input")).to_have_value(question)


def test_question_sent_while_another_is_being_answered_is_answered_next(page):
    for question in (QUESTION, "昆仑钢铁罚款多少"):
        page.fill("#question input", question)
        page.keyboard.press("Enter")
    expect(page.locator("#answer .asked")).to_have_text("昆仑钢铁罚款多少")


def test_question_holding_markup_shows_as_text(page):
    ask(
        page, "<script>window.taken=1</script><img src=x onerror='window.taken=1'>${1+1}{{1+1}}罚款"
    )
    assert page.evaluate("window.taken") is None
    assert page.locator("#answer script, #answer img").count() == 0


def test_empty_and_overlong_questions_get_a_message(page):
    page.keyboard.press("Enter")
    expect(page.locator("#answer .card.error")).to_contain_text("处理办法")
    page.fill("#question input", "罚款" * 5000)
    page.click("#ask")
    expect(page.locator("#answer .card.error")).to_contain_text("10000")


def test_scope_of_one_issue_keeps_the_evidence_inside_it(page):
    page.get_by_label("问题", exact=True).nth(1).select_option("二十")
    expect(page.locator("[data-part=chosen]")).to_have_text("问题二十")
    ask(page, QUESTION)
    paths = page.locator("#evidence .path").all_inner_texts()
    assert paths and all("问题二十 " in f"{path} " for path in paths)


def test_earlier_questions_stay_listed_until_a_new_conversation(page):
    ask(page, QUESTION)
    expect(page.locator(".turns")).to_have_count(0)
    ask(page, "昆仑钢铁罚款多少")
    expect(page.locator(".turns")).to_contain_text(QUESTION)
    page.click("#restart")
    expect(page.locator("#answer .card.empty")).to_be_visible()
    expect(page.locator(".turns")).to_have_count(0)


def test_phone_has_one_column_others_two_and_nothing_scrolls_sideways(page):
    ask(page, QUESTION)
    expect(page.locator("#evidence article").first).to_be_visible()
    for name, viewport in VIEWPORTS.items():
        page.set_viewport_size(viewport)
        page.wait_for_function("width => innerWidth === width", arg=viewport["width"])
        answer, evidence, sideways = page.evaluate(
            """() => [
              ...["#answer .card", "#evidence .card"].map(
                part => document.querySelector(part).getBoundingClientRect().toJSON()),
              document.documentElement.scrollWidth - innerWidth,
            ]"""
        )
        assert sideways <= 0, name
        assert (evidence["top"] >= answer["bottom"]) == (name == "phone"), name
        assert (evidence["left"] >= answer["right"]) == (name != "phone"), name


def test_page_is_chinese_throughout_in_an_english_browser(page):
    assert page.title() == "整改问答"
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    labels = page.locator("[aria-label]").evaluate_all("all => all.map(e => e.ariaLabel)")
    shown = " ".join([page.locator("body").inner_text(), *labels])
    assert re.findall("[A-Za-z]{3,}", shown) == []


@pytest.mark.parametrize(("scheme", "colours"), [("light", tokens.LIGHT), ("dark", tokens.DARK)])
def test_theme_follows_the_system_and_the_button_turns_it(page, scheme, colours):
    is_now = "page => getComputedStyle(document.body).getPropertyValue('--page').trim() === page"
    other = ({tokens.LIGHT["page"], tokens.DARK["page"]} - {colours["page"]}).pop()
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(is_now, arg=colours["page"])
    page.click("#night")
    page.wait_for_function(is_now, arg=other)
    page.reload()
    expect(page.locator("#question input")).to_be_focused()
    assert page.evaluate(is_now, other), "the choice outlives a reload"


def test_reports_indexed_meanwhile_are_offered_when_the_page_is_opened_again(
    context, address, index, tmp_path
):
    shutil.copytree(index, tmp_path / "index")
    with served(tmp_path / "index") as own_address:
        build(tmp_path / "index", [ROOT / "tests" / "data" / "reports" / "r1.txt"])
        page = context.new_page()
        page.goto(own_address)
        expect(page.locator("#header")).to_contain_text("2份报告")
        expect(page.get_by_label("报告", exact=True)).to_be_visible()
        page.close()


def test_taken_port_is_told_in_chinese_without_traceback():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "app.py", "--no-browser", "--port", port]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"端口 {port} 已被" in done.stderr and "Traceback" not in done.stderr
