"""What programs may ask for, over HTTP (`http_door`) and MCP (`mcp_door`) alike: JSON in and out."""

from collections.abc import Sequence

from retrieval.answering.filters import LedgerFilter, parse_day
from retrieval.answering.ledger_rows import Row, select
from retrieval.answering.question import same_number
from retrieval.assistant import Assistant
from retrieval.contract import answer_json, issue_json
from retrieval.errors import QuestionError, ScopeError
from retrieval.records import Evidence, Scope
from ui.answers import Answers
from ui.rights import require

MOST_PASSAGES = 50


class Doors:
    """The functions behind every door. Each asks for the right to ask; each raises RetrievalError
    with a message in Chinese. An empty string means no limit."""

    def __init__(self, assistant: Assistant, answers: Answers, name: str):
        """`name`: of the door, as the log has it: api or mcp."""
        self.assistant, self.answers, self.name = assistant, answers, name

    def ask(self, question: str, report: str = "", issue: str = "", part: str = "") -> dict:
        """The answer as CONTRACT has it, and its `answer_id`: for `mark_wrong` and its proof."""
        scope = Scope(report or None, issue or None, part or None)
        answer = self.answers.ask(question, scope)
        answer_id = self.answers.note(answer, scope, self.name)
        return {**answer_json(answer), "answer_id": answer_id}

    def mark_wrong(self, answer_id: str, comment: str, correction: str = "") -> dict:
        """Writes down that an answer is wrong, why, and the right one as far as known."""
        require("ask")
        self.answers.mark(answer_id, comment, correction)
        return {"marked": answer_id}

    def list_issues(
        self,
        report: str = "",
        status: str = "",
        overdue_on: str = "",
        organisation: str = "",
        text: str = "",
    ) -> list[dict]:
        """The rows of the ledger that meet the filters, as `contract.issue_json` has them."""
        require("ask")
        rows = self.assistant.ledger(report or None)
        forms = self.assistant.aliases().forms(organisation) if organisation else ()
        day = parse_day(overdue_on) if overdue_on else None
        wanted = LedgerFilter(status or None, None, day, organisation or None, forms)
        return [issue_json(row.issue, row.report.text) for row in select(rows, wanted, text)]

    def get_issue(self, issue: str, report: str = "") -> dict:
        """One issue with its whole text and its labelled fields."""
        require("ask")
        row = _only(
            [
                r
                for r in self.assistant.ledger(report or None)
                if same_number(issue, r.issue.number)
            ],
            issue,
        )
        text = row.report.text
        fields = [
            {"kind": f.kind, "label": f.label, "text": text[f.start : f.end]}
            for f in row.issue.fields
        ]
        return {
            **issue_json(row.issue, text),
            "version": row.report.version,
            "page": row.report.page_of(row.issue.start),
            "fields": fields,
            "text": text[row.issue.start : row.issue.end],
        }

    def search_passages(
        self, query: str, report: str = "", issue: str = "", part: str = "", top_k: int = 5
    ) -> list[dict]:
        """The passages nearest to the query, best first."""
        require("ask")
        if not 1 <= top_k <= MOST_PASSAGES:
            raise QuestionError(f"top_k 是 {top_k}", f"应在 1 到 {MOST_PASSAGES} 之间", "换一个数")
        scope = Scope(report or None, issue or None, part or None)
        return [_passage(e) for e in self.assistant.find(query, scope, top_k)]

    def status(self) -> dict:
        """What is indexed."""
        require("ask")
        state = self.assistant.state()
        names = ("report", "title", "version", "issues", "passages", "notes")
        reports = [dict(zip(names, row, strict=True)) for row in state.reports]
        return {"generation": state.generation, "encoder": state.encoder_id, "reports": reports}


def _only(rows: Sequence[Row], number: str) -> Row:
    if not rows:
        raise ScopeError(f"没有问题{number}", "应为报告里有的编号", "用 list_issues 看有哪些问题")
    if len(rows) > 1:
        named = "、".join(row.report.report_id for row in rows)
        raise ScopeError(f"问题{number}在几份报告里都有：{named}", "要写明报告", "加上 report")
    return rows[0]


def _passage(evidence: Evidence) -> dict:
    passage = evidence.passage
    return {
        "report": evidence.report,
        "version": evidence.version,
        "issue": evidence.issue,
        "locator": passage.locator,
        "page": evidence.page,
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
        "score": round(evidence.score, 4),
    }
