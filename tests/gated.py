"""An ASGI application on a real server inside the test, and a clock that tests set."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from ui.server import listen


class Clock:
    """Seconds of a monotonic clock; stands still until `now` is changed."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@contextmanager
def running(application) -> Iterator[str]:
    """`application` on a free loopback port; yields its address."""
    listener = listen("127.0.0.1", None)
    server = uvicorn.Server(uvicorn.Config(application, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
