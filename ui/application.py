"""The ASGI application: the gate, then MCP, files and Gradio's page behind it.

Gradio and MCP are imported inside `application`: they take seconds, and what the user did wrong
should be told before.
"""

import inspect
import os
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from starlette.types import ASGIApp

from retrieval.storage.question_log import QuestionLog
from ui.gate import Gate
from ui.sessions import Sessions, Throttle

OPEN_PAGES = 1000
"""Pages whose conversation the server holds, 65 KB each; with Gradio's own 10,000 the memory of a
server would grow for weeks."""


@dataclass(frozen=True, slots=True)
class Serving:
    """How the page is served. `sessions`: None where nobody has to log in. `root_path`: the path
    that a reverse proxy serves it under, "" for none. `log`: None where nothing is written down."""

    sessions: Sessions | None = None
    root_path: str = ""
    log: QuestionLog | None = None


def application(assistant, serving: Serving) -> ASGIApp:
    """Page, HTTP API and MCP over one assistant, without telemetry and links to elsewhere."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    with _without_stub_files():
        import gradio as gr
    from fastapi import FastAPI
    from starlette.middleware import Middleware

    from ui import files, page, theme
    from ui.answers import Answers
    from ui.doors import Doors
    from ui.mcp_door import mcp_server
    from ui.shell import Shell

    answers = Answers(assistant, serving.log)
    mcp, mcp_routes = mcp_server(Doors(assistant, answers, "mcp"))

    @asynccontextmanager
    async def running(_: FastAPI):
        async with mcp.session_manager.run():
            yield
        answers.close()

    outer = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=running)
    outer.router.routes.extend(mcp_routes)
    outer.include_router(files.router(answers))
    blocks = page.build(assistant, answers)
    blocks.state_session_capacity = OPEN_PAGES
    mounted = gr.mount_gradio_app(
        outer,
        blocks,
        path="/",
        root_path=serving.root_path or None,
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
    # The login page needs the colours and their choice, and nothing else of the page.
    head = theme.head(["page.js"])
    return Gate(mounted, serving.sessions, Throttle(), serving.root_path, head)


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
