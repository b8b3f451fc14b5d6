"""Work that outlasts a click: it runs in a thread, tells how far it is, and can be called off."""

import logging
import threading
from collections.abc import Callable

from retrieval.errors import RetrievalError
from ui.told import FAULT

logger = logging.getLogger(__name__)

Work = Callable[[Callable[[int, int, str], None]], dict]
"""Gets a progress callback; returns what the browser gets."""


class CalledOff(Exception):
    """Somebody pressed 取消."""


class Job:
    """One piece of work, begun at once."""

    def __init__(self, work: Work):
        self._work = work
        self._told = {"done": 0, "total": 0, "what": "准备"}
        self._result: dict | None = None
        self._called_off = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def state(self) -> dict:
        """How far it is, or, once it is over, {"finished": …} with the result or an error."""
        if self._result is None:
            return dict(self._told)
        return {"finished": self._result}

    def call_off(self) -> None:
        """Ends it at its next step; what it has not made live then stays out."""
        self._called_off.set()

    def wait(self, seconds: float) -> bool:
        """Whether it is over, after at most `seconds`."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._result = self._work(self._tell)
        except CalledOff:
            self._result = {"called_off": True}
        except RetrievalError as error:
            self._result = {"error": str(error)}
        except Exception:
            logger.exception("a job of the page failed")
            self._result = FAULT

    def _tell(self, done: int, total: int, what: str) -> None:
        # The last step told of is over: what it made live can no longer be called off.
        if self._called_off.is_set() and not 0 < total <= done:
            raise CalledOff
        self._told = {"done": done, "total": total, "what": what}
