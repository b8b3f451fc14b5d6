"""The tab 报告管理: files come in, are shown before they go live, and can be taken out again.

The browser (`manage.js`) calls the functions below through Gradio; each answers with HTML that is
complete and escaped. Work that takes time runs as a `Job`, which the browser asks after.
"""

import threading
import uuid
from collections import OrderedDict

import gradio as gr

from retrieval.assistant import Assistant
from retrieval.errors import IndexStateError, ScopeError
from retrieval.indexing import reindex, remove, rollback
from retrieval.preview import FilePreview, preview
from retrieval.storage import snapshot
from ui.manage_incoming import Incoming
from ui.manage_job import Job
from ui.manage_preview import previews
from ui.manage_view import WAITING, counted, frame, receipt_card, reports_and_history
from ui.rights import guarded
from ui.told import told

_JOBS_KEPT = 20


def build(blocks: gr.Blocks, assistant: Assistant) -> None:
    """Adds the tab to `blocks`, which is open; what is live is read when it is shown."""
    desk = Desk(assistant)
    calls = (
        *(desk.opened, desk.begun, desk.received, desk.dropped, desk.checked, desk.adopted),
        *(desk.removed, desk.restored, desk.progress, desk.called_off),
    )
    gr.HTML(
        WAITING,
        apply_default_css=False,
        elem_id="manage",
        js_on_load="page.manage(element, server)",
        server_functions=[told(guarded("manage", call)) for call in calls],
    )


class Desk:
    """What the browser calls; each takes a dict and returns JSON."""

    def __init__(self, assistant: Assistant):
        self.assistant = assistant
        self.incoming = Incoming(assistant.index_dir)
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._previews: dict[str, tuple[FilePreview, ...]] = {}
        self._lock = threading.Lock()

    def opened(self, asked: dict) -> dict:
        """The frame, and what is live and was live before."""
        return {"frame": frame(), **self._state()}

    def begun(self, asked: dict) -> dict:
        """The name of a new batch of files."""
        batch = self.incoming.begin()
        there = {folder.name for folder in self.incoming.folder.iterdir()}
        self._previews = {name: rows for name, rows in self._previews.items() if name in there}
        return {"batch": batch}

    def received(self, asked: dict) -> dict:
        """Takes a piece of a file: batch, name, offset in bytes, data in base64."""
        offset = asked.get("offset")
        if not isinstance(offset, int) or offset < 0:
            offset = 0
        name, data = str(asked.get("name", "")), str(asked.get("data", ""))
        return {"name": self.incoming.add(str(asked.get("batch", "")), name, offset, data)}

    def dropped(self, asked: dict) -> dict:
        """Gives up a batch: its files are deleted, nothing went live."""
        self.incoming.drop(str(asked.get("batch", "")))
        self._previews.pop(str(asked.get("batch", "")), None)
        return {}

    def checked(self, asked: dict) -> dict:
        """Begins reading the files of a batch, for the preview."""
        batch = str(asked.get("batch", ""))
        files = self.incoming.files(batch)

        def work(tell) -> dict:
            found = preview(self.assistant.index_dir, files, self.assistant.settings, tell)
            self._previews[batch] = found
            return {"preview": previews(found)}

        return self._begin(work)

    def adopted(self, asked: dict) -> dict:
        """Begins making the chosen files of a batch live."""
        batch, names = str(asked.get("batch", "")), asked.get("names")
        known = {f.name: f for f in self._previews.get(batch, ()) if f.document}
        chosen = [
            f for f in self.incoming.files(batch) if f.name in known and f.name in (names or ())
        ]
        if not chosen:
            raise ScopeError("没有选中能收入的文件", "至少选一个新报告或新版本", "勾选后再试")
        documents = [known[path.name].document for path in chosen]

        def work(tell) -> dict:
            tell(0, 1, "收入报告")
            with self.incoming.adopted(batch, chosen) as paths:
                receipt = reindex(
                    self.assistant.index_dir,
                    paths,
                    self.assistant.encoder,
                    self.assistant.settings,
                    progress=tell,
                    known={d.report.sha256: d for d in documents},
                )
            self.assistant.catch_up()  # ready before the receipt says so
            self.dropped(asked)
            return {"receipt": receipt_card(receipt), **self._state()}

        return self._begin(work)

    def removed(self, asked: dict) -> dict:
        """Begins taking a report out; the state before it can be restored."""
        report = str(asked.get("report", ""))
        before = self.assistant.searcher.database.generation

        def work(tell) -> dict:
            receipt = remove(self.assistant.index_dir, report, self.assistant.settings)
            return {"receipt": receipt_card(receipt, undo=before), **self._state()}

        return self._begin(work)

    def restored(self, asked: dict) -> dict:
        """Begins making an earlier snapshot live again."""
        wanted = asked.get("generation")
        if not isinstance(wanted, int):
            raise ScopeError("没有说明恢复到哪个快照", "应为快照编号", "刷新页面后再试")

        def work(tell) -> dict:
            assistant = self.assistant
            rollback(assistant.index_dir, wanted, assistant.encoder, assistant.settings)
            return {"restored": wanted, **self._state()}

        return self._begin(work)

    def progress(self, asked: dict) -> dict:
        """How far a job is, or its result."""
        return self._job(asked).state()

    def called_off(self, asked: dict) -> dict:
        """Calls a job off."""
        self._job(asked).call_off()
        return {}

    def _begin(self, work) -> dict:
        with self._lock:
            name = uuid.uuid4().hex
            self._jobs[name] = Job(work)
            while len(self._jobs) > _JOBS_KEPT:
                self._jobs.popitem(last=False)
        return {"job": name}

    def _job(self, asked: dict) -> Job:
        job = self._jobs.get(str(asked.get("job", "")))
        if job is None:
            raise IndexStateError("这件事已经没有记录", "服务可能重启过", "刷新页面看看结果")
        return job

    def _state(self) -> dict:
        self.assistant.catch_up()
        documents = self.assistant.documents()
        history = snapshot.history(self.assistant.searcher.database)
        return {
            "lists": reports_and_history(documents, history),
            "indexed": counted(documents),
        }
