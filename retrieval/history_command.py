"""`python -m retrieval history`, `rollback` and `remove`: earlier states of the index."""

import argparse
import json
from collections.abc import Iterator
from datetime import datetime

from retrieval.index_command import receipt_text
from retrieval.indexing import remove, rollback
from retrieval.ranking.encoder import load_encoder
from retrieval.settings import Settings
from retrieval.storage import snapshot
from retrieval.storage.database import Database
from retrieval.structure.revision import Change, IssueChange, revision


def history_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the comparison of two versions, and JSON."""
    parser.add_argument(
        "--diff",
        nargs=3,
        metavar=("报告", "版本1", "版本2"),
        help="逐个问题列出两个版本的不同，如 --diff 报告名 v1 v2",
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def history(arguments: argparse.Namespace) -> int:
    """Prints the snapshots, or what differs between two versions. Raises ScopeError."""
    with Database.open(arguments.index) as database:
        if arguments.diff:
            report, *versions = arguments.diff
            old, new = (database.load_document(report, version) for version in versions)
            _print_revision(revision(old, new), arguments.json)
            return 0
        _print_snapshots(snapshot.history(database), arguments.json)
    return 0


def _print_snapshots(snapshots, as_json: bool) -> None:
    for each in reversed(snapshots):
        if as_json:
            row = {"generation": each.generation, "created": each.created, "cause": each.cause}
            print(json.dumps({**row, "reports": each.versions}, ensure_ascii=False))
            continue
        live = "（生效）" if each is snapshots[-1] else ""
        when = datetime.fromisoformat(each.created).astimezone()
        print(
            f"快照 {each.generation}{live} {when:%Y-%m-%d %H:%M}："
            f"{each.cause}，报告 {len(each.versions)} 份"
        )


def _print_revision(found, as_json: bool) -> None:
    if as_json:
        for issue in found.issues:
            print(json.dumps(_issue_json(issue), ensure_ascii=False))
        return
    counts = "，".join(f"{kind} {found.count(kind)}" for kind in ("新增", "修改", "删去"))
    print(f"问题：{counts}，未变 {found.kept}")
    if found.blanks_only:
        print("两个版本只有空白或换页不同。")
    for issue in found.issues:
        print(f"[{issue.kind}] 问题{issue.number} {issue.title}")
        for line in (line for change in issue.changes for line in _change_lines(change)):
            print(f"    {line}")


def _issue_json(issue: IssueChange) -> dict:
    changes = [{"what": c.what, "before": c.before, "after": c.after} for c in issue.changes]
    return {"kind": issue.kind, "issue": issue.number, "title": issue.title, "changes": changes}


def _change_lines(change: Change) -> Iterator[str]:
    yield f"{change.what}："
    yield f"  原：{change.before or '（没有）'}".replace("\n", "\n        ")
    yield f"  今：{change.after or '（没有）'}".replace("\n", "\n        ")


def rollback_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the number of the snapshot."""
    parser.add_argument(
        "snapshot", nargs="?", type=int, metavar="快照", help="快照编号；不写则是上一个"
    )


def run_rollback(arguments: argparse.Namespace) -> int:
    """Makes an earlier snapshot live again. Raises ScopeError."""
    encoder = load_encoder(arguments.encoder)
    live = rollback(arguments.index, arguments.snapshot, encoder, Settings())
    print(f"已恢复：{live.cause}，现为快照 {live.generation}，报告 {len(live.versions)} 份")
    for report, version in live.versions.items():
        print(f"  {report}（{version}）")
    print("再按 corpus/reports/ 同步时，退下来的内容不会自动回来，文件改动后才会再收入。")
    return 0


def remove_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the report to take out."""
    parser.add_argument("report", metavar="报告", help="要移除的报告（文件名去掉后缀）")


def run_remove(arguments: argparse.Namespace) -> int:
    """Takes a report out and prints the receipt. Raises ScopeError."""
    print(receipt_text(remove(arguments.index, arguments.report, Settings())))
    print("文件没有动；同步时不会再收入同样的内容。反悔请运行 python -m retrieval rollback")
    return 0
