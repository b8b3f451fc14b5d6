"""Runs kept under the index folder, a folder each: what was asked, how, and every answer.

evaluations/20260101-093000-自带/
    run.json         the Run: settings, encoder, what was indexed, times, state
    questions.jsonl  the questions with their gold, as they were asked
    answers.jsonl    a line an answer, written as it is given: a run that stopped goes on here
"""

import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from retrieval.errors import ScopeError
from retrieval.evaluation.gold import GoldQuestion, QuestionSet
from retrieval.evaluation.questions import BadRow

FOLDER = "evaluations"
STATES = {"running": "没有跑完", "cancelled": "已取消", "done": "完成"}


@dataclass(frozen=True, slots=True)
class Run:
    """One evaluation. `state`: a key of STATES. `reports`: id → version. `seconds`: spent asking.

    `settings`: every knob that it ran with. `started`: local time, ISO. `report`: the only report
    it asked, None for all. `right`: share right of what has gold, None until it stops.
    """

    run_id: str
    name: str
    started: str
    state: str
    asked: int
    done: int
    seconds: float
    encoder: str
    generation: int
    reports: dict[str, str]
    settings: dict
    bad: tuple[dict, ...] = ()
    report: str | None = None
    right: float | None = None


class RunFolder:
    """The folder of one run."""

    def __init__(self, path: Path):
        self.path = path

    @property
    def run(self) -> Run:
        """The run as last written."""
        stored = json.loads((self.path / "run.json").read_text("utf-8"))
        return Run(**{**stored, "bad": tuple(stored["bad"])})

    def update(self, **changes) -> Run:
        """Writes changed fields of the run, whole or not at all."""
        run = replace(self.run, **changes)
        self.write(run)
        return run

    def write(self, run: Run) -> None:
        """Writes run.json, whole or not at all."""
        draft = self.path / "run.json.new"
        draft.write_text(json.dumps(asdict(run), ensure_ascii=False, indent=1), "utf-8")
        draft.replace(self.path / "run.json")

    def questions(self) -> list[GoldQuestion]:
        """The questions as they were asked."""
        return [
            GoldQuestion(**{k: tuple(v) if isinstance(v, list) else v for k, v in row.items()})
            for row in _lines(self.path / "questions.jsonl")
        ]

    def answers(self) -> dict[str, dict]:
        """Question id → what was written of its answer. A last line that was cut short is left out."""
        return {row["id"]: row for row in _lines(self.path / "answers.jsonl")}

    def drop_torn_line(self) -> None:
        """Takes away a last line that a stopped process left half written."""
        path = self.path / "answers.jsonl"
        if path.exists():
            content = path.read_bytes()
            path.write_bytes(content[: content.rfind(b"\n") + 1])

    def append(self, row: dict) -> None:
        """Adds an answer; it is on disk when this returns."""
        with (self.path / "answers.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")


class RunStore:
    """Every run of an index folder."""

    def __init__(self, index_dir: Path):
        self.folder = Path(index_dir) / FOLDER

    def start(self, asked: QuestionSet, about: dict) -> RunFolder:
        """A new folder for a run of these questions; `about`: the fields of Run that tell how."""
        now = datetime.now()
        word = re.sub(r"[^\w-]", "", Path(asked.name).stem)[:20]
        path = self._free(f"{now:%Y%m%d-%H%M%S}-{word}")
        path.mkdir(parents=True)
        run = Run(
            run_id=path.name,
            name=asked.name,
            started=now.isoformat(timespec="seconds"),
            state="running",
            asked=len(asked.questions),
            done=0,
            seconds=0.0,
            bad=tuple(asdict(row) for row in asked.bad),
            **about,
        )
        lines = (json.dumps(asdict(q), ensure_ascii=False, default=str) for q in asked.questions)
        (path / "questions.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
        folder = RunFolder(path)
        folder.write(run)
        return folder

    def runs(self) -> list[Run]:
        """The runs kept, the newest first; a folder that is no run is passed over."""
        paths = sorted(self.folder.glob("*/run.json"), reverse=True)
        return [RunFolder(path.parent).run for path in paths]

    def get(self, run_id: str) -> RunFolder:
        """The folder of a run. Raises ScopeError where there is none of exactly this id."""
        if run_id not in (ids := [run.run_id for run in self.runs()]):
            raise self._unknown(run_id, ids)
        return RunFolder(self.folder / run_id)

    def find(self, words: str) -> RunFolder:
        """The run that a user means: by its id, by a part that only one has, or 最近, the newest.

        Raises ScopeError where there is none, or more than one.
        """
        ids = [run.run_id for run in self.runs()]
        if words in ("最近", "last") and ids:
            return self.get(ids[0])
        found = [i for i in ids if words and words in i]
        if words not in ids and len(found) != 1:
            raise self._unknown(words, ids, len(found))
        return self.get(words if words in ids else found[0])

    def _unknown(self, words: str, ids: list[str], found: int = 0) -> ScopeError:
        return ScopeError(
            f"{f'有 {found} 次' if found else '没有'}评测叫 {words or '（空）'}",
            f"现有：{'、'.join(ids[:10]) or '一次也没有'}",
            "写出其中一次的完整编号，或写 最近",
        )

    def remove(self, run_id: str) -> None:
        """Deletes a run. Raises ScopeError where there is none."""
        shutil.rmtree(self.get(run_id).path)

    def _free(self, name: str) -> Path:
        path, number = self.folder / name, 1
        while path.exists():
            number += 1
            path = self.folder / f"{name}-{number}"
        return path


def bad_rows(run: Run) -> Iterable[BadRow]:
    """The rows of the file that could not be asked."""
    return (BadRow(**row) for row in run.bad)


def _lines(path: Path) -> list[dict]:
    if not path.exists():
        return []
    # splitlines would also split at U+2028 inside a question.
    whole, _, _ = path.read_text("utf-8").rpartition("\n")
    return [json.loads(line) for line in whole.split("\n") if line]
