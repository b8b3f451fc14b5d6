"""Starts app.py as its users do, and a real browser, for the tests of the page."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent

CHROMIUM = shutil.which("chromium")

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium 未安装：apt-get install chromium"
)

expect.set_options(timeout=20_000)  # milliseconds; a busy machine is slow, not wrong

START_LIMIT = 120
"""Seconds to wait for the page; indexing on a busy machine included."""


@contextmanager
def served(
    index: Path, environment: dict[str, str] | None = None, options: Sequence[str] = ()
) -> Iterator[str]:
    """app.py over `index` on a free loopback port; yields its address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "app.py", "--no-browser", "--port", str(port), "--index", str(index)]
    command += options
    log = index.with_suffix(".log")
    with (
        log.open("w") as output,
        subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            _wait_for(port, process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless, with its own calls home switched off."""
    quiet = ["background-networking", "component-update", "sync", "gpu", "domain-reliability"]
    arguments = ["--no-sandbox", "--no-first-run", *(f"--disable-{what}" for what in quiet)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


def complaints_of(page: Page) -> list[str]:
    """What the console of a page complains about from now on; the list grows by itself."""
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type != "info" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def _wait_for(port: int, process: subprocess.Popen, log: Path) -> None:
    limit = time.monotonic() + START_LIMIT
    while "已启动" not in log.read_text(encoding="utf-8"):
        assert process.poll() is None, f"app.py ended: {log.read_text(encoding='utf-8')}"
        assert time.monotonic() < limit, f"no page yet: {log.read_text(encoding='utf-8')}"
        time.sleep(0.05)
