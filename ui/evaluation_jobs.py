"""Runs that go on in the background while the page shows how far they are."""

import logging
import threading
from dataclasses import dataclass, field

from retrieval.assistant import Assistant
from retrieval.errors import ScopeError
from retrieval.evaluation.runs import RunFolder
from retrieval.evaluation_run import proceed

logger = logging.getLogger(__name__)


@dataclass
class _Job:
    cancel: threading.Event = field(default_factory=threading.Event)
    done: int = 0
    asked: int = 0
    left: float | None = None
    failed: str | None = None
    thread: threading.Thread | None = None


class Jobs:
    """At most one run at a time: a second would make both slow and their times wrong."""

    def __init__(self, assistant: Assistant):
        self.assistant = assistant
        self._lock = threading.Lock()
        self._jobs: dict[str, _Job] = {}

    def start(self, folder: RunFolder) -> None:
        """Goes on with the run in a thread. Raises ScopeError while another one runs."""
        run = folder.run
        with self._lock:
            if other := self.running():
                raise ScopeError(f"评测 {other} 正在跑", "一次只跑一个", "等它跑完，或先取消它")
            job = self._jobs[run.run_id] = _Job(done=run.done, asked=run.asked)
            job.thread = threading.Thread(target=self._go, args=(folder, job), daemon=True)
            job.thread.start()

    def running(self) -> str | None:
        """Id of the run that is going on; None: none is."""
        alive = (i for i, job in self._jobs.items() if job.thread and job.thread.is_alive())
        return next(alive, None)

    def cancel(self, run_id: str) -> None:
        """Asks a run to stop; it does after the question at hand."""
        if job := self._jobs.get(run_id):
            job.cancel.set()

    def wait(self, run_id: str, seconds: float) -> dict | None:
        """How far a run is, at the latest after `seconds`, sooner when it ends; None: none of ours."""
        job = self._jobs.get(run_id)
        if job is None:
            return None
        job.thread.join(seconds)
        return {
            "done": job.done,
            "asked": job.asked,
            "left": job.left,
            "going": job.thread.is_alive(),
            "failed": job.failed,
        }

    def _go(self, folder: RunFolder, job: _Job) -> None:
        def show(done: int, asked: int, left: float | None) -> None:
            job.done, job.asked, job.left = done, asked, left

        try:
            proceed(self.assistant, folder, show, job.cancel.is_set)
        except Exception:
            # The thread has nobody above it: the log gets the traceback, the page a sentence.
            logger.exception("the run %s failed", folder.path.name)
            job.failed = "评测中途出错，已写下的回答还在，可以点“继续”。"
