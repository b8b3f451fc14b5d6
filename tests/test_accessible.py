"""axe-core finds no serious fault on any tab, light and dark, on a laptop and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from ledger_corpus import REPORTS, SHIPPED
from playwright.sync_api import Page, expect
from serving import chromium, needs_chromium, served

from retrieval.assistant import build

pytestmark = needs_chromium

SERIOUS = ("serious", "critical")
WIDTHS = {"laptop": 1366, "phone": 360}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("accessible")
    shipped = (REPORTS / f"{SHIPPED}.txt").read_text("utf-8")
    for text in (shipped.replace("处罚12万元", "处罚10万元"), shipped):
        (folder / f"{SHIPPED}.txt").write_text(text, encoding="utf-8")
        build(folder / "index", [folder / f"{SHIPPED}.txt"])
    build(folder / "index", [REPORTS / "r2.txt"])
    with served(folder / "index") as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


def faults(page: Page) -> list[str]:
    """Serious faults of what is shown now, each with the elements that have it."""
    page.evaluate("document.getAnimations().forEach(animation => animation.finish())")
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {[node['target'] for node in fault['nodes']][:4]}"
        for fault in found
        if fault["impact"] in SERIOUS
    ]


def open_tab(page: Page, name: str) -> None:
    tab = page.get_by_role("tab", name=name)
    if not tab.is_visible():
        page.get_by_role("button", name="更多").click()
        tab = page.get_by_role("button", name=name, exact=True)
    tab.click()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_tab_has_a_serious_fault(browser, address, scheme, width):
    page = browser.new_page(
        viewport={"width": WIDTHS[width], "height": 800}, color_scheme=scheme, locale="zh-CN"
    )
    page.emulate_media(reduced_motion="reduce")
    page.goto(address)
    expect(page.locator("#question input")).to_be_focused()
    assert faults(page) == [], "empty"
    for question in ("天业集团罚款多少", "哪些问题已经完成整改", "那天富集团呢", "明天会下雨吗"):
        page.fill("#question input", question)
        page.keyboard.press("Enter")
        expect(page.locator("#answer .asked")).to_have_text(question)
        assert faults(page) == [], question
    page.locator("#evidence summary").first.click()
    expect(page.locator("#evidence .why [data-part=why]").first).not_to_be_empty()
    page.locator("#evidence [data-place]").first.click()
    expect(page.locator("#source .lines")).to_be_visible()
    assert faults(page) == [], "source"
    page.locator("#source [data-close]").click()
    shown = {"台账": "#ledger tbody tr", "对比": ".difference", "检索调试": "#inspect input"}
    for name, selector in shown.items():
        open_tab(page, name)
        expect(page.locator(selector).first).to_be_visible()
        if name == "检索调试":
            page.fill("#inspect input", "天业集团罚款多少")
            page.keyboard.press("Enter")
            expect(page.locator(".leg").first).to_be_visible()
        assert faults(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name
    page.close()
