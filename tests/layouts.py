"""Reports in invented layouts as the parser reads them, in brief."""

from retrieval.records import Document, Page, Source
from retrieval.structure import parse_report


def parse(text: str, headings: tuple[int, ...] = ()) -> Document:
    """The document of a text of one page; `headings`: indexes of its lines styled as headings."""
    return parse_report(Source("a.txt", "ab" * 32, (Page(text, headings=headings),)), "a")


def ledger(text: str) -> list[tuple]:
    """Number, title, due day, normal status and units of each issue."""
    return [
        (
            issue.number,
            issue.title,
            str(issue.deadline.due) if issue.deadline else None,
            issue.status.normal if issue.status else None,
            issue.organisations,
        )
        for issue in parse(text).issues
    ]
