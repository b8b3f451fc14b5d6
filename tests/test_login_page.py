"""Logging in as a person does, with each role, directly and behind nginx under a path."""

import re

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from proxy import needs_nginx, proxied
from serving import ROOT, chromium, needs_chromium, served

from retrieval.accounts import Accounts
from retrieval.assistant import build
from retrieval.storage.question_log import read_log

pytestmark = needs_chromium

PASSWORDS = {"张三": "asking password", "管理员": "managing password"}
GUIDE = (ROOT / "docs" / "部署.md").read_text("utf-8")


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    index = tmp_path_factory.mktemp("login") / "index"
    build(index)
    Accounts(index).add("张三", "ask", PASSWORDS["张三"])
    Accounts(index).add("管理员", "manage", PASSWORDS["管理员"])
    return index


@pytest.fixture(scope="module")
def address(index):
    with served(index, options=["--login"]) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1366, "height": 800}, locale="en-US")
    page, complaints = context.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda m: complaints.append(f"{m.text} {m.location}") if m.type == "error" else None,
    )
    yield page
    context.close()
    # A refused login is told by its status too, which the console notes.
    assert [c for c in complaints if "401" not in c] == []


def log_in(page: Page, name: str, password: str | None = None) -> None:
    page.get_by_label("名字").fill(name)
    page.get_by_label("密码").fill(password or PASSWORDS[name])
    page.keyboard.press("Enter")


def ask(page: Page, question: str) -> None:
    page.fill("#question input", question)
    page.keyboard.press("Enter")
    expect(page.locator("#answer .asked")).to_have_text(question)


def test_person_logs_in_asks_and_leaves(page, address):
    page.goto(address)
    log_in(page, "张三", "not the password")
    expect(page.get_by_role("alert")).to_have_text("名字或密码不对。")
    log_in(page, "张三")
    expect(page.locator(".account span")).to_have_text("张三")
    ask(page, "天业集团罚款多少")
    expect(page.locator("#answer .short")).to_have_text("12万元")
    page.get_by_role("tab", name="台账").click()
    expect(page.locator("#ledger tbody tr")).to_have_count(24)
    assert page.evaluate("localStorage.getItem('asked')")
    page.get_by_role("button", name="退出", exact=True).click()
    expect(page.get_by_label("密码")).to_be_visible()
    assert page.evaluate("localStorage.getItem('asked')") is None
    assert page.request.get(f"{address}/config").status == 401


def test_login_page_is_chinese_and_follows_the_dark(page, address):
    page.emulate_media(color_scheme="dark")
    page.goto(f"{address}/login")
    assert re.findall("[A-Za-z]{3,}", page.locator("body").inner_text()) == []
    assert page.evaluate("document.documentElement.classList.contains('dark')")
    assert page.locator("html").get_attribute("lang") == "zh-CN"


def test_session_that_ends_leads_back_to_the_login(page, address, index):
    Accounts(index).add("临时", "ask", "for a day only")
    page.goto(address)
    log_in(page, "临时", "for a day only")
    ask(page, "天业集团罚款多少")
    Accounts(index).remove("临时")
    page.fill("#question input", "天富集团罚款多少")
    page.keyboard.press("Enter")
    expect(page.get_by_label("密码")).to_be_visible()


def test_wrong_answer_is_marked_and_its_proof_taken_away(page, address, index, tmp_path):
    page.goto(address)
    log_in(page, "张三")
    ask(page, "昆仑钢铁罚款多少")
    tools = page.locator(".answer-tools")
    for link, ending in ((tools.locator("a").first, "html"), (tools.locator("a").last, "docx")):
        with page.expect_download() as download:
            link.click()
        assert download.value.suggested_filename == f"证据包_昆仑钢铁罚款多少.{ending}"
        download.value.save_as(tmp_path / ending)
    assert "SHA-256" in (tmp_path / "html").read_text("utf-8")
    tools.get_by_role("button", name="有误").click()
    dialog = page.get_by_role("dialog", name="这个回答有误")
    dialog.get_by_label("哪里不对").fill("<b>不对</b>")
    dialog.get_by_label("正确的答案").fill("13万元")
    dialog.get_by_role("button", name="提交").click()
    expect(tools.get_by_role("button")).to_have_text("已记下，谢谢")
    [entry] = read_log(index, marked=True)
    assert (entry.who, entry.door, entry.answer["question"]) == ("张三", "page", "昆仑钢铁罚款多少")
    assert (entry.marks[0].comment, entry.marks[0].correction) == ("<b>不对</b>", "13万元")


def test_each_role_gets_what_it_may(page, browser, address, tmp_path):
    page.goto(address)
    log_in(page, "张三")
    expect(page.locator(".account span")).to_have_text("张三")
    assert page.request.get(f"{address}/log.xlsx").status == 403
    context = browser.new_context()
    manager = context.new_page()
    manager.goto(address)
    log_in(manager, "管理员")
    expect(manager.locator(".account span")).to_have_text("管理员")
    answer = manager.request.get(f"{address}/log.xlsx")
    (tmp_path / "log.xlsx").write_bytes(answer.body())
    sheet = openpyxl.load_workbook(tmp_path / "log.xlsx").active
    assert sheet["A1"].value == "时间"
    context.close()


def test_page_without_log_offers_no_marking(browser, index):
    with served(index, options=["--log-days", "0"]) as address:
        page = browser.new_page()
        before = len(read_log(index))
        page.goto(address)
        ask(page, "天业集团罚款多少")
        expect(page.locator(".answer-tools a")).to_have_count(2)
        expect(page.get_by_role("button", name="有误")).to_have_count(0)
        page.close()
    assert len(read_log(index)) == before


@needs_nginx
def test_behind_nginx_under_a_path_all_works(page, index, tmp_path):
    locations = re.search(r"```nginx\n(.*?)```", GUIDE, re.DOTALL)[1]
    with served(index, options=["--login", "--root-path", "/wenda"]) as inner:
        locations = locations.replace("http://127.0.0.1:7860", inner)
        with proxied(locations, tmp_path) as outer:
            page.goto(f"{outer}/wenda")
            assert page.url == f"{outer}/wenda/login?next=/"
            log_in(page, "张三")
            ask(page, "天业集团罚款多少")
            expect(page.locator("#answer .short")).to_have_text("12万元")
            page.get_by_role("tab", name="台账").click()
            expect(page.locator("#ledger tbody tr")).to_have_count(24)
            page.get_by_role("tab", name="问答").click()
            with page.expect_download() as download:
                page.locator(".answer-tools a").first.click()
            assert download.value.failure() is None
            [cookie] = page.context.cookies()
            assert (cookie["path"], cookie["httpOnly"]) == ("/wenda", True)
            page.get_by_role("button", name="退出", exact=True).click()
            expect(page.get_by_label("密码")).to_be_visible()
            assert page.request.get(f"{inner}/config").status == 401


@needs_nginx
def test_proxy_before_a_server_without_login_is_turned_away(page, index, tmp_path):
    locations = re.search(r"```nginx\n(.*?)```", GUIDE, re.DOTALL)[1]
    with served(index, options=["--root-path", "/wenda"]) as inner:
        locations = locations.replace("http://127.0.0.1:7860", inner)
        with proxied(locations, tmp_path) as outer:
            answer = page.request.get(f"{outer}/wenda/")
            assert answer.status == 403 and "--login" in answer.text()
