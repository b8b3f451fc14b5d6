"""The gate on a real server: who gets in, with which rights, and what a browser is kept from."""

from urllib.parse import quote

import httpx
import pytest
from gated import Clock, running
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from retrieval.accounts import Accounts
from retrieval.errors import NotAllowed
from ui.gate import COOKIE, Gate
from ui.rights import CURRENT, guarded, require
from ui.sessions import Sessions, Throttle

ASKER = {"username": "张三", "password": "asking password"}
MANAGER = {"username": "管理员", "password": "managing password"}


async def _who(request: Request) -> JSONResponse:
    return JSONResponse({"name": require("ask", request).name})


async def _manage(request: Request) -> JSONResponse:
    try:
        return JSONResponse({"done": guarded("manage", lambda: True)()})
    except NotAllowed as error:
        return JSONResponse({"error": str(error)}, 403)


INSIDE = Starlette(
    routes=[
        Route("/who", _who, methods=["GET", "POST"]),
        Route("/manage", _manage, methods=["POST"]),
    ]
)


@pytest.fixture(scope="module")
def accounts(tmp_path_factory):
    accounts = Accounts(tmp_path_factory.mktemp("accounts"))
    accounts.add("张三", "ask", ASKER["password"])
    accounts.add("管理员", "manage", MANAGER["password"])
    return accounts


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def address(accounts, clock):
    sessions = Sessions(accounts, 600, 3600, clock)
    with running(Gate(INSIDE, sessions, Throttle(clock))) as address:
        yield address


@pytest.fixture
def open_address():
    with running(Gate(INSIDE, None, Throttle())) as address:
        yield address


@pytest.fixture
def client(address):
    with httpx.Client(base_url=address) as client:
        yield client


def test_nobody_gets_in_without_logging_in(client):
    for method, path in (("GET", "/who"), ("POST", "/who"), ("POST", "/manage"), ("GET", "/x")):
        assert client.request(method, path).status_code == 401
    shown = client.get("/who?a=1", headers={"Accept": "text/html"})
    assert (shown.status_code, shown.headers["location"]) == (303, "/login?next=/who%3Fa%3D1")
    assert client.get("/login").status_code == 200


def test_program_logs_in_and_is_known(client):
    answer = client.post("/login", data=ASKER)
    assert (answer.status_code, answer.json()["role"]) == (200, "ask")
    assert client.get("/who").json() == {"name": "张三"}
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Secure" not in cookie


def test_cookie_is_for_encrypted_connections_where_the_proxy_has_one(client):
    answer = client.post("/login", data=ASKER, headers={"X-Forwarded-Proto": "https"})
    assert "Secure" in answer.headers["set-cookie"]


def test_browser_goes_on_to_where_it_wanted_and_nowhere_else(client):
    html = {"Accept": "text/html"}
    for back, to in (
        ("/who?a=1", "/who?a=1"),
        ("//evil.example", "/"),
        ("https://evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("//[", "/"),
    ):
        answer = client.post(f"/login?next={quote(back)}", data=ASKER, headers=html)
        assert (answer.status_code, answer.headers["location"]) == (303, to)
    wrong = client.post('/login?next=/"><script>', data={**ASKER, "password": "x"}, headers=html)
    assert wrong.status_code == 401 and "名字或密码不对" in wrong.text
    assert '"><script>' not in wrong.text


def test_asking_and_managing_are_separate_rights(client):
    client.post("/login", data=ASKER)
    refused = client.post("/manage")
    assert refused.status_code == 403 and "只能提问" in refused.json()["error"]
    client.post("/login", data=MANAGER)
    assert client.post("/manage").json() == {"done": True}


def test_guard_refuses_calls_that_came_through_no_gate():
    assert CURRENT.get() is None
    with pytest.raises(NotAllowed, match="还没有登录"):
        require("ask")
    with pytest.raises(NotAllowed):
        guarded("manage", lambda: None)()


def test_name_and_password_in_each_request_serve_programs(client):
    right = (ASKER["username"].encode(), ASKER["password"].encode())
    for _ in range(3):
        assert client.get("/who", auth=right).json() == {"name": "张三"}
    assert client.get("/who", auth=(right[0], b"wrong")).status_code == 401
    assert client.get("/who", headers={"Authorization": "Basic ###"}).status_code == 401


def test_session_ends_by_the_clock_and_by_logging_out(client, clock):
    client.post("/login", data=ASKER)
    clock.now += 599
    assert client.get("/who").status_code == 200
    clock.now += 600
    assert client.get("/who").status_code == 401
    client.post("/login", data=ASKER)
    token = client.cookies[COOKIE]
    assert client.post("/logout").status_code == 200
    assert client.get("/who", headers={"Cookie": f"{COOKIE}={token}"}).status_code == 401


def test_guessing_is_slowed_down_even_for_the_right_password(client, clock):
    for _ in range(5):
        assert client.post("/login", data={**ASKER, "password": "wrong"}).status_code == 401
    refused = client.post("/login", data=ASKER)
    assert refused.status_code == 429 and int(refused.headers["retry-after"]) >= 1
    basic = (ASKER["username"].encode(), ASKER["password"].encode())
    assert client.get("/who", auth=basic).status_code == 429
    assert client.post("/login", data=MANAGER).status_code == 200, "others get in"
    clock.now += 1
    assert client.post("/login", data=ASKER).status_code == 200


def test_account_that_is_removed_is_out_at_once(client, accounts):
    accounts.add("临时", "ask", "for a day only")
    client.post("/login", data={"username": "临时", "password": "for a day only"})
    assert client.get("/who").status_code == 200
    accounts.remove("临时")
    assert client.get("/who").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_other_sites_cannot_act_through_a_browser(client, open_address, headers):
    client.post("/login", data=MANAGER)
    assert client.post("/manage", headers=headers).status_code == 403
    assert client.post("/login", data=MANAGER, headers=headers).status_code == 403
    assert httpx.post(f"{open_address}/manage", headers=headers).status_code == 403


def test_pages_own_requests_pass(client):
    client.post("/login", data=MANAGER)
    for headers in ({"Origin": str(client.base_url)}, {"Sec-Fetch-Site": "same-origin"}):
        assert client.post("/manage", headers=headers).status_code == 200


def test_at_this_machine_nobody_logs_in_and_may_all(open_address):
    assert httpx.get(f"{open_address}/who").json() == {"name": "本机"}
    assert httpx.post(f"{open_address}/manage").json() == {"done": True}


@pytest.mark.parametrize(
    ("headers", "cure"),
    [
        ({"X-Forwarded-For": "10.0.0.9"}, "--login"),
        ({"X-Real-IP": "10.0.0.9"}, "--login"),
        ({"Host": "wenda.example"}, "127.0.0.1"),
        ({"Host": "["}, "127.0.0.1"),
    ],
)
def test_without_login_a_proxy_or_a_borrowed_name_leads_nowhere(open_address, headers, cure):
    refused = httpx.get(f"{open_address}/who", headers=headers)
    assert refused.status_code == 403 and cure in refused.json()["error"]


def test_damaged_account_file_lets_nobody_in(client, accounts):
    kept = accounts.path.read_text("utf-8")
    client.post("/login", data=ASKER)
    try:
        accounts.path.write_text("{", encoding="utf-8")
        refused = client.get("/who")
        assert refused.status_code == 503 and "账号文件" in refused.json()["error"]
    finally:
        accounts.path.write_text(kept, encoding="utf-8")


def test_odd_forms_are_refused_with_words(client):
    files = {"username": ("a", b"x")}
    assert client.post("/login", files=files).status_code == 415
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/login", content=iter([b"a=b"]), headers=kind).status_code == 413
    assert client.post("/login", data={**ASKER, "more": "x" * 20_000}).status_code == 413
