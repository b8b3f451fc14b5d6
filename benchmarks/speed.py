"""Seconds to the page, milliseconds an answer, megabytes at the peak: the speed table.

    python benchmarks/speed.py --questions corpus/questions [--output FILE.md]

Start: `python app.py` on an index that exists, until the page answers with status 200. Answers:
every question of the sets once to warm up, then once measured, in one process. Traffic goes to
the loopback address only.
"""

import argparse
import json
import resource
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from retrieval.assistant import Assistant, build  # noqa: E402

SETS = ("factual", "robust", "multi", "aggregate", "unanswerable")


def asked(folder: Path) -> list[str]:
    lines = (line for s in SETS for line in (folder / f"{s}.jsonl").read_text("utf-8").splitlines())
    return [json.loads(line)["question"] for line in lines]


def answer_times(index: Path, questions: list[str]) -> np.ndarray:
    """Milliseconds of each answer in the second round."""
    with Assistant.open(index) as assistant:
        for question in questions:
            assistant.ask(question)
        return np.array([assistant.ask(question).elapsed_ms for question in questions])


def start_seconds(index: Path) -> tuple[float, float]:
    """Seconds from the command to the first page, and the server's peak memory in MB."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(ROOT / "app.py"), "--no-browser", "--port", str(port)]
    started = time.perf_counter()
    server = subprocess.Popen(
        [*command, "--index", str(index)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while server.poll() is None and time.perf_counter() - started < 120:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
                    if page.status == 200:
                        break
            except OSError:
                time.sleep(0.05)
        seconds = time.perf_counter() - started
        status = Path(f"/proc/{server.pid}/status").read_text("utf-8")
        peak = next(
            int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")
        )
        return seconds, peak / 1024
    finally:
        server.terminate()
        server.wait(20)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    questions = asked(arguments.questions)
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        build(Path(folder))
        building = time.perf_counter() - started
        times = answer_times(Path(folder), questions)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        starts = [start_seconds(Path(folder)) for _ in range(3)]
    rows = [
        ("index the shipped report, s", f"{building:.2f}"),
        (f"answer, ms, p50 of {len(times)}", f"{np.percentile(times, 50):.1f}"),
        ("answer, ms, p95", f"{np.percentile(times, 95):.1f}"),
        ("peak memory of indexing and asking, MB", f"{memory:.0f}"),
        (
            "start command to page, s, best and worst of 3",
            f"{min(s for s, _ in starts):.1f}–{max(s for s, _ in starts):.1f}",
        ),
        ("peak memory of the server then, MB", f"{max(m for _, m in starts):.0f}"),
    ]
    table = "\n".join(["| what | measured |", "|---|---|", *(f"| {a} | {b} |" for a, b in rows)])
    print(table)
    if arguments.output:
        command = f"python benchmarks/speed.py --questions {arguments.questions}"
        arguments.output.write_text(f"# Speed on two cores\n\n`{command}`\n\n{table}\n", "utf-8")


if __name__ == "__main__":
    main()
