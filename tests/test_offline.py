"""Nothing leaves this machine: neither from the browser nor from the server."""

import asyncio
import re
import subprocess
import sys
from pathlib import Path

import pytest
from mcp import Client
from playwright.sync_api import expect
from serving import chromium, needs_chromium, served

WATCH = """
import ipaddress, os, socket, sys

def outside(host):
    if host in (None, "", b"", "localhost"):
        return False
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return True  # a name to be looked up

def watch(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    if outside(host):
        with open(os.environ["OUTSIDE"], "a") as file:
            file.write(f"{event} {host!r}\\n")
        raise OSError("no network in this test")

sys.addaudithook(watch)
"""
"""Told of every connection and name look-up in the process before it happens (PEP 578)."""


@pytest.fixture(scope="module")
def watched(tmp_path_factory) -> tuple[dict[str, str], Path]:
    """Environment that makes any Python process write down, and refuse, calls outside."""
    folder = tmp_path_factory.mktemp("watch")
    (folder / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    found = folder / "outside.txt"
    found.touch()
    return {"PYTHONPATH": str(folder), "OUTSIDE": str(found)}, found


@pytest.fixture(scope="module")
def visit(watched, tmp_path_factory):
    """First start with indexing, a question asked, its source read and every tab opened:
    (address, requests, page)."""
    index, requests = tmp_path_factory.mktemp("offline") / "index", []
    with served(index, watched[0]) as address:
        asyncio.run(_ask_over_mcp(f"{address}/mcp"))  # before the browser, which runs a loop too
        with chromium() as browser:
            page = browser.new_page()
            page.on("request", lambda request: requests.append(request.url))
            page.on("websocket", lambda socket: requests.append(socket.url))
            page.goto(address)
            page.fill("#question input", "天业集团罚款多少")
            page.keyboard.press("Enter")
            expect(page.locator("#answer .asked")).to_be_visible()
            page.locator("#evidence [data-place]").first.click()
            expect(page.locator("#source .cited").first).to_be_visible()
            for tab in page.get_by_role("tab").all_inner_texts():
                page.get_by_role("tab", name=tab).click()
                expect(page.get_by_role("tabpanel")).to_have_count(1)
                page.wait_for_load_state("networkidle")
            page.wait_for_timeout(1000)  # for whatever a page might fetch once it is at rest
            yield address, requests, page


async def _ask_over_mcp(url: str) -> None:
    async with Client(url) as client:
        result = await client.call_tool("ask", {"question": "天业集团罚款多少"})
        assert not result.is_error


@needs_chromium
def test_the_page_asks_this_server_and_nobody_else(visit):
    address, requests, _ = visit
    elsewhere = [url for url in requests if not url.startswith((f"{address}/", "data:", "blob:"))]
    assert requests and elsewhere == []


@needs_chromium
def test_the_page_names_no_other_machine(visit):
    address, _, page = visit
    answer = page.request.get(address)
    named = set(re.findall(r"(?:https?:)?//[\w-]+(?:\.[\w-]+)+[:\d]*", answer.text()))
    assert named <= {address}
    assert "default-src 'self'" in answer.headers["content-security-policy"]


@needs_chromium
def test_the_browser_refuses_what_a_page_would_fetch_elsewhere(visit):
    fetched = "fetch('http://192.0.2.1/').then(() => 'fetched', error => error.name)"
    assert visit[2].evaluate(fetched) == "TypeError"
    refused = [url for url in visit[1] if "192.0.2.1" in url]
    assert refused == [], "the policy stops it before a request is made"


@needs_chromium
def test_indexing_and_answering_call_nobody_outside(visit, watched):
    assert watched[1].read_text(encoding="utf-8") == ""


def test_the_watch_would_have_seen_it(watched, tmp_path):
    environment = {**watched[0], "OUTSIDE": str(tmp_path / "outside.txt")}
    calls = (
        "socket.create_connection(('192.0.2.1', 80))",
        "socket.getaddrinfo('example.com', 80)",
        "socket.create_connection(('127.0.0.1', 1))",
    )
    for call in calls:
        command = [sys.executable, "-c", f"import socket; {call}"]
        subprocess.run(command, env=environment, capture_output=True, check=False)
    seen = Path(environment["OUTSIDE"]).read_text(encoding="utf-8").split()
    assert [word for word in seen if word.startswith("'")] == ["'192.0.2.1'", "'example.com'"]
