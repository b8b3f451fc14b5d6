"""Serving: an address to listen on, and the page behind it.

Gradio is imported inside `serve`: it takes seconds, and a taken port should be told before.
"""

import errno
import inspect
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address

from retrieval.errors import RetrievalError

HOST = "127.0.0.1"
PORT = 7860
TRIED_PORTS = 20
"""Ports tried from PORT upwards when none was asked for."""


def listen(host: str, port: int | None) -> socket.socket:
    """A listening socket on `host`; without `port` on the first free one from PORT upwards.

    Warns on stderr when the address can be reached from other machines. Raises RetrievalError
    when the port is taken or out of range, or the address is not one of this machine's.
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


def serve(assistant, listener: socket.socket, browser: bool) -> None:
    """Serves the page on `listener` until the process is stopped; prints its address.

    `browser`: also open it in the user's browser.
    """
    application = _application(assistant)
    import uvicorn

    config = uvicorn.Config(application, log_level="warning", timeout_graceful_shutdown=1)
    address = _address(listener)
    print(f"整改问答已启动：{address} （按 Ctrl+C 停止）", flush=True)
    if browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    uvicorn.Server(config).run(sockets=[listener])


def _application(assistant):
    """The ASGI application: Gradio's page at /, without telemetry and links to elsewhere."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    with _without_stub_files():
        import gradio as gr
    from fastapi import FastAPI
    from starlette.middleware import Middleware

    from ui import page, theme
    from ui.shell import Shell

    return gr.mount_gradio_app(
        FastAPI(openapi_url=None),
        page.build(assistant),
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
        theme=theme.theme(),
        css=theme.css(),
        app_kwargs={"middleware": [Middleware(Shell, head=theme.head())]},
    )


@contextmanager
def _without_stub_files() -> Iterator[None]:
    """Gradio imported in half the time.

    On every import it renders a .pyi file for each of its components, for editors; it skips a
    component whose source file is unknown, as all of them are in here.
    """
    real = inspect.getfile

    def getfile(thing):
        if isinstance(thing, type) and thing.__module__.startswith("gradio."):
            raise OSError("no stub file wanted")
        return real(thing)

    inspect.getfile = getfile
    try:
        yield
    finally:
        inspect.getfile = real


def _bound(host: str, port: int) -> socket.socket:
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.create_server(address[:2], family=family)
    if not ip_address(listener.getsockname()[0]).is_loopback:
        print(
            f"注意：{host} 可以从其他电脑访问，而本程序还没有登录功能，任何人都能提问和查看报告。",
            file=sys.stderr,
        )
    return listener


def _bad_address(host: str, port: int) -> RetrievalError:
    return RetrievalError(
        f"无法在 {host} 的端口 {port} 上监听",
        "需要本机的地址，和 1024 至 65535 之间的端口",
        f"去掉 --host 就只在本机（{HOST}）监听；端口用 --port 指定",
    )


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
