"""A small Gradio page with a guarded function, for test_rights; run as a program of its own.

    python tests/guarded_app.py ACCOUNTS_FOLDER DONE_FILE

Prints its address, then the id of the component whose server function is guarded. Every call of the
guarded function adds a line to DONE_FILE.
"""

import sys
from pathlib import Path

import gradio as gr
import uvicorn
from fastapi import FastAPI

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from retrieval.accounts import Accounts  # noqa: E402
from ui.gate import Gate  # noqa: E402
from ui.http_door import told  # noqa: E402
from ui.rights import guarded  # noqa: E402
from ui.server import listen  # noqa: E402
from ui.sessions import Sessions, Throttle  # noqa: E402


def main(folder: str, done: str) -> None:
    def look(what: str) -> str:
        return f"seen {what}"

    def change(what: str) -> str:
        with Path(done).open("a") as file:
            file.write(f"{what}\n")
        return f"changed {what}"

    with gr.Blocks(analytics_enabled=False) as blocks:
        for queued in (True, False):
            kind = "queued" if queued else "direct"
            gr.api(told(look), api_name=f"look_{kind}", queue=queued)
            gr.api(told(guarded("manage", change)), api_name=f"change_{kind}", queue=queued)
        panel = gr.HTML(server_functions=[guarded("manage", change)])
    page = gr.mount_gradio_app(FastAPI(), blocks, path="/", mcp_server=False)
    gate = Gate(page, Sessions(Accounts(Path(folder)), 600, 3600), Throttle())
    listener = listen("127.0.0.1", None)
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", panel._id, flush=True)
    uvicorn.Server(uvicorn.Config(gate, log_level="error")).run(sockets=[listener])


main(*sys.argv[1:])
