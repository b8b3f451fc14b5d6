"""An Answer as HTML. Whatever comes from a report or a user is escaped here and nowhere else."""

from collections.abc import Mapping, Sequence
from html import escape

from retrieval.errors import RetrievalError
from retrieval.records import Answer, Document, Evidence, Issue, Report
from retrieval.sources.notes import recognised
from ui.addends import addends, issues_of
from ui.card_tools import card_tools
from ui.highlights import clause_round, highlighted
from ui.ledger_overview import STATUS_CLASSES
from ui.places import of_evidence, of_issue
from ui.words import CONFIDENCE, confidence_level, reason_words

MAX_ISSUE_TITLE = 60
"""Characters of an issue's title shown in the answer card."""

EVIDENCE, RELATED, NEAREST = "依据", "相关段落", "最接近的段落"

FIGURE, PHRASE = 14, 40
"""Longest short answers, in characters, that are set as a figure and as a phrase."""


def _card(kind: str, body: str) -> str:
    return f'<section class="card {kind}" aria-label="答案">{body}</section>'


EMPTY = _card(
    "empty",
    '<p class="headline">问一句报告里写到的事</p><ul class="promises">'
    "<li><b>答案摘自原文</b>金额、日期、单位、时限、状态，连同所在的那段话。</li>"
    "<li><b>统计逐条核对</b>“哪些”“几个”按问题清单逐条数，写明看了多少条。</li>"
    "<li><b>可以限定范围</b>只看正文、某个问题，或某种状态、某个单位的。</li>"
    "<li><b>没有就说没有</b>报告没写的不猜，附上最接近的段落。</li></ul>",
)
"""Shown before the first question."""

FAULT = _card(
    "error",
    '<p class="headline">程序出错了，这个问题没有答成</p>'
    '<p class="cure"><b>处理办法：</b>请再试一次；仍然不行时，请把问题和时间告诉管理员。</p>',
)
"""Shown when the program itself fails; the details are in the server's log."""


def error_card(error: RetrievalError) -> str:
    """What was found, what was expected and the cure, in place of an answer."""
    return _card(
        "error",
        f'<p class="headline">{escape(error.found)}</p><p>{escape(error.expected)}。</p>'
        f'<p class="cure"><b>处理办法：</b>{escape(error.cure)}。</p>',
    )


def outdated(report: Report, live: str | None) -> str:
    """The mark above an answer that was read from a version that is not live; `live` None: no
    version of the report is."""
    now = f"现行的是 {escape(live)}" if live else "这份报告现在没有生效的版本"
    return (
        f'<p class="outdated" role="note"><b>旧版 {escape(report.version)}</b>'
        f"以下答案和依据都出自旧版，不是现行版本；{now}。</p>"
    )


def answer_card(answer: Answer, documents: Mapping[str, Document], tools: str = "") -> str:
    """The card that stands first: short answer or refusal, issue, confidence, report.

    `documents` maps report ids to the live documents; a report that is not among them is named
    by its id, and an issue that is not among theirs stays a bare badge. `tools` is HTML that stands
    beside 复制.
    """
    ids = dict.fromkeys(e.report for e in answer.evidence if e.report in documents) or documents
    cited = [documents[report] for report in ids]
    issues = list(issues_of(answer, documents)) if answer.issues else []
    table = addends(answer, documents)
    head = _refusal(answer, cited) if answer.abstained else _short(_without_list(answer))
    body = (
        _asked(answer),
        head,
        _quote(answer),
        _verdict(answer, [] if table else issues, bool(table)),
        table or _issue_facts(issues),
        _source(answer, cited),
        card_tools(answer, issues, cited, tools),
    )
    return _card("refusal" if answer.abstained else "answer", "".join(body))


def evidence_cards(answer: Answer, documents: Mapping[str, Document]) -> str:
    """The cited passages in rank order, each with heading path, page and highlighted spans.

    Only a passage with a highlight is called evidence; the others are told as related ones. One
    from a report whose text was recognised from a picture says so.
    """
    if not answer.evidence:
        return ""
    total, cards = len(answer.evidence), []
    for rank, evidence in enumerate(answer.evidence, 1):
        label = NEAREST if answer.abstained else EVIDENCE if evidence.highlights else RELATED
        cards.append(_evidence_card(evidence, f"{label} {rank}/{total}", documents))
    label = NEAREST if answer.abstained else EVIDENCE
    return f'<section aria-label="{label}">{"".join(cards)}</section>'


def _asked(answer: Answer) -> str:
    resolved = (
        f'<p class="resolved">理解为：{escape(answer.resolved)}</p>' if answer.resolved else ""
    )
    return f'<p class="asked">{escape(answer.question)}</p>{resolved}'


def _short(text: str) -> str:
    # A figure is read at a glance, a reason is read as a sentence.
    size = "figure" if len(text) <= FIGURE else "phrase" if len(text) <= PHRASE else "sentence"
    return f'<p class="short {size}">{escape(text)}</p>'


def _without_list(answer: Answer) -> str:
    """The short answer, less a list of the very issues that follow it as badges."""
    head, _, listed = answer.text.partition("：")
    return head if tuple(listed.removeprefix("问题").split("、")) == answer.issues else answer.text


def _refusal(answer: Answer, documents: Sequence[Document]) -> str:
    words = reason_words(answer.reason)
    last = next((d.issues[-1].number for d in documents if d.issues), None)
    hint = words.hint.format(last=f"问题{last}" if last else "最后一个问题")
    return f'<p class="headline">{escape(words.headline)}</p><p class="hint">{escape(hint)}</p>'


def _quote(answer: Answer) -> str:
    """The clause that a fact is read from, so that the answer is seen in its own words."""
    first = answer.evidence[0] if answer.evidence else None
    if answer.kind != "fact" or first is None or not first.highlights:
        return ""
    text, (start, end) = first.passage.text, first.highlights[0]
    left, right = clause_round(text, start, end)
    if right - left <= len(answer.text or "") + 2:
        return ""
    return f'<p class="quote">{highlighted(text[left:right], [(start - left, end - left)])}</p>'


def _verdict(answer: Answer, issues: Sequence[tuple[Document, Issue]], listed: bool) -> str:
    """One line: the issues that the answer rests on, unless they are `listed` below, how sure it
    is, what was looked at."""
    known = {issue.number for _, issue in issues}
    badges = "".join(
        f'<li><button type="button" class="badge" data-place '
        f"{of_issue(issue, document.report, _marks(answer)).attributes()}>"
        f"问题{escape(issue.number)}</button></li>"
        for document, issue in issues
    ) + "".join(
        f'<li class="badge">问题{escape(number)}</li>'
        for number in answer.issues
        if number not in known and not listed
    )
    parts = [f'<ul class="badges" aria-label="涉及的问题">{badges}</ul>'] if badges else []
    if not answer.abstained:
        parts.append(_confidence(answer.confidence))
    if answer.coverage:
        parts.append(f'<p class="coverage">看了 {escape(answer.coverage)} 个问题</p>')
    return f'<div class="verdict">{"".join(parts)}</div>' if parts else ""


def _marks(answer: Answer) -> list[tuple[int, int]]:
    first = answer.evidence[:1]
    return [mark for evidence in first for mark in of_evidence(evidence).marks]


def _confidence(value: float) -> str:
    level = confidence_level(value)
    dots = "".join(f'<i class="{"on" if step < level else ""}"></i>' for step in range(4))
    return (
        f'<p class="confidence"><span class="dots" aria-hidden="true">{dots}</span>'
        f"{CONFIDENCE[level - 1][1]}</p>"
    )


def _issue_facts(issues: Sequence[tuple[Document, Issue]]) -> str:
    """Title, status and deadline of the issue, when the answer rests on a single one."""
    if len(issues) != 1:
        return ""
    issue = issues[0][1]
    title = issue.title
    rows = [
        ("问题", escape(title if len(title) <= MAX_ISSUE_TITLE else title[:MAX_ISSUE_TITLE] + "…"))
    ]
    if issue.status:
        dot = f'<i class="dot-{STATUS_CLASSES[issue.status.normal]}"></i>'
        rows.append(("状态", f'<span class="state">{dot}{escape(issue.status.text)}</span>'))
    if issue.deadline:
        rows.append(("时限", escape(issue.deadline.text)))
    facts = "".join(f"<div><dt>{name}</dt><dd>{text}</dd></div>" for name, text in rows)
    return f'<dl class="facts">{facts}</dl>'


def _source(answer: Answer, documents: Sequence[Document]) -> str:
    titles = {d.report.report_id: d.report.title for d in documents}
    named = dict.fromkeys((titles.get(e.report, e.report), e.version) for e in answer.evidence)
    return "".join(
        f'<p class="source"><span>{escape(title)}</span><span>版本 {escape(version)}</span></p>'
        for title, version in named
    )


def _evidence_card(evidence: Evidence, rank: str, documents: Mapping[str, Document]) -> str:
    page = f'<span class="page">第{evidence.page}页</span>' if evidence.page else ""
    told: list[str] = []
    if evidence.report in documents:
        report = documents[evidence.report].report
        told = [report.title] * (len(documents) > 1) + [*recognised(report.notes)]
    spans = "".join(f"<span>{escape(words)}</span>" for words in told)
    source = f'<p class="source">{spans}</p>' if told else ""
    place = of_evidence(evidence).attributes()
    return (
        f'<article class="card evidence" {place}><header><span class="rank">{rank}</span>'
        f'<span class="path">{escape(evidence.passage.locator)}</span>{page}</header>'
        f'<p class="text">{highlighted(evidence.passage.text, evidence.highlights)}</p>'
        f'{source}<footer><details class="why"><summary>为什么是这段</summary>'
        '<div data-part="why" role="status"></div></details>'
        f'<button type="button" class="pill" data-place {place}>看全文</button></footer></article>'
    )
