"""Re-indexes in processes of their own, killed at random moments, and what they leave behind."""

import hashlib
import os
import random
import resource
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench import BOILERS, SEWAGE, WELLS, Bench

from retrieval.indexing import reindex
from retrieval.settings import Settings
from retrieval.storage.database import Database
from retrieval.storage.verify import verify

QUESTIONS = ("封停自备井多少眼", "锅炉", "污水处理厂整改时限")
PATIENT = Settings(lock_seconds=120)
"""A busy machine is slow, not wrong."""

_TEXTS = (WELLS, BOILERS, SEWAGE)


class Runner:
    """A process that forks a child for every re-index: a child is there in a millisecond."""

    def __init__(self, bench: Bench):
        command = [sys.executable, __file__, str(bench.index), str(bench.corpus)]
        here = Path(__file__).parent
        path = os.pathsep.join([str(here.parent), str(here)])
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": path},
        )
        assert self._read() == "ready"

    def __enter__(self) -> "Runner":
        return self

    def __exit__(self, *_) -> None:
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()

    def begin(self, largest_file: int = 0) -> int:
        """Begins a re-index, whose files may have `largest_file` bytes (0: any); its process id."""
        self._write(str(largest_file))
        return int(self._read())

    def end(self) -> int:
        """Waits for it: 0 done, 1 it raised one of the product's errors, 2 another, -9 killed."""
        self._write("")  # until now it is not waited for, so that its id names no other process
        return int(self._read())

    def _write(self, line: str) -> None:
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def _read(self) -> str:
        return self._process.stdout.readline().strip()


@dataclass
class Outcome:
    """How many re-indexes were killed, how many were done before, and what was then wrong."""

    killed: int = 0
    finished: int = 0
    faults: list[str] = field(default_factory=list)


def kill_often(bench: Bench, kills: int, seed: int) -> Outcome:
    """Changes reports at random and kills the re-index, until it was killed `kills` times; after
    each, the index must be sound and hold what it held, or what it was to hold."""
    chance, outcome = random.Random(seed), Outcome()
    bench.write(**{f"r{n}": _report(chance) for n in range(6)})
    with Runner(bench) as runner:
        usual = _seconds(runner)
        while outcome.killed < kills and len(outcome.faults) < 5:
            before = _live(bench)
            name = f"r{chance.randrange(8)}"
            bench.write(**{name: None if chance.random() < 0.25 else _report(chance)})
            child = runner.begin()
            time.sleep(chance.uniform(0, 1.1 * usual))
            os.kill(child, signal.SIGKILL)
            code = runner.end()
            outcome.killed += code == -signal.SIGKILL
            outcome.finished += code == 0
            after, wanted = _live(bench), _wanted(bench)
            outcome.faults += verify(bench.index)
            if after not in (before, wanted) or (code == 0 and after != wanted):
                outcome.faults.append(f"code {code}: {before} became {after}, not {wanted}")
    return outcome


def _seconds(runner: Runner) -> float:
    """Seconds of a re-index that is left alone."""
    started = time.perf_counter()
    runner.begin()
    assert runner.end() == 0
    return time.perf_counter() - started


def _report(chance: random.Random) -> str:
    text = "".join(chance.sample(_TEXTS, chance.randint(1, 3)))
    return text + f"二、第{chance.randrange(10**9)}号问题。\n整改时限：2019年底\n"


def _live(bench: Bench) -> dict[str, str]:
    with Database.open(bench.index) as database:
        return dict(database.rows("SELECT report_id, sha256 FROM versions WHERE live"))


def _wanted(bench: Bench) -> dict[str, str]:
    files = sorted(bench.corpus.glob("*.txt"))
    return {path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _serve(index: Path, corpus: Path) -> None:
    from hashing_encoder import HashingEncoder

    from retrieval.errors import RetrievalError

    encoder = HashingEncoder()
    print("ready", flush=True)
    while line := sys.stdin.readline():
        child = os.fork()
        if child == 0:
            code = 2
            try:
                if int(line):
                    resource.setrlimit(resource.RLIMIT_FSIZE, (int(line), int(line)))
                reindex(index, None, encoder, PATIENT, corpus=corpus)
                code = 0
            except RetrievalError as error:
                print(error, file=sys.stderr)
                code = 1
            finally:
                os._exit(code)
        print(child, flush=True)
        sys.stdin.readline()
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), Path(sys.argv[2]))
