"""Many people asking at once: milliseconds an answer, errors, and memory of the server over time.

    python benchmarks/load.py --questions corpus/questions [--people 50] [--seconds 120]
                              [--pause 0] [--fresh] [--output FILE.md]

Starts app.py itself on a new index and a free loopback port, with the log of questions on. Every
person sends the next question as soon as the answer is there, after `--pause` seconds on average
(drawn from 0.5 to 1.5 times that; 0: none). What was asked before is answered at once; with
`--fresh` every question is written differently (blanks behind it), so that none was. Times are of the whole HTTP call as the person waits
for it, and of the answer alone as the server states it. People and server share the machine.
"""

import argparse
import asyncio
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from retrieval.assistant import build  # noqa: E402

SETS = ("factual", "robust", "multi", "aggregate", "unanswerable")
_BLANKS = 400
WARM_UP = 100
"""Questions asked before anything is measured."""


@dataclass
class Seen:
    """What was measured: milliseconds of each call and of the answer in it, errors, memory in MB by
    second, and seconds of processor time that the server took."""

    called: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)
    processor: float = 0.0


async def ask(client: httpx.AsyncClient, question: str, who: str, seen: Seen) -> None:
    asked = {"data": [question, "", "", ""], "session_hash": who}
    started = time.perf_counter()
    try:
        answer = await client.post("/gradio_api/run/ask", json=asked)
        answer.raise_for_status()
        elapsed = answer.json()["data"][0]["elapsed_ms"]
    except (httpx.HTTPError, KeyError, ValueError) as error:
        seen.errors.append(repr(error))
        return
    seen.called.append((time.perf_counter() - started) * 1000)
    seen.answered.append(elapsed)


async def person(client, questions: list[str], until: float, options, seen: Seen, seed: int):
    chance, pause, fresh = random.Random(seed), options.pause, options.fresh
    await asyncio.sleep(chance.uniform(0, pause))
    while time.perf_counter() < until:
        blanks = " " * chance.randrange(1, _BLANKS) if fresh else ""
        await ask(client, chance.choice(questions) + blanks, f"person{seed}", seen)
        await asyncio.sleep(chance.uniform(0.5, 1.5) * pause)


def processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def watch(process: int, until: float, seen: Seen) -> None:
    started, used = time.perf_counter(), processor_seconds(process)
    while time.perf_counter() < until:
        lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
        kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
        seen.memory.append((time.perf_counter() - started, kilobytes / 1024))
        await asyncio.sleep(1)
    seen.processor = processor_seconds(process) - used


async def measure(address: str, process: int, options, questions: list[str]) -> Seen:
    limits = httpx.Limits(max_connections=options.people)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        for index in range(WARM_UP):
            await ask(
                client, questions[index % len(questions)], f"person{index % options.people}", Seen()
            )
        seen, until = Seen(), time.perf_counter() + options.seconds
        people = [
            person(client, questions, until, options, seen, seed) for seed in range(options.people)
        ]
        await asyncio.gather(watch(process, until, seen), *people)
        return seen


def served(index: Path) -> tuple[subprocess.Popen, str]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, str(ROOT / "app.py"), "--no-browser", "--port", str(port)]
    server = subprocess.Popen([*command, "--index", str(index)], stdout=subprocess.DEVNULL)
    limit = time.monotonic() + 120
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            httpx.get(f"http://127.0.0.1:{port}/", timeout=60).raise_for_status()
            return server, f"http://127.0.0.1:{port}"
        except OSError:
            if server.poll() is not None or time.monotonic() > limit:
                raise
            time.sleep(0.1)


def table(seen: Seen, options, command: str, busy: tuple[float, float]) -> str:
    called, answered = np.array(seen.called), np.array(seen.answered)
    seconds, megabytes = (np.array(column) for column in zip(*seen.memory, strict=True))
    half = seconds >= seconds[-1] / 2
    slope = np.polyfit(seconds[half], megabytes[half], 1)[0] * 60
    rows = [
        ("answers", f"{len(called)} ({len(called) / options.seconds:.0f} a second)"),
        ("errors", f"{len(seen.errors)}"),
        ("whole call, ms, p50 · p95 · worst", _three(called)),
        ("answer at the server, ms, p50 · p95 · worst", _three(answered)),
        (
            "processor time of the server an answer, ms",
            f"{1000 * seen.processor / len(called):.1f}",
        ),
        (
            "memory, MB, begin · end · most",
            f"{megabytes[0]:.0f} · {megabytes[-1]:.0f} · {megabytes.max():.0f}",
        ),
        ("growth of memory in the second half, MB a minute", f"{slope:+.1f}"),
        ("load of the machine, before · after (2 cores)", f"{busy[0]:.1f} · {busy[1]:.1f}"),
    ]
    body = "\n".join(f"| {name} | {value} |" for name, value in rows)
    return (
        f"`{command}`\n\n| {options.people} people, {options.seconds:.0f} s, pause "
        f"{options.pause:g} s | measured |\n|---|---|\n{body}\n"
    )


def _three(values: np.ndarray) -> str:
    middle, high = np.percentile(values, [50, 95])
    return f"{middle:.0f} · {high:.0f} · {values.max():.0f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--pause", type=float, default=0)
    parser.add_argument("--fresh", action="store_true", help="no question is asked twice")
    parser.add_argument("--output", type=Path, help="appends the table to this file")
    options = parser.parse_args()
    lines = [
        line
        for name in SETS
        for line in (options.questions / f"{name}.jsonl").read_text("utf-8").splitlines()
    ]
    questions = [json.loads(line)["question"] for line in lines]
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder))
        server, address = served(Path(folder))
        try:
            before = os.getloadavg()[0]
            seen = asyncio.run(measure(address, server.pid, options, questions))
        finally:
            server.terminate()
            server.wait()
    command = " ".join(["python benchmarks/load.py", *sys.argv[1:]])
    told = table(seen, options, command, (before, os.getloadavg()[0]))
    print(told)
    for error in sorted(set(seen.errors))[:5]:
        print(error, file=sys.stderr)
    if options.output:
        with options.output.open("a", encoding="utf-8") as file:
            file.write(f"\n{told}")
    return 1 if seen.errors else 0


if __name__ == "__main__":
    sys.exit(main())
