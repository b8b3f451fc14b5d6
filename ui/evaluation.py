"""The tab 批量评测: question files asked and scored, runs compared, gold drafted.

The browser (`evaluation.js`) holds what is open and calls the functions below through Gradio; each
answers with HTML that is complete and escaped, or with a file.
"""

import base64
import binascii
import json
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePosixPath

import gradio as gr

from retrieval.assistant import Assistant
from retrieval.errors import QuestionFileError, ScopeError
from retrieval.evaluation.comparing import compare
from retrieval.evaluation.drafts import drafts
from retrieval.evaluation.gold import COLUMNS, QuestionSet, headers, read_gold
from retrieval.evaluation.results import Outcome, outcome
from retrieval.evaluation.runs import RunStore
from retrieval.evaluation_files import FORMS, content
from retrieval.evaluation_run import begin
from retrieval.evaluation_table import question_file
from retrieval.language.tokenizer import shared_tokenizer
from retrieval.settings import QUESTIONS
from ui import evaluation_form as form
from ui.evaluation_drafts import confirmed, draft_table
from ui.evaluation_jobs import Jobs
from ui.evaluation_report import PAGE, comparison, report
from ui.rights import guarded
from ui.told import told

LARGEST = 30 * 2**20
"""Bytes of a question file that the page takes."""
POLL = 0.8
"""Seconds that a question for the progress waits for news."""

TEMPLATE = (
    {
        "id": "1",
        "question": "天业集团罚款多少",
        "answers": "12万元",
        "issues": "十九",
        "kind": "fact",
    }
    | {"evidence": "对天业集团处罚12万元"},
    {"id": "2", "question": "已经完成整改的是哪些问题", "issues": "五|六|九", "kind": "list"},
    {"id": "3", "question": "环保局局长是谁", "kind": "refuse", "answerable": "no"},
)


def build(blocks: gr.Blocks, assistant: Assistant) -> None:
    """Adds the tab to `blocks`, which is open; the runs are read when it is shown."""
    desk = Desk(assistant)
    calls = (
        desk.opened,
        desk.looked,
        desk.started,
        desk.progress,
        desk.cancelled,
        desk.resumed,
        desk.shown,
        desk.compared,
        desk.removed,
        desk.saved,
        desk.template,
        desk.drafted,
        desk.drafts_saved,
    )
    gr.HTML(
        form.WAITING,
        apply_default_css=False,
        elem_id="evaluation",
        js_on_load="page.evaluation(element, server)",
        server_functions=[told(guarded("manage", call)) for call in calls],
    )


class Desk:
    """What the browser calls; each takes a JSON object and returns one."""

    def __init__(self, assistant: Assistant):
        self.assistant = assistant
        self.store = RunStore(assistant.index_dir)
        self.jobs = Jobs(assistant)

    def opened(self, asked: dict) -> dict:
        """The frame with the runs kept, and the run that is going on, if one is."""
        size = len(read_gold(QUESTIONS).questions) if QUESTIONS.is_file() else 0
        running = self.jobs.running()
        return {"frame": form.frame(*self._kept(), size), "running": running}

    def looked(self, asked: dict) -> dict:
        """What is in a file: its questions and bad rows, or a form that asks what its columns are."""
        with tempfile.TemporaryDirectory() as folder:
            path = _file(asked, Path(folder))
            columns = headers(path)
            if "question" not in columns and not _columns(asked):
                return {"prepared": form.mapping(path.name, columns)}
            return {"prepared": form.prepared(read_gold(path, _columns(asked)))}

    def started(self, asked: dict) -> dict:
        """Starts a run of the shipped set, of a file, or of confirmed drafts; its id."""
        if other := self.jobs.running():
            raise ScopeError(f"评测 {other} 正在跑", "一次只跑一个", "等它跑完，或先取消它")
        folder = begin(self.assistant, self._questions(asked))
        self.jobs.start(folder)
        return {"run": folder.run.run_id}

    def progress(self, asked: dict) -> dict:
        """How far the run is; waits a little for news."""
        found = self.jobs.wait(str(asked.get("run")), POLL)
        return found or {"done": 0, "asked": 0, "left": None, "going": False, "failed": None}

    def cancelled(self, asked: dict) -> dict:
        """Asks the run to stop after the question at hand."""
        self.jobs.cancel(str(asked.get("run")))
        return {}

    def resumed(self, asked: dict) -> dict:
        """Goes on with a run that stopped."""
        folder = self.store.get(str(asked.get("run")))
        self.jobs.start(folder)
        return {"run": folder.run.run_id}

    def shown(self, asked: dict) -> dict:
        """A run with its figures and questions, and the list of runs as it is now."""
        most = asked.get("most")
        most = max(most, PAGE) if isinstance(most, int) else PAGE
        found = self._outcome(asked)
        html = report(found, most, str(asked.get("only") or ""))
        return {"result": html, "kept": form.run_list(*self._kept()), "run": found.run.run_id}

    def compared(self, asked: dict) -> dict:
        """The run `before` against the run that is open."""
        before = outcome(self.store.get(str(asked.get("before"))))
        after = self._outcome(asked)
        names = (before.run.run_id, after.run.run_id)
        return {"compared": comparison(compare(before, after), *names)}

    def removed(self, asked: dict) -> dict:
        """Deletes a run; the list without it. Raises ScopeError for the one that is going on."""
        run_id = str(asked.get("run"))
        if run_id == self.jobs.running():
            raise ScopeError("这次评测正在跑", "跑着的不能删", "先取消它")
        self.store.remove(run_id)
        return {"kept": form.run_list(*self._kept())}

    def saved(self, asked: dict) -> dict:
        """The run as a file in base64. Nothing is written to the server's disk."""
        wanted = str(asked.get("form"))
        wanted = wanted if wanted in FORMS else "xlsx"
        name, kind = FORMS[wanted]
        return _download(
            name, kind, content(wanted, self._outcome(asked), self.assistant.documents())
        )

    def template(self, asked: dict) -> dict:
        """An empty question file with three rows that show how it is filled in."""
        wanted = "csv" if asked.get("form") == "csv" else "xlsx"
        return _download(f"问题模板.{wanted}", FORMS[wanted][1], question_file(TEMPLATE, wanted))

    def drafted(self, asked: dict) -> dict:
        """Draft questions of every live report, as a table to be edited."""
        rows = [
            row
            for document in self.assistant.documents()
            for row in drafts(document, shared_tokenizer())
        ]
        if not rows:
            raise ScopeError(
                "报告里没有能起草的问题", "要有编号的问题或带数字的句子", "先收入一份报告"
            )
        several = len(self.assistant.documents()) > 1
        numbered = (
            [{**row, "id": f"g{n:04d}"} for n, row in enumerate(rows, 1)] if several else rows
        )
        return {"drafts": draft_table(numbered)}

    def drafts_saved(self, asked: dict) -> dict:
        """The confirmed drafts as a question file."""
        rows = confirmed(asked)
        if not rows:
            raise ScopeError("还没有勾上的题", "至少勾上一题", "核对后勾上“对”，再存")
        wanted = str(asked.get("form"))
        name = f"问题集_{date.today():%Y%m%d}"
        if wanted == "jsonl":
            lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            return _download(f"{name}.jsonl", FORMS["jsonl"][1], lines.encode())
        wanted = "csv" if wanted == "csv" else "xlsx"
        return _download(f"{name}.{wanted}", FORMS[wanted][1], question_file(rows, wanted))

    def _questions(self, asked: dict) -> QuestionSet:
        if asked.get("what") == "shipped":
            return read_gold(QUESTIONS)
        with tempfile.TemporaryDirectory() as folder:
            if asked.get("what") == "drafts":
                path = Path(folder) / "起草的问题.jsonl"
                rows = (json.dumps(row, ensure_ascii=False) for row in confirmed(asked))
                path.write_text("\n".join(rows), "utf-8")
            else:
                path = _file(asked, Path(folder))
            return read_gold(path, _columns(asked))

    def _outcome(self, asked: dict) -> Outcome:
        return outcome(self.store.get(str(asked.get("run"))))

    def _kept(self) -> tuple:
        runs = self.store.runs()
        right = {run.run_id: run.right for run in runs if run.right is not None}
        return runs, right, self.jobs.running()


def _file(asked: Mapping, folder: Path) -> Path:
    """The file that the browser sent, written into `folder`. Raises QuestionFileError."""
    name = PurePosixPath(str(asked.get("name") or "问题.csv").replace("\\", "/")).name
    try:
        data = base64.b64decode(str(asked.get("content") or ""), validate=True)
    except binascii.Error as error:
        raise QuestionFileError(f"{name} 没有传完整", "要整个文件", "再选一次文件") from error
    if len(data) > LARGEST:
        raise QuestionFileError(
            f"{name} 有 {len(data) // 2**20} MB", f"最大 {LARGEST // 2**20} MB", "分成几个文件"
        )
    path = folder / name
    path.write_bytes(data)
    return path


def _columns(asked: Mapping) -> dict[str, str]:
    """Header of the file → the contract's column, as chosen on the page."""
    given = asked.get("columns")
    given = given if isinstance(given, dict) else {}
    return {str(header): column for column, header in given.items() if header and column in COLUMNS}


def _download(name: str, kind: str, data: bytes) -> dict:
    return {"name": name, "kind": kind, "content": base64.b64encode(data).decode()}
