"""The tab 报告管理 in a real browser: files come in, go live, are asked about, and leave again."""

import re

import pytest
from bench import BOILERS, WELLS
from playwright.sync_api import expect
from serving import chromium, complaints_of, needs_chromium, served

from retrieval.assistant import build

pytestmark = needs_chromium

TITLE = "某市督察整改情况报告\n\n"
NEXT = TITLE + WELLS.replace("36眼", "48眼").replace("2018年底", "2019年底")
HOSTILE = "<img src=x onerror=window.taken=1>.txt"


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def index(tmp_path):
    first = tmp_path / "自备井.txt"
    first.write_text(TITLE + WELLS, "utf-8")
    build(tmp_path / "index", [first])
    return tmp_path / "index"


@pytest.fixture
def page(browser, index):
    """The tab, just opened; whatever the console complains about fails the test."""
    context = browser.new_context(viewport={"width": 1366, "height": 800}, locale="en-US")
    page = context.new_page()
    complaints = complaints_of(page)
    with served(index) as address:
        page.goto(address)
        page.get_by_role("tab", name="报告管理").click()
        expect(page.locator(".reports li")).to_have_count(1)
        yield page
        context.close()
    assert complaints == []


def give(page, **files: str | bytes) -> None:
    """Chooses files of these names (".txt" is added where there is no ending) and contents."""
    page.locator("#manage input[type=file]").set_input_files(
        [
            {
                "name": name if "." in name else f"{name}.txt",
                "mimeType": "text/plain",
                "buffer": content if isinstance(content, bytes) else content.encode(),
            }
            for name, content in files.items()
        ]
    )
    expect(page.locator(".previews")).to_be_visible()


def adopt(page) -> None:
    page.locator("[data-adopt]").click()
    expect(page.locator(".receipt .headline")).to_contain_text("现在就可以提问")


def answer(page, question: str):
    page.get_by_role("tab", name="问答").click()
    page.locator("#question input").fill(question)
    page.locator("#question input").press("Enter")
    return page.locator("#answer")


def test_a_new_report_is_previewed_goes_live_and_can_be_asked_about(page, index):
    give(page, 锅炉=TITLE + BOILERS)
    card = page.locator(".file")
    expect(card.locator(".file-state")).to_have_text("新报告")
    card.locator("summary").click()
    expect(card.locator("tbody tr")).to_contain_text(["燃煤锅炉未淘汰"])
    expect(page.locator(".reports li")).to_have_count(1)  # nothing is live before it is confirmed
    adopt(page)
    expect(page.locator(".reports li")).to_have_count(2)
    expect(page.locator(".indexed")).to_have_text("2份报告 · 2个问题")
    assert [p.name for p in (index / "uploads").iterdir()] == ["锅炉.txt"]
    assert list((index / "incoming").iterdir()) == []
    expect(answer(page, "拆除锅炉多少台")).to_contain_text("65台")


def test_a_new_version_shows_what_differs_and_can_be_rolled_back(page):
    give(page, 自备井=NEXT)
    expect(page.locator(".file-state")).to_have_text("新版本")
    told = page.locator(".difference")
    expect(told).to_contain_text("2018年底2019年底")
    expect(told).to_contain_text("36眼48眼")
    adopt(page)
    expect(page.locator(".receipt")).to_contain_text("v1 → v2")
    expect(answer(page, "封停自备井多少眼")).to_contain_text("48眼")
    page.get_by_role("tab", name="报告管理").click()
    first = page.locator("[data-generation='1']")
    first.get_by_role("button", name="恢复到这里").click()
    first.get_by_role("button", name="确定").click()
    expect(page.locator(".receipt")).to_contain_text("已恢复到快照 1")
    expect(answer(page, "封停自备井多少眼")).to_contain_text("36眼")


def test_a_report_is_removed_after_confirmation_and_comes_back_on_undo(page):
    row = page.locator(".reports li")
    row.get_by_role("button", name="移除").click()
    row.get_by_role("button", name="不了").click()
    expect(row).to_have_count(1)
    row.get_by_role("button", name="移除").click()
    row.get_by_role("button", name="确定").click()
    expect(page.locator("#manage")).to_contain_text("现在没有报告")
    page.locator(".receipt").get_by_role("button", name="撤销").click()
    expect(page.locator(".reports li")).to_have_count(1)


def test_each_file_has_its_state_and_a_bad_one_stops_no_other(page):
    give(
        page,
        **{
            "另名": TITLE + WELLS,
            "空行": "\n\n" + TITLE + WELLS.replace("\n", "\n\n"),
            "坏.docx": b"PK\x03\x04 broken",
            "锅炉": TITLE + BOILERS,
        },
    )
    states = {
        card.locator("b").inner_text(): re.sub(r"\s+", " ", card.inner_text())
        for card in page.locator(".file").all()
    }
    assert "内容相同" in states["另名.txt"] and "自备井" in states["另名.txt"]
    assert "只有空白或换页不同" in states["空行.txt"]
    assert "读不了" in states["坏.docx"] and "处理办法" in states["坏.docx"]
    assert "新报告" in states["锅炉.txt"]
    expect(page.locator("[data-adopt]")).to_have_text("收入选中的 1 份")
    adopt(page)
    expect(page.locator(".reports li")).to_have_count(2)


def test_hostile_names_and_texts_are_words_and_nothing_leaves_the_folder(page, index):
    give(page, **{HOSTILE: f"<script>window.taken=1</script>整改报告\n\n{BOILERS}"})
    expect(page.locator(".file b")).to_have_text("_img src=x onerror=window.taken=1_.txt")
    adopt(page)
    assert page.evaluate("window.taken") is None
    assert page.locator("#manage script, #manage img").count() == 0
    assert {p.name for p in index.parent.iterdir()} <= {"index", "index.log", "自备井.txt"}


def test_giving_up_leaves_no_file_behind(page, index):
    give(page, 锅炉=TITLE + BOILERS)
    page.get_by_role("button", name="放弃，不收入").click()
    expect(page.locator(".previews")).to_have_count(0)
    assert list((index / "incoming").iterdir()) == [] and not (index / "uploads").exists()


def test_the_tab_fits_every_width(page, tmp_path):
    give(page, 自备井=NEXT)
    for width in (360, 768, 1024, 1366):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function("width => innerWidth === width", arg=width)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width


def test_what_goes_live_is_seen_at_once_in_every_open_tab_and_page(page):
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("#question input")).to_be_focused()
    page.get_by_role("tab", name="台账").click()
    expect(page.locator("#ledger [data-part=count]")).to_have_text("1个问题")
    page.get_by_label("文字").fill("问题不在")
    page.get_by_role("tab", name="对比").click()
    expect(page.locator("#compare .card.empty")).to_contain_text("还没有可以对比的")
    page.get_by_role("tab", name="报告管理").click()
    give(page, 锅炉=TITLE + BOILERS)
    adopt(page)
    for place in (page, other):
        expect(place.locator(".indexed")).to_have_text("2份报告 · 2个问题")
        place.get_by_role("tab", name="问答").click()
        expect(place.locator("#ask-report option")).to_have_count(3)
    page.get_by_role("tab", name="台账").click()
    expect(page.get_by_label("文字")).to_have_value("问题不在")
    page.get_by_role("button", name="清除条件").click()
    expect(page.locator("#ledger [data-part=count]")).to_have_text("2个问题")
    expect(page.locator("#ledger-report option")).to_have_count(3)
    page.get_by_role("tab", name="对比").click()
    expect(page.locator("#compare-old option")).to_have_count(2)
    page.get_by_role("tab", name="检索调试").click()
    expect(page.locator("#inspect-report option")).to_have_count(3)
    page.get_by_role("tab", name="问答").click()
    page.locator("#ask-report").select_option("锅炉")
    page.get_by_role("tab", name="报告管理").click()
    page.locator('[data-report="锅炉"] [data-remove]').click()
    page.get_by_role("button", name="确定").click()
    expect(page.locator(".receipt").first).to_be_visible()
    expect(other.locator("#ask-report")).to_have_count(0)
    page.get_by_role("tab", name="问答").click()
    expect(page.locator("[data-part=chosen]")).to_have_text("全部内容")
    other.close()
