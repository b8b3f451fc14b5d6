"""Re-indexes killed with SIGKILL at random moments, and what was wrong afterwards.

python benchmarks/kills.py [--kills 200] [--seed 1]
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from bench import Bench  # noqa: E402
from killing import QUESTIONS, kill_often  # noqa: E402

from retrieval.storage.verify import verify  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        bench, fresh = Bench(Path(name) / "killed"), Bench(Path(name) / "fresh")
        outcome = kill_often(bench, options.kills, options.seed)
        bench.run()
        for path in bench.corpus.iterdir():
            (fresh.corpus / path.name).write_bytes(path.read_bytes())
        fresh.run()
        unlike = [q for q in QUESTIONS if bench.ask(q) != fresh.ask(q)]
        sound = verify(bench.index) == []
    print(
        f"killed {outcome.killed}, done before the kill {outcome.finished}, "
        f"faults {len(outcome.faults)}, sound at the end {sound}, "
        f"answers unlike a fresh build's {len(unlike)} of {len(QUESTIONS)}, "
        f"{time.perf_counter() - started:.0f} s"
    )
    for fault in outcome.faults:
        print(fault)
    return 1 if outcome.faults or unlike or not sound else 0


if __name__ == "__main__":
    sys.exit(main())
