"""Reports for the tests of the ledger tab, one of them hostile, and what a person does there."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect
from serving import ROOT

from ui.ledger_view import PAGE

REPORTS = ROOT / "tests" / "data" / "reports"
SHIPPED = "新疆生产建设兵团贯彻落实中央环境保护督察组督察反馈意见整改工作情况报告"
HOSTILE = """<script>window.taken=1</script>专项整改工作情况的报告

经梳理共5个问题。

一、<img src=x onerror="window.taken=1">园区污水直排，治理不力。
整改时限：2030年3月底
责任单位：甲市水利局
整改进展：正在推进，持续整改。
三、=1+1是一个公式，"引号'与&符号${1+1}{{2+2}}。
整改时限：2019年5月
整改进展：尚未完成整改。
"""
LONG = "某市整改清单\n\n" + "".join(
    f"{n}、第{n}个排污口超标。\n整改时限：2020年{n % 12 + 1}月\n整改进展：已完成整改。\n"
    for n in range(1, PAGE + 1)
)
NUMBER = {SHIPPED: 24, "r1": 16, "hostile": 2, "long": PAGE}


def reports(folder: Path) -> list[Path]:
    """The files to index; two of them are written to `folder`, one report has no issues."""
    # One letter in pieces: the reader notes it.
    hostile = HOSTILE.encode().replace("污".encode(), "污".encode()[:2], 1)
    (folder / "hostile.txt").write_bytes(hostile)
    (folder / "long.txt").write_text(LONG, encoding="utf-8")
    own = [folder / "hostile.txt", folder / "long.txt"]
    return [*own, *(REPORTS / f"{name}.txt" for name in (SHIPPED, "r1", "t2a"))]


def count(page: Page):
    return page.locator("[data-part=count]")


def numbers(page: Page) -> list[str]:
    return page.locator("#ledger tbody th").all_inner_texts()


def field(page: Page, label: str):
    return page.locator("#ledger").get_by_label(label, exact=True)


def choose(page: Page, report: str) -> None:
    field(page, "报告").select_option(report)
    expect(count(page)).to_have_text(f"{NUMBER[report]}个问题")
    expect(page.locator("[data-part=issue]")).to_have_attribute("aria-busy", "false")


def export(page: Page, button: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    assert re.fullmatch(r"台账_\d{8}\.(xlsx|csv)", download.value.suggested_filename)
    return Path(download.value.path()).read_bytes()
