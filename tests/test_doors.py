"""The doors for programs: every example of docs/接口.md is run, over HTTP, MCP and in Python."""

import asyncio
import base64
import json
import os
import re
import subprocess
import time

import httpx
import httpx2
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError, AuthenticationError
from mcp import Client as McpClient
from mcp.client.streamable_http import streamable_http_client
from serving import ROOT, served

from retrieval.accounts import Accounts
from retrieval.assistant import build
from retrieval.storage.question_log import read_log

DOCUMENT = (ROOT / "docs" / "接口.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
README = (ROOT / "README.md").read_text("utf-8")
NAME, PASSWORD = "张三", "密码要有八个字以上"


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    index = tmp_path_factory.mktemp("doors") / "index"
    build(index)
    Accounts(index).add(NAME, "ask", PASSWORD)
    return index


@pytest.fixture(scope="module")
def address(index):
    with served(index) as address:
        yield address


@pytest.fixture(scope="module")
def login_address(index):
    with served(index, options=["--login"]) as address:
        yield address


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.split("(")[0][-20:])
def test_example_of_the_document_holds(example, address, login_address, index):
    used = login_address if "auth=" in example else address
    example = example.replace("http://127.0.0.1:7860", used).replace('"密码"', repr(PASSWORD))
    example = example.replace('open("index")', f"open({str(index)!r})")
    assert "assert" in example
    exec(compile(example, "接口.md", "exec"), {})


def test_curl_line_of_the_document_holds(address):
    command = re.search(r"```bash\n(curl .*?)```", DOCUMENT, re.DOTALL)[1]
    command = command.replace("http://127.0.0.1:7860", address)
    done = subprocess.run(command, shell=True, capture_output=True, check=True)
    assert json.loads(done.stdout)["data"][0]["answer"] == "12万元"


def test_python_example_of_the_readme_holds(index, capsys, monkeypatch):
    example = re.search(r"```python\n(.*?)```", README, re.DOTALL)[1]
    monkeypatch.setitem(os.environ, "RETRIEVAL_INDEX", str(index))
    exec(compile(example.replace('"index"', repr(str(index))), "README.md", "exec"), {})
    assert capsys.readouterr().out == "12万元 ('十九',)\n"


def test_only_the_doors_are_offered_over_http(address):
    client = Client(address, verbose=False)
    named = client.view_api(print_info=False, return_format="dict")["named_endpoints"]
    doors = {"ask", "list_issues", "get_issue", "search_passages", "status", "mark_wrong"}
    assert set(named) == {f"/{door}" for door in doors}
    client.close()


@pytest.mark.parametrize(
    ("endpoint", "arguments", "told"),
    [
        ("ask", {"question": ""}, "问题是空的"),
        ("ask", {"question": "罚款多少", "report": "无此报告"}, "没有编号为"),
        ("get_issue", {"issue": "九十九"}, "没有问题九十九"),
        ("search_passages", {"query": "罚款", "top_k": 0}, "应在 1 到 50 之间"),
        ("search_passages", {"query": " "}, "问题是空的"),
        ("list_issues", {"overdue_on": "昨天"}, "昨天"),
        ("mark_wrong", {"answer_id": "x", "comment": "y"}, "没有这个回答"),
    ],
)
def test_wrong_arguments_are_told_in_chinese_through_both_doors(address, endpoint, arguments, told):
    client = Client(address, verbose=False)
    with pytest.raises(AppError, match=told):
        client.predict(**arguments, api_name=f"/{endpoint}")
    client.close()
    if endpoint != "mark_wrong":
        result = asyncio.run(_tool(f"{address}/mcp", endpoint, arguments))
        assert result.is_error and told in result.content[0].text


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([5, "", "", ""], "question"),
        ([None, "", "", ""], "question"),
        (["罚款", ["a"], "", ""], "report"),
    ],
)
def test_arguments_of_a_wrong_type_are_named(address, arguments, named):
    client = Client(address, verbose=False)
    with pytest.raises(AppError, match=f"参数 {named}.*类型不对"):
        client.predict(*arguments, api_name="/ask")
    client.close()


def test_both_doors_answer_alike(address):
    client = Client(address, verbose=False)
    for endpoint, arguments in (
        ("list_issues", {"text": "天业 地下水"}),
        ("get_issue", {"issue": "19"}),
        ("search_passages", {"query": "自备井", "issue": "十九", "top_k": 2}),
        ("status", {}),
    ):
        over_http = client.predict(**arguments, api_name=f"/{endpoint}")
        result = asyncio.run(_tool(f"{address}/mcp", endpoint, arguments))
        content = result.structured_content
        over_mcp = content["result"] if isinstance(over_http, list) else content
        assert over_http and over_http == over_mcp
    client.close()


def test_tools_tell_what_they_do_and_that_they_change_nothing(address):
    for tool in asyncio.run(_tools(f"{address}/mcp")):
        assert len(tool.description) > 60 and tool.annotations.read_only_hint
        assert "context" not in tool.input_schema["properties"]


def test_without_login_neither_door_opens(login_address):
    assert (
        httpx.post(f"{login_address}/gradio_api/run/ask", json={"data": ["a"]}).status_code == 401
    )
    for path in ("config", "gradio_api/info", "gradio_api/queue/join", "log.xlsx"):
        assert httpx.get(f"{login_address}/{path}").status_code == 401
    with pytest.raises(AuthenticationError):
        Client(login_address, auth=(NAME, "wrong password"), verbose=False)
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    headers = {"Accept": "application/json, text/event-stream"}
    refused = httpx.post(f"{login_address}/mcp", json=call, headers=headers)
    assert refused.status_code == 401 and "请先登录" in refused.json()["error"]


def test_log_names_who_asked_through_which_door(login_address, index):
    client = Client(login_address, auth=(NAME, PASSWORD), verbose=False)
    client.predict("天富集团罚款多少", api_name="/ask")
    client.close()
    credentials = base64.b64encode(f"{NAME}:{PASSWORD}".encode()).decode()
    headers = {"Authorization": f"Basic {credentials}"}
    arguments = {"question": "昆仑钢铁罚款多少"}
    result = asyncio.run(_tool(f"{login_address}/mcp", "ask", arguments, headers))
    assert not result.is_error
    asked = {(e.who, e.door, e.answer["question"]) for e in _written(index, 2)}
    assert {(NAME, "api", "天富集团罚款多少"), (NAME, "mcp", "昆仑钢铁罚款多少")} <= asked


def test_manager_takes_the_log_away_and_others_may_not(login_address, index):
    Accounts(index).add("管理员", "manage", PASSWORD)
    for path in ("log.xlsx", "drafts.jsonl"):
        asker, manager = (
            httpx.get(f"{login_address}/{path}", auth=(name.encode(), PASSWORD.encode()))
            for name in (NAME, "管理员")
        )
        assert asker.status_code == 403 and "管理的权限" in asker.json()["error"]
        assert manager.status_code == 200 and "attachment" in manager.headers["content-disposition"]


def test_upload_is_for_managers(login_address, index):
    Accounts(index).add("上传", "manage", PASSWORD)
    for name, status in ((NAME, 403), ("上传", 200)):
        answer = httpx.post(
            f"{login_address}/gradio_api/upload",
            files={"files": ("a.txt", b"text")},
            auth=(name.encode(), PASSWORD.encode()),
        )
        assert answer.status_code == status


def test_files_of_the_server_are_not_given_away(address, index):
    for path in (index / "accounts.json", index / "reports.db", ROOT / "app.py", "/etc/passwd"):
        for prefix in ("gradio_api/file=", "file="):
            assert httpx.get(f"{address}/{prefix}{path}").status_code in (403, 404)


def _written(index, least: int):
    """Entries with a name, once the writer has written `least` of them."""
    for _ in range(200):
        found = [entry for entry in read_log(index) if entry.who == NAME]
        if len({entry.door for entry in found}) >= least:
            return found
        time.sleep(0.05)
    raise AssertionError("the log was not written")


async def _tool(url: str, name: str, arguments: dict, headers: dict | None = None):
    async with (
        httpx2.AsyncClient(headers=headers) as http,
        McpClient(streamable_http_client(url, http_client=http)) as client,
    ):
        return await client.call_tool(name, arguments)


async def _tools(url: str):
    async with McpClient(url) as client:
        return (await client.list_tools()).tools
