"""Every doubt about some reports, to be judged by reading, and how many planted errors are found.

    python benchmarks/doubts.py REPORT.txt … [--output FILE.md]

Planted, one at a time, into each report: a figure behind 其中 raised by one digit; a count in the
report's own tally of its statuses raised by one; a figure of the main text raised where the issues
repeat it behind the same words; an unfinished issue called 完成整改; one character of a
company's name changed at one of its places. An error counts as found when a doubt of the kind that
it should raise is there that was not there before.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from retrieval.records import Document, Page, Source  # noqa: E402
from retrieval.structure import parse_report  # noqa: E402

PART = re.compile(r"其中[^\d。；]{1,20}(\d+)")
COUNT = re.compile(r"(?<=[^\d.])(\d{1,2})(?=[个项])")
FIGURE = re.compile(r"(?<=([\u4e00-\u9fff]{4}))(\d[\d.]*)(?=([\u4e00-\u9fff]))")
COMPANY = re.compile(r"[\u4e00-\u9fff]{4,12}(?:公司|热电|集团)")
STRANGE = "堃"
"""A character that stands in none of the reports."""
RAISES = {
    "part of a total": "total",
    "tally of statuses": "total",
    "main text against annex": "annex",
    "status": "status",
    "name": "name",
}
"""Kind of planted error → kind of the doubt about it."""


def parse(text: str) -> Document:
    return parse_report(Source("a.txt", "ab" * 32, (Page(text),)), "a")


def raised(figure: str) -> str:
    """The figure with its first digit one higher; 9 becomes 8."""
    return ("8" if figure[0] == "9" else str(int(figure[0]) + 1)) + figure[1:]


def planted(document: Document) -> Iterator[tuple[str, str]]:
    """(kind of error, the report's text with it)."""
    text, main_end = document.report.text, document.issues[0].start

    def changed(start: int, end: int, words: str) -> str:
        return text[:start] + words + text[end:]

    for match in PART.finditer(text):
        yield "part of a total", changed(*match.span(1), raised(match[1]))
    for line in re.finditer(r"[^。\n]*\d+[个项](?:问题|任务)?中[^。\n]*", text[:main_end]):
        for match in list(COUNT.finditer(text, *line.span()))[1:]:
            yield "tally of statuses", changed(*match.span(1), str(int(match[1]) + 1))
    for match in FIGURE.finditer(text, 0, main_end):
        if match[1] + match[2] + match[3] in text[main_end:]:
            yield "main text against annex", changed(*match.span(2), raised(match[2]))
    for issue in document.issues:
        if issue.status.normal not in ("完成", "长期坚持", "基本完成"):
            yield "status", changed(issue.status.start, issue.status.end, "完成整改")
    for name in dict.fromkeys(COMPANY.findall(text)):
        places = [m.start() for m in re.finditer(name, text)]
        if len(places) > 1:
            middle = places[-1] + len(name) // 2
            yield "name", changed(middle, middle + 1, STRANGE)


def found(document: Document) -> dict[str, list[int]]:
    """Kind of error → [found, planted]."""
    texts, counts = {doubt.text for doubt in document.doubts}, {}
    for kind, text in planted(document):
        count = counts.setdefault(kind, [0, 0])
        new = {doubt.kind for doubt in parse(text).doubts if doubt.text not in texts}
        count[0] += RAISES[kind] in new
        count[1] += 1
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("reports", nargs="+", type=Path)
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    lines = ["| report | issues | kind | doubt |", "|---|---|---|---|"]
    total: dict[str, list[int]] = {}
    for path in arguments.reports:
        document = parse(path.read_text("utf-8"))
        rows = [
            f"| {path.stem[:8]} | {'、'.join(d.issues)} | {d.kind} | {d.text} |"
            for d in document.doubts
        ]
        lines += rows or [f"| {path.stem[:8]} | | | none |"]
        for kind, (hits, tried) in found(document).items() if document.issues else ():
            sums = total.setdefault(kind, [0, 0])
            sums[0], sums[1] = sums[0] + hits, sums[1] + tried
    lines += ["", "| planted error | found | of |", "|---|---|---|"]
    lines += [f"| {kind} | {hits} | {tried} |" for kind, (hits, tried) in total.items()]
    print("\n".join(lines))
    if arguments.output:
        arguments.output.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
