"""`python -m retrieval index`: brings the index up to its reports, once or as they change."""

import argparse
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from threading import Event

from retrieval.assistant import build
from retrieval.errors import GateFailed, RetrievalError, SourceMissing
from retrieval.receipt import Receipt, ReportChange
from retrieval.settings import REPORTS, Settings
from retrieval.terminal import progress_bar
from retrieval.watching import settled_changes


def index_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the paths, and how they are taken in."""
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="路径",
        help="报告文件或文件夹；不写则按 corpus/reports/ 同步",
    )
    parser.add_argument("--full", action="store_true", help="全部重读重建")
    parser.add_argument(
        "--gate", type=Path, metavar="文件", help="标准问题集：答得比原来差就不更新，并列出答错的"
    )
    parser.add_argument("--watch", action="store_true", help="一直看着，文件有变就更新，Ctrl-C 停")
    parser.add_argument(
        "--poll", action="store_true", help="配合 --watch：共享盘收不到变动通知时用"
    )
    parser.add_argument(
        "--settle",
        type=float,
        default=Settings().settle_seconds,
        metavar="秒",
        help="配合 --watch：文件静止多久才读，默认 %(default)s 秒",
    )


def index(arguments: argparse.Namespace) -> int:
    """Indexes and prints the receipt; the exit code. Raises as `indexing.reindex`."""
    if arguments.watch:
        return watch(arguments)
    if arguments.poll:
        raise SourceMissing(
            "写了 --poll 没写 --watch", "--poll 是 --watch 的一种看法", "加上 --watch"
        )
    try:
        receipt = _run(arguments, arguments.full)
    except GateFailed as error:
        print(f"没有更新：{error}", file=sys.stderr)
        return 1
    nothing = bool(receipt.failed) and not (receipt.added or receipt.changed or receipt.kept)
    print(receipt_text(receipt), file=sys.stderr if nothing else sys.stdout)
    return 2 if nothing else 0


def watch(arguments: argparse.Namespace, stop: Event | None = None) -> int:
    """Indexes now and after every change, until `stop` is set or Ctrl-C; the exit code.

    A run that fails is told and the next one tried. Raises SourceMissing for a folder that is not
    there.
    """
    folders = arguments.paths or [REPORTS]
    missing = next((path for path in folders if not path.exists()), None)
    if missing:
        raise SourceMissing(f"找不到 {missing}", "要看着的文件夹应已存在", "检查路径是否写对")
    _tell(arguments, arguments.full)
    print(f"正在看着 {'、'.join(map(str, folders))}，按 Ctrl-C 停止。", file=sys.stderr)
    for _ in settled_changes(folders, arguments.settle, arguments.poll, stop):
        _tell(arguments, full=False)
    return 0


def _tell(arguments: argparse.Namespace, full: bool) -> None:
    try:
        receipt = _run(arguments, full)
    except RetrievalError as error:
        print(f"{datetime.now():%H:%M:%S} 没有更新：{error}", file=sys.stderr)
        return
    if receipt.added or receipt.changed or receipt.removed or receipt.failed:
        print(f"{datetime.now():%Y-%m-%d %H:%M:%S}\n{receipt_text(receipt)}", flush=True)


def _run(arguments: argparse.Namespace, full: bool) -> Receipt:
    with progress_bar() as show:
        return build(
            arguments.index,
            arguments.paths or None,
            arguments.encoder,
            full,
            show,
            gate=arguments.gate,
        )


def receipt_text(receipt: Receipt) -> str:
    """The receipt in Chinese, as lines."""
    return "\n".join(_lines(receipt))


def _lines(receipt: Receipt) -> Iterator[str]:
    counts = [
        f"{what} {len(some)}"
        for what, some in (
            ("新增", receipt.added),
            ("更新", receipt.changed),
            ("移除", receipt.removed),
            ("未变", receipt.kept),
        )
    ]
    yield f"报告：{'，'.join(counts)}"
    yield from (f"  {change_text(change)}" for change in receipt.reports)
    yield from (f"  移除：{name}" for name in receipt.removed)
    yield (
        f"索引现有：问题 {receipt.issues} 个，段落 {receipt.passages} 段"
        f"（新算向量 {receipt.embedded}，沿用 {receipt.reused}）"
    )
    if receipt.gate:
        yield receipt.gate
    yield f"用时 {receipt.seconds:.1f} 秒"
    for change in receipt.reports:
        yield from (f"  核对：{change.report_id}——{remark}" for remark in change.remarks)
    yield from (f"  说明：{name}——{note}" for name, note in receipt.notes)
    for name in receipt.kept:
        if "（内容同" in name:
            yield f"  内容相同，没有重复收入：{name}"
    for name in receipt.withheld:
        yield f"  没有收入：{name}——此前被移除或恢复过旧版；要重新收入请写明它的路径"
    yield from (f"  没读成：{name}——{reason}" for name, reason in receipt.failed)


def change_text(change: ReportChange) -> str:
    """What came in of one report, in a line."""
    revision = change.revision
    if change.before is None:
        return f"新增：{change.report_id}（{change.version}），问题 {change.issues} 个"
    counts = "，".join(
        f"{kind} {count}"
        for kind, count in (
            ("新增", revision.count("新增")),
            ("修改", revision.count("修改")),
            ("删去", revision.count("删去")),
            ("未变", revision.kept),
        )
    )
    only = "；与上一版只有空白或换页不同" if revision.blanks_only else ""
    step = f"{change.before} → {change.version}"
    return f"更新：{change.report_id}（{step}），问题：{counts}{only}"
