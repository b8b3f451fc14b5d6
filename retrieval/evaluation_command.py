"""`python -m retrieval evaluate`: a question set asked, scored, compared and checked."""

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tqdm import tqdm

from retrieval.assistant import Assistant
from retrieval.errors import QuestionFileError
from retrieval.evaluation.accepted import Checked, accept, accepted_path, check
from retrieval.evaluation.comparing import Comparison, compare
from retrieval.evaluation.gold import read_gold
from retrieval.evaluation.results import Outcome, outcome
from retrieval.evaluation.runs import RunFolder, RunStore
from retrieval.evaluation_files import write_all
from retrieval.evaluation_run import begin, proceed
from retrieval.evaluation_text import markdown
from retrieval.settings import QUESTIONS


def evaluate_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what is asked, where the results go, and what they are held against."""
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="文件",
        help="问题文件：.jsonl、.csv 或 .xlsx；不写则用自带的问题集",
    )
    parser.add_argument("--report", metavar="报告", help="只问这份报告")
    parser.add_argument("--output", type=Path, metavar="文件夹", help="把结果写成各种文件")
    parser.add_argument("--baseline", metavar="评测", help="和这一次比；写 最近 就是上一次")
    parser.add_argument("--resume", metavar="评测", help="接着跑没有跑完的一次")
    held = parser.add_mutually_exclusive_group()
    held.add_argument("--check", action="store_true", help="和认可的分数比，低了则退出码为 1")
    held.add_argument("--accept", action="store_true", help="把这次的分数记为认可的分数")


def evaluate(arguments: argparse.Namespace) -> int:
    """Runs an evaluation and prints its summary; 1 where `--check` finds a score fallen.

    Raises QuestionFileError for a question file or accepted scores that cannot be read.
    """
    path = arguments.file or QUESTIONS
    store = RunStore(arguments.index)
    if arguments.check and not accepted_path(path).exists():
        check_missing(path)
    with Assistant.open(arguments.index, arguments.encoder) as assistant:
        baseline = outcome(store.find(arguments.baseline)) if arguments.baseline else None
        if arguments.resume:
            folder = store.find(arguments.resume)
        else:
            folder = begin(assistant, read_gold(path), arguments.report)
        for row in folder.run.bad:
            print(f"第{row['line']}行：{row['reason']}", file=sys.stderr)
        with _bar(folder) as show, _interruptible() as interrupted:
            run = proceed(assistant, folder, show, interrupted)
        found = outcome(folder)
        compared = compare(baseline, found) if baseline else None
        if arguments.output:
            write_all(arguments.output, found, assistant.documents(), compared)
            print(f"结果已写入 {arguments.output}", file=sys.stderr)
    if run.state == "cancelled":
        print(f"已中断。接着跑：evaluate --resume {run.run_id}", file=sys.stderr)
        return 130
    return _tell(found, compared, path, arguments)


def check_missing(path: Path) -> None:
    """Raises QuestionFileError: there are no accepted scores, told before minutes are spent."""
    raise QuestionFileError(
        f"没有认可的分数 {accepted_path(path).name}",
        "检查时要有问题文件旁边的 .accepted.json",
        "先运行一次 evaluate 文件 --accept",
    )


def _tell(
    found: Outcome, compared: Comparison | None, path: Path, arguments: argparse.Namespace
) -> int:
    if arguments.accept:
        accept(found.card, accepted_path(path))
        print(markdown(found, compared))
        print(f"已记为认可的分数：{accepted_path(path).name}", file=sys.stderr)
        return 0
    if not arguments.check:
        print(markdown(found, compared))
        return 0
    rows = check(found.card, accepted_path(path))
    for row in rows:
        print(check_line(row))
    fallen = sum(not row.ok for row in rows)
    print(
        f"{len(rows)} 项中 {fallen} 项不及认可的分数。"
        if fallen
        else f"{len(rows)} 项都不低于认可的分数。"
    )
    return 1 if fallen else 0


def check_line(row: Checked) -> str:
    """[OK] or [FAIL], the metric, the accepted score and the one found."""
    value = "—" if row.found is None else f"{row.found:.3f}"
    why = f"（{row.why}）" if row.why else ""
    return f"{'[OK]  ' if row.ok else '[FAIL]'} {row.name}  认可 {row.accepted:.3f}  这次 {value}  题数 {row.n}{why}"


@contextmanager
def _bar(folder: RunFolder) -> Iterator:
    """A progress callback that draws a bar with the time left on standard error."""
    run = folder.run
    with tqdm(
        total=run.asked,
        initial=run.done,
        desc="评测",
        unit="问",
        file=sys.stderr,
        delay=1,
        leave=False,
        bar_format="{desc} {percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt} 剩余 {remaining}",
    ) as bar:
        yield lambda done, total, left: bar.update(done - bar.n)


@contextmanager
def _interruptible() -> Iterator:
    """A function that comes true at Ctrl-C, so that the answer at hand is still written."""
    asked = []
    before = signal.signal(signal.SIGINT, lambda *_: asked.append(True))
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)
