"""What files would do, as HTML: their state, the issues found, and how a new version differs."""

from collections.abc import Iterator, Sequence
from html import escape

from retrieval.preview import FilePreview
from retrieval.receipt import ReportChange
from retrieval.records import Issue
from retrieval.structure.revision import Change, IssueChange

STATES = {"new": "新报告", "version": "新版本", "same": "内容相同", "unreadable": "读不了"}

_SHOWN = 300
"""Characters of what changed that are shown; the ledger and the commands have it whole."""


def previews(files: Sequence[FilePreview]) -> str:
    """A card a file, and the buttons to take the chosen ones in or to give up."""
    useful = sum(file.document is not None for file in files)
    cards = "".join(_card(place, file) for place, file in enumerate(files))
    into = f'<button type="button" class="go" data-adopt>收入选中的 {useful} 份</button>'
    return (
        '<section class="previews" aria-label="收入前的预览">'
        '<header class="bar"><h2 tabindex="-1">请核对，确认后才会生效</h2></header>'
        f'{cards}<p class="decide">{into if useful else ""}'
        f'<button type="button" class="pill" data-give-up>'
        f"{'放弃，不收入' if useful else '知道了'}</button></p></section>"
    )


def _card(place: int, file: FilePreview) -> str:
    name = escape(file.name)
    state = f'<span class="file-state {file.state}">{STATES[file.state]}</span>'
    if file.document is None or file.change is None:
        return (
            f'<article class="card file {file.state}"><header>{state}<b>{name}</b></header>'
            f'<p class="why">{escape(file.reason)}</p></article>'
        )
    box = f'<input type="checkbox" name="file" value="{name}" id="file-{place}" checked>'
    document = file.document
    return (
        f'<article class="card file {file.state}"><header>{box}{state}'
        f'<label for="file-{place}"><b>{name}</b></label></header>'
        f'<p class="why">{escape(document.report.title)}</p>'
        f"<p>{_counted(file.change)}</p>"
        + "".join(f'<p class="warn">{escape(remark)}</p>' for remark in file.change.remarks)
        + "".join(f'<p class="why">{escape(note)}</p>' for note in document.report.notes)
        + _differences(file.change)
        + _issues(document.issues)
        + "</article>"
    )


def _counted(change: ReportChange) -> str:
    if change.before is None:
        return f"读到 {change.issues} 个问题"
    revision = change.revision
    if revision.blanks_only:
        return f"与现在的 {escape(change.before)} 只有空白或换页不同（{change.issues} 个问题）"
    counts = "，".join(f"{kind} {revision.count(kind)}" for kind in ("新增", "修改", "删去"))
    return f"与现在的 {escape(change.before)} 相比：问题{counts}，未变 {revision.kept}"


def _differences(change: ReportChange) -> str:
    if change.before is None or not change.revision.issues:
        return ""
    rows = "".join(_difference(issue) for issue in change.revision.issues)
    return f"<details open><summary>有哪些不同</summary>{rows}</details>"


def _difference(issue: IssueChange) -> str:
    told = "".join(_line(change) for change in issue.changes)
    return (
        f'<div class="difference"><p><b>{issue.kind}</b> 问题{escape(issue.number)} '
        f"{escape(issue.title)}</p>{told}</div>"
    )


def _line(change: Change) -> str:
    before, after = (_short(words) for words in (change.before, change.after))
    return f'<p class="change"><i>{change.what}</i><del>{before}</del><ins>{after}</ins></p>'


def _short(words: str) -> str:
    return escape(words[:_SHOWN] + ("……" if len(words) > _SHOWN else "")) or "（没有）"


def _issues(issues: Sequence[Issue]) -> str:
    if not issues:
        return ""
    return (
        f"<details><summary>读到的问题（{len(issues)}）</summary><table><thead><tr>"
        '<th scope="col">编号</th><th scope="col">问题</th><th scope="col">时限</th>'
        f'<th scope="col">状态</th></tr></thead><tbody>{"".join(_rows(issues))}</tbody></table>'
        "</details>"
    )


def _rows(issues: Sequence[Issue]) -> Iterator[str]:
    for issue in issues:
        deadline = issue.deadline.text if issue.deadline else "—"
        status = issue.status.text if issue.status else "—"
        yield (
            f'<tr><th scope="row">{escape(issue.number)}</th><td>{escape(issue.title)}</td>'
            f"<td>{escape(deadline)}</td><td>{escape(status)}</td></tr>"
        )
