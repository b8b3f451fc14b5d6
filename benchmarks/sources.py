"""One report in every format, and files of 300 and 60 pages: the table of the readers.

    python benchmarks/sources.py --reports DIR [--long] [--output FILE.md]

DIR holds reports as .txt. Each is written as .docx, .html, .pdf in one and in two columns, read
again, and compared with the reading of its .txt: issues found, ledger rows that differ (number,
title, deadline, status, responsible units) and those of them that differ in more than the title,
share of the characters kept in order. `--long` indexes
a text PDF of 300 pages and the first report as a scan of some 60 pages with `python -m retrieval
index`: seconds, and the peak memory of the command with the child that reads. Scans need the Noto
CJK fonts, as PDFium draws the pages.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

import pypdfium2

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from variants import WRITERS, likeness, unlike, write_pdf, write_scan  # noqa: E402

from retrieval.records import Document  # noqa: E402
from retrieval.sources import open_source  # noqa: E402
from retrieval.storage.database import Database  # noqa: E402
from retrieval.structure import parse_report  # noqa: E402

FORMATS = {**WRITERS, "two columns .pdf": partial(write_pdf, columns=2, size=10.5)}


def compared(name: str, what: str, base: Document, other: Document) -> tuple[str, ...]:
    """A row of the table: a variant of a report against its text."""
    issues, rows = f"{len(other.issues)}/{len(base.issues)}", unlike(base, other)
    fields = sum(a[:1] + a[2:] != b[:1] + b[2:] for a, b in rows)
    kept = likeness(base.report.text, other.report.text)
    return name, what, issues, str(len(rows)), str(fields), f"{kept:.4f}"


def memory(process: int) -> float:
    """Resident memory of a process and all below it now, in MB."""
    total = 0
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        total += sum(memory(int(child)) for child in task.read_text().split())
    status = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    resident = next((line.split()[1] for line in status if line.startswith("VmRSS")), "0")
    return total + int(resident) / 1024


def indexed(path: Path, index: Path) -> tuple[float, float, Document]:
    """Seconds and peak memory in MB of indexing a file, and the document in the index."""
    command = [sys.executable, "-m", "retrieval", "index", "--index", str(index), str(path)]
    started, peak = time.perf_counter(), 0.0
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            with suppress(OSError):  # a process may end between two looks
                peak = max(peak, memory(process.pid))
            time.sleep(0.1)
    seconds = time.perf_counter() - started
    with Database.open(index) as database:
        return seconds, peak, database.load_document(path.stem)


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def long_files(texts: list[Path], folder: Path) -> tuple[list[tuple[str, ...]], tuple[str, ...]]:
    """Rows on time and memory, and the row that compares the scan with its text."""
    base = parse_report(open_source(texts[0]), texts[0].stem)
    lines, rows = base.report.text.split("\n"), []
    write_pdf(lines * 7, folder / "long.pdf")
    write_pdf(lines, folder / "drawn.pdf", size=19)
    with pypdfium2.PdfDocument(folder / "drawn.pdf") as drawn:
        write_scan(folder / "drawn.pdf", folder / "scan.pdf", range(len(drawn)))
    document = base
    for name in ("long.pdf", "scan.pdf"):
        seconds, peak, document = indexed(folder / name, folder / f"{name}.index")
        pages = len(document.report.page_starts)
        rows.append((name, str(pages), f"{seconds:.0f}", f"{peak:.0f}"))
    return rows, compared(texts[0].stem[:12], "scan", base, document)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=Path, required=True)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    texts = sorted(arguments.reports.glob("*.txt"), key=lambda path: -path.stat().st_size)
    rows, long_rows = [], []
    with tempfile.TemporaryDirectory() as name:
        for text in texts:
            base = parse_report(open_source(text), text.stem)
            for what, write in FORMATS.items():
                path = Path(name) / f"{text.stem}.{what.split('.')[-1]}"
                write(base.report.text.split("\n"), path)
                read = parse_report(open_source(path), text.stem)
                rows.append(compared(text.stem[:12], what, base, read))
        if arguments.long:
            long_rows, scan = long_files(texts, Path(name))
            rows.append(scan)
    found = [
        table(
            ("report", "as", "issues", "ledger rows unlike", "not in the title alone", "text kept"),
            rows,
        )
    ]
    if long_rows:
        found.append(table(("file", "pages", "index, s", "peak memory, MB"), long_rows))
    print("\n\n".join(found))
    if arguments.output:
        long = " --long" if arguments.long else ""
        command = f"python benchmarks/sources.py --reports {arguments.reports}{long}"
        text = "\n\n".join(["# One report, every format", f"`{command}`", *found])
        arguments.output.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
