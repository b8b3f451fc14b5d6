"""Takes the pictures of the documents: PICTURES=docs/images pytest tests/test_pictures.py"""

import os
from pathlib import Path

import pytest
from ledger_corpus import REPORTS, SHIPPED
from playwright.sync_api import expect
from serving import chromium, needs_chromium, served

from retrieval.assistant import build

pytestmark = [
    needs_chromium,
    pytest.mark.skipif("PICTURES" not in os.environ, reason="PICTURES=文件夹 才拍文档里的图"),
]

VIEWPORTS = {
    "phone": {"width": 360, "height": 740},
    "laptop": {"width": 1366, "height": 800},
    "wide": {"width": 1920, "height": 1080},
}


EVERYWHERE = ("page", "ledger")
"""Pictures taken in every size, light and dark; the others on a laptop and a phone, light."""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The shipped report alone, with an earlier version of which two issues differ."""
    folder = tmp_path_factory.mktemp("pictures")
    text = (REPORTS / f"{SHIPPED}.txt").read_text("utf-8")
    earlier = text.replace("对天富集团处罚4万元", "对天富集团处罚3万元")
    earlier = earlier.replace("整改进展情况：完成整改", "整改进展情况：达到序时进度", 1)
    for version in (earlier, text):
        (folder / f"{SHIPPED}.txt").write_text(version, encoding="utf-8")
        build(folder / "index", [folder / f"{SHIPPED}.txt"])
    with served(folder / "index") as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(params=VIEWPORTS)
def size(request):
    return request.param


@pytest.fixture(params=["light", "dark"])
def scheme(request):
    return request.param


@pytest.fixture
def page(browser, address, size, scheme):
    page = browser.new_page(viewport=VIEWPORTS[size], color_scheme=scheme, locale="zh-CN")
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(address)
    expect(page.locator("#question input")).to_be_focused()
    yield page
    page.close()


@pytest.fixture
def take(page, size, scheme):
    def take(name: str) -> None:
        if name not in EVERYWHERE and (size == "wide" or scheme == "dark"):
            return
        page.mouse.move(0, 0)
        page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        page.screenshot(path=Path(os.environ["PICTURES"]) / f"{name}-{size}-{scheme}.png")

    return take


def ask(page, question: str) -> None:
    page.fill("#question input", question)
    page.keyboard.press("Enter")
    expect(page.locator("#answer .asked")).to_have_text(question)


def turn_to(page, tab: str) -> None:
    """Opens a tab, on a narrow screen from the menu of those that have no room."""
    wanted = page.get_by_role("tab", name=tab)
    if not wanted.is_visible():
        page.get_by_role("button", name="更多").click()
        wanted = page.locator(".overflow-dropdown button", has_text=tab)
    wanted.click()


def test_pictures_of_asking(page, take):
    take("empty")
    ask(page, "天业集团罚款多少")
    take("page")
    ask(page, "那天富集团呢")
    page.locator("#evidence summary").first.click()
    expect(page.locator(".why table")).to_be_visible()
    take("follow-up")
    page.locator("#evidence [data-place]").first.click()
    page.locator("#source [data-whole='1']").click()
    expect(page.locator("#source mark")).to_be_in_viewport()
    take("source")
    page.locator("#source [data-close]").click()
    ask(page, "哪些问题达到序时进度")
    take("list")
    ask(page, "第三十个问题的整改时限")
    take("refusal")


def test_pictures_of_the_ledger(page, take, size):
    turn_to(page, "台账")
    day = page.locator("#ledger").get_by_label("逾期计算日", exact=True)
    day.fill("2019-12-31")
    day.press("Enter")
    expect(page.locator(".overview")).to_contain_text("到2019年12月31日")
    page.get_by_role("button", name="状态", exact=True).click()
    expect(page.locator("#ledger tbody th").first).to_have_text("二十三")
    page.locator("#ledger tbody tr").first.click(trial=size == "phone")
    expect(page.locator("article.issue")).to_contain_text("问题一" if size == "phone" else "二十三")
    take("ledger")


def test_pictures_of_managing(page, take):
    turn_to(page, "报告管理")
    expect(page.locator(".reports li")).to_have_count(1)
    text = (REPORTS / f"{SHIPPED}.txt").read_text("utf-8").replace("处罚4万元", "处罚5万元")
    files = [
        {"name": name, "mimeType": "text/plain", "buffer": content}
        for name, content in ((f"{SHIPPED}.txt", text.encode()), ("通知.docx", b"PK\x03\x04"))
    ]
    page.locator("#manage input[type=file]").set_input_files(files)
    expect(page.locator(".previews .file")).to_have_count(2)
    take("manage")
    page.locator("[data-give-up]").click()


def test_pictures_of_comparing_and_of_the_legs(page, take):
    turn_to(page, "对比")
    expect(page.locator(".difference").first).to_be_visible()
    take("compare")
    turn_to(page, "检索调试")
    page.fill("#inspect input", "天业集团罚款多少")
    page.keyboard.press("Enter")
    expect(page.locator(".leg").first).to_be_visible()
    take("inspect")
