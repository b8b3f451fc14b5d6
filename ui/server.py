"""Serving: an address to listen on, who may enter, and the page behind it."""

import errno
import socket
import threading
import webbrowser
from contextlib import AbstractContextManager, nullcontext
from ipaddress import ip_address
from pathlib import Path

from retrieval.accounts import Accounts
from retrieval.errors import RetrievalError
from retrieval.settings import Settings
from retrieval.storage.question_log import QuestionLog
from ui.application import Serving, application
from ui.sessions import Sessions

HOST = "127.0.0.1"
PORT = 7860
TRIED_PORTS = 20
"""Ports tried from PORT upwards when none was asked for."""

_KEEP_ALIVE = 75
"""Seconds that an idle connection is kept: longer than a proxy keeps its own (nginx: 60), which would
else send the next question down a connection that is just being closed."""


def listen(host: str, port: int | None) -> socket.socket:
    """A listening socket on `host`; without `port` on the first free one from PORT upwards.

    Raises RetrievalError when the port is taken or out of range, or the address is not one of this
    machine's.
    """
    ports = range(PORT, PORT + TRIED_PORTS) if port is None else (port,)
    for candidate in ports:
        try:
            return _bound(host, candidate)
        except (socket.gaierror, OverflowError) as error:
            raise _bad_address(host, candidate) from error
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise _bad_address(host, candidate) from error
    tried = f"{ports[0]}" if len(ports) == 1 else f"{ports[0]} 至 {ports[-1]}"
    raise RetrievalError(
        f"端口 {tried} 已被其他程序占用",
        "需要一个空闲的端口",
        "用 --port 换一个端口（例如 --port 8080），或先停掉占用它的程序",
    )


def who_may_enter(
    listener: socket.socket, index_dir: Path, login: bool, settings: Settings
) -> Sessions | None:
    """The sessions of those who log in, or None where only this machine reaches `listener`.

    `login`: ask for it on a loopback address too, as behind a reverse proxy. Raises RetrievalError
    where a login is needed and there is no account.
    """
    host = listener.getsockname()[0]
    if ip_address(host).is_loopback and not login:
        return None
    accounts = Accounts(index_dir)
    if not accounts.all():
        raise RetrievalError(
            "要求登录，而还没有账号" if login else f"{host} 可以从其他电脑访问，而还没有账号",
            "至少需要一个账号，登录后才能提问和查看报告",
            "用 python -m retrieval users add 名字 --role manage 建立账号"
            + ("" if login else f"；只在本机使用就去掉 --host（默认 {HOST}）"),
        )
    return Sessions(accounts, settings.session_idle_hours * 3600, settings.session_hours * 3600)


def question_log(index_dir: Path, keep_days: float) -> AbstractContextManager[QuestionLog | None]:
    """The log of questions; None where `keep_days` is 0. Raises LogError."""
    return QuestionLog(index_dir, keep_days) if keep_days else nullcontext()


def serve(assistant, listener: socket.socket, browser: bool, serving: Serving = Serving()) -> None:
    """Serves the page on `listener` until the process is stopped; prints its address.

    `browser`: also open it in the user's browser.
    """
    served = application(assistant, serving)
    import uvicorn

    # Behind a proxy of this machine the forwarded address and scheme are believed, else not.
    config = uvicorn.Config(
        served,
        log_level="warning",
        timeout_graceful_shutdown=1,
        timeout_keep_alive=_KEEP_ALIVE,
        root_path=serving.root_path,
    )
    address = _address(listener)
    print(f"整改问答已启动：{address} （按 Ctrl+C 停止）", flush=True)
    if browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    uvicorn.Server(config).run(sockets=[listener])


def _bound(host: str, port: int) -> socket.socket:
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    return socket.create_server(address[:2], family=family)


def _bad_address(host: str, port: int) -> RetrievalError:
    return RetrievalError(
        f"无法在 {host} 的端口 {port} 上监听",
        "需要本机的地址，和 1024 至 65535 之间的端口",
        f"去掉 --host 就只在本机（{HOST}）监听；端口用 --port 指定",
    )


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
