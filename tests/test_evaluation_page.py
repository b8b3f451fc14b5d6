"""The evaluation tab in a real browser: one button, a file of one's own, runs kept, drafts."""

import csv
import io
import re
import shutil

import openpyxl
import pytest
from playwright.sync_api import expect
from serving import chromium, complaints_of, needs_chromium, served

from retrieval.settings import Settings

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def address(shipped_index, tmp_path_factory):
    folder = tmp_path_factory.mktemp("evaluation") / "index"
    shutil.copytree(shipped_index, folder)
    with served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser, address):
    """The tab, just opened; whatever the console complains about fails the test."""
    page = browser.new_page(viewport={"width": 1366, "height": 800}, locale="en-US")
    page.set_default_timeout(60_000)
    complaints = complaints_of(page)
    page.goto(address)
    page.get_by_role("tab", name="批量评测").click()
    expect(page.locator("[data-start=shipped]")).to_be_visible()
    yield page
    page.close()
    assert complaints == []


def choose(page, name, text, encoding="utf-8"):
    content = text.encode(encoding)
    page.locator("[data-file]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )


def saved(page, selector):
    with page.expect_download() as download:
        page.locator(selector).click()
    return download.value.suggested_filename, download.value.path().read_bytes()


def test_one_button_gives_tiles_pictures_and_every_question(page):
    page.locator("[data-start=shipped]").click()
    expect(page.locator(".tile")).to_have_count(6, timeout=60_000)
    assert re.fullmatch(r"\d+%", page.locator(".tile b").first.inner_text().replace("\n", ""))
    assert "95% 区间" in page.locator(".tile small").first.inner_text()
    expect(page.locator(".kind-bars li")).to_have_count(7)
    expect(page.locator(".curve-plot")).to_have_count(2)
    expect(page.locator(".now-words")).to_contain_text(f"拒答线 {Settings().answer_threshold}")
    total = page.locator("details.question").count()
    page.locator('[data-only="wrong"]').click()
    expect(page.locator('[data-only="wrong"]')).to_have_attribute("aria-pressed", "true")
    wrong = page.locator("details.question")
    assert 0 < wrong.count() < total
    wrong.first.locator("summary").click()
    for heading in ("答案", "标准答案", "依据"):
        expect(wrong.first.locator("h3", has_text=heading).first).to_be_visible()


def test_a_file_in_gb18030_with_other_headers_is_mapped_and_its_bad_rows_are_told(page):
    text = "问法,应答\n天业集团罚款多少,12万元\n,空\n天富集团罚款多少,4万元\n"
    choose(page, "我的题.csv", text, "gb18030")
    form = page.locator("form.mapping")
    expect(form).to_contain_text("没有“问题”")
    form.locator("select[name=question]").select_option("问法")
    form.locator("select[name=answers]").select_option("应答")
    form.get_by_role("button").click()
    expect(page.locator(".found")).to_contain_text("能问 2 题")
    expect(page.locator(".bad")).to_contain_text("第3行：没有写问题")
    page.locator("[data-start=file]").click()
    expect(page.locator("section.scores")).to_contain_text("我的题.csv")
    expect(page.locator("details.question")).to_have_count(2)


def test_questions_without_gold_are_only_answered(page):
    choose(page, "只问.csv", "问题\n天业集团罚款多少\n")
    page.locator("[data-start=file]").click()
    expect(page.locator("section.scores")).to_contain_text("没有标准答案")
    expect(page.locator("details.question.unscored")).to_contain_text("12万元")


def test_a_file_that_cannot_be_read_is_told_with_the_cure(page):
    choose(page, "坏.xlsx", "no zip at all")
    expect(page.locator("[data-part=prepared] .error")).to_contain_text("另存为 .xlsx")


def test_a_long_run_is_cancelled_kept_and_gone_on_with(page):
    rows = "".join(f"天业集团第{n}次罚款多少,12万元\n" for n in range(600))
    choose(page, "很多题.csv", f"问题,答案\n{rows}")
    page.locator("[data-start=file]").click()
    expect(page.locator(".going span")).to_contain_text("还要")
    page.locator("[data-cancel]").click()
    kept = page.locator(".runs tr", has_text="很多题.csv")
    expect(kept).to_contain_text("已取消")
    page.locator(".runs summary").click()
    done = int(kept.locator("td").nth(2).inner_text().split("/")[0])
    assert 0 < done < 600
    kept.locator("[data-resume]").click()
    expect(page.locator(".going span")).to_contain_text("还要")
    page.locator("[data-cancel]").click()
    expect(page.locator(".going")).to_have_count(0)
    expect(kept.locator("td").nth(2)).not_to_have_text(f"{done}/600")
    expect(kept).to_contain_text("已取消")
    assert int(kept.locator("td").nth(2).inner_text().split("/")[0]) > done


def test_two_runs_are_compared_exported_and_one_is_deleted(page):
    for answer in ("12万元", "13万元"):
        choose(page, f"比{answer}.csv", f"编号,问题,答案\n1,天业集团罚款多少,{answer}\n")
        page.locator("[data-start=file]").click()
        expect(page.locator("section.scores h2").first).to_contain_text(f"比{answer}")
    page.locator(".runs summary").click()
    page.locator(".runs tr", has_text="比12万元").locator("[data-compare]").click()
    expect(page.locator(".compared")).to_contain_text("变差 1 题，配对检验 p = 1.000")
    name, content = saved(page, "[data-save=xlsx]")
    assert name == "评测.xlsx"
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames == ["汇总", "逐题"]
    _, text = saved(page, "[data-save=csv]")
    assert next(csv.reader(io.StringIO(text.decode("utf-8-sig"))))[0] == "编号"
    doomed = page.locator(".runs tr", has_text="比12万元")
    doomed.locator("[data-remove]").click()
    doomed.get_by_text("真的删除").click()
    expect(doomed).to_have_count(0)


def test_drafts_are_corrected_confirmed_dropped_saved_and_asked(page):
    page.locator("[data-drafts]").click()
    rows = page.locator(".drafts tr[data-id]")
    expect(rows.first).to_be_visible()
    total = rows.count()
    rows.nth(0).locator("[data-drop]").click()
    expect(page.locator("[data-part=tally]")).to_have_text(f"{total - 1} 题，勾上 0 题")
    rows.nth(0).locator("textarea[name=question]").fill("改过的=问题")
    rows.nth(0).locator("[type=checkbox]").check()
    rows.nth(2).locator("[type=checkbox]").check()
    _, text = saved(page, '[data-drafts-save="csv"]')
    found = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert len(found) == 2 and found[0]["question"] == "改过的=问题" and found[0]["answers"]
    page.locator("[data-drafts-run]").click()
    expect(page.locator("section.scores h2").first).to_contain_text("起草的问题")


def test_a_template_can_be_taken_and_given_back(page):
    name, content = saved(page, '[data-template="xlsx"]')
    page.locator("[data-file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    expect(page.locator(".found")).to_contain_text("能问 3 题（单项 1 题，列举 1 题，应拒答 1 题）")


def test_nothing_runs_over_the_edge_of_a_phone(page):
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".runs summary").click()
    page.locator("[data-open]").first.click()
    expect(page.locator("section.scores")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
