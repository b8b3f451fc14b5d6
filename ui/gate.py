"""The gate before page, API and MCP alike: who gets in, and with which account.

On this machine alone nobody logs in. Otherwise a request needs a session: the cookie that /login
gave, or name and password in each request (HTTP Basic), as programs send them.
"""

import base64
import binascii
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from retrieval.accounts import ROLES, Account
from retrieval.errors import AccountError
from ui.addresses import is_loopback_name
from ui.login_page import HEADERS, login_page, refusal_page
from ui.rights import CURRENT, LOCAL
from ui.sessions import Sessions, Throttle

COOKIE = "zhenggai_session"

LONGEST_FORM = 10_000
"""Bytes of a login form."""

_FORWARDED = ("x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded")
_MANAGED = "/gradio_api/upload"
"""Gradio writes an upload to the disk before any function that could ask for a right is called."""
_SAFE = ("GET", "HEAD", "OPTIONS")


class Gate:
    """ASGI middleware: notes the account in `scope["account"]` and in `rights.CURRENT`, or refuses.

    `sessions`: None where everybody at this machine gets in without logging in. `root_path`: the
    path that a reverse proxy serves this under, "" for none. `head`: HTML for the login page.
    """

    def __init__(
        self,
        app: ASGIApp,
        sessions: Sessions | None,
        throttle: Throttle,
        root_path: str = "",
        head: str = "",
    ):
        self.app, self.sessions, self.throttle = app, sessions, throttle
        self.root_path, self.head = root_path, head

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})  # nothing here speaks it
        else:
            request = Request(scope, receive)
            try:
                answer = await self._answer(request)
            except AccountError as error:
                answer = self._refusal(request, 503, str(error))
            if answer is not None:
                await answer(scope, receive, send)
                return
            token = CURRENT.set(scope["account"])
            try:
                await self.app(scope, receive, send)
            finally:
                CURRENT.reset(token)

    async def _answer(self, request: Request) -> Response | None:
        """The gate's own answer; None: the account is noted and the request goes on."""
        if _from_another_site(request.method, request.headers):
            return self._refusal(request, 403, "这个请求来自别的网站，已拒绝。请直接打开本页面。")
        path = request.scope["path"].removeprefix(self.root_path)
        if self.sessions is None:
            if words := _not_local(request.headers):
                return self._refusal(request, 403, words)
            account = LOCAL
        elif path == "/login":
            return await self._login(request)
        elif path == "/logout":
            return self._logout(request)
        else:
            account, failed = await self._account(request)
            if account is None:
                return failed or self._refusal(request, 401, "请先登录。")
        request.scope["account"] = account
        if path.startswith(_MANAGED) and not account.may("manage"):
            return self._refusal(request, 403, "上传文件需要管理的权限。")
        if path == "/account":
            told = {"name": account.name, "role": account.role, "login": self.sessions is not None}
            return JSONResponse(told, headers=HEADERS)
        return None

    async def _account(self, request: Request) -> tuple[Account | None, Response | None]:
        if account := self.sessions.account(request.cookies.get(COOKIE)):
            return account, None
        header = request.headers.get("authorization", "")
        if not header.lower().startswith("basic "):
            return None, None
        if account := self.sessions.account(header):
            return account, None
        account, refused = await self._verified(request, *_basic(header))
        if account:
            self.sessions.begin(account, header)
        return account, refused

    async def _login(self, request: Request) -> Response:
        back = request.query_params.get("next", "")
        if request.method != "POST":
            return HTMLResponse(login_page(self.head, back), headers=HEADERS)
        kind, length = (request.headers.get(f"content-{x}", "") for x in ("type", "length"))
        if not kind.startswith("application/x-www-form-urlencoded"):
            return self._refusal(request, 415, "登录要用普通的表单。")
        if not length.isdecimal() or int(length) > LONGEST_FORM:
            return self._refusal(request, 413, "登录表单太长。")
        form = await request.form()
        name, password = str(form.get("username", "")), str(form.get("password", ""))
        account, refused = await self._verified(request, name, password)
        if account is None:
            return refused
        target = f"{self.root_path}{_inside(back)}"
        answer = RedirectResponse(target, 303) if _wants_html(request) else _told(account)
        answer.headers.update(HEADERS)
        secure = request.url.scheme == "https"
        answer.set_cookie(
            COOKIE,
            self.sessions.begin(account),
            path=self.root_path or "/",
            secure=secure,
            httponly=True,
            samesite="lax",
        )
        return answer

    async def _verified(
        self, request: Request, name: str, password: str
    ) -> tuple[Account | None, Response | None]:
        keys = [("name", name), ("address", request.client.host if request.client else "")]
        if wait := self.throttle.attempt(keys):
            words = f"密码错了太多次，请等 {wait:.0f} 秒再试。"
            answer = self._refusal(request, 429, words)
            answer.headers["Retry-After"] = f"{wait + 1:.0f}"
            return None, answer
        account = await run_in_threadpool(self.sessions.accounts.verified, name, password)
        if account is None:
            return None, self._refusal(request, 401, "名字或密码不对。")
        self.throttle.passed(keys)
        return account, None

    def _logout(self, request: Request) -> Response:
        if request.method != "POST":
            return RedirectResponse(f"{self.root_path}/", 303, headers=HEADERS)
        self.sessions.end(request.cookies.get(COOKIE))
        answer = JSONResponse({}, headers=HEADERS)
        answer.delete_cookie(COOKIE, path=self.root_path or "/")
        return answer

    def _refusal(self, request: Request, status: int, words: str) -> Response:
        """Words for a person where a browser shows them, JSON for a program."""
        if not _wants_html(request):
            return JSONResponse({"error": words, "detail": words}, status, headers=HEADERS)
        if status == 401 and request.method == "GET":
            path = request.scope["path"].removeprefix(self.root_path)
            back = quote(path + (f"?{request.url.query}" if request.url.query else ""))
            return RedirectResponse(f"{self.root_path}/login?next={back}", 303, headers=HEADERS)
        back = request.query_params.get("next", "")
        page = login_page(self.head, back, words) if status in (401, 429) else ""
        return HTMLResponse(page or refusal_page(self.head, words), status, headers=HEADERS)


def _told(account: Account) -> Response:
    return JSONResponse({"name": account.name, "role": account.role, "may": ROLES[account.role]})


def _inside(path: str) -> str:
    """`path` where it leads to this server, else its first page."""
    plain = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if plain else "/"


def _wants_html(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _basic(header: str) -> tuple[str, str]:
    try:
        name, _, password = base64.b64decode(header[6:], validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name, password


def _from_another_site(method: str, headers: Headers) -> bool:
    """Whether a browser sends this on behalf of a page of another site; never for safe methods."""
    if method in _SAFE:
        return False
    if site := headers.get("sec-fetch-site"):
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    # Browsers name the origin with every such request; programs name none.
    hosts = {_hostname(headers.get(name, "")) for name in ("host", "x-forwarded-host")} - {""}
    return origin is not None and _hostname(origin.partition("//")[2]) not in hosts


def _not_local(headers: Headers) -> str | None:
    """Why a request is not from this machine though it reached a loopback address; None: it is."""
    if any(name in headers for name in _FORWARDED):
        return "请求经反向代理而来，而登录没有打开。处理办法：用 python app.py --login 启动。"
    if not is_loopback_name(_hostname(headers.get("host", ""))):
        return "请求的地址不是本机的。处理办法：用 http://127.0.0.1 打开；经反向代理时用 --login 启动。"
    return None


def _hostname(host: str) -> str:
    """The name or address in `host`, without port; "" for none, or where it is not well formed."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
