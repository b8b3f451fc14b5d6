"""Cost of adding one report to 0, 9, 99 and 999 others: seconds, memory, bytes on disk a passage.

    python benchmarks/growth.py [--sizes 1 10 100 1000] [--output FILE.md]

The reports are the shipped one and those of tests/data/reports, each with every figure and some
names made others, so that hardly a passage is known before. Each measured step runs in a process
of its own; one thread.
"""

import argparse
import json
import math
import os
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

NAMES = ("天业", "天富", "丰泰", "石河子", "五家渠", "阿拉尔")
SYLLABLES = "安北昌达恩丰广海嘉康隆明宁平青荣盛泰文祥永远中卓"


def varied(text: str, place: int) -> str:
    """`text` as another report: its figures moved on by `place`, some of its names made others."""
    for number, name in enumerate(NAMES):
        first, second = divmod(place * 7 + number * 31, len(SYLLABLES))
        text = text.replace(name, SYLLABLES[first % len(SYLLABLES)] + SYLLABLES[second])
    return re.sub(r"\d+", lambda found: str((int(found[0]) + place) % 10 ** len(found[0])), text)


def step(index: Path, corpus: Path, names: list[str]) -> dict:
    """Indexes `names`, or mirrors `corpus` for none, in this process; what it cost."""
    from retrieval.indexing import reindex
    from retrieval.ranking.encoder import load_encoder
    from retrieval.settings import Settings

    encoder = load_encoder(None)
    encoder.encode_queries(["预热"])
    paths = [corpus / name for name in names] or None
    receipt = reindex(index, paths, encoder, Settings(), corpus=corpus)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "seconds": receipt.seconds,
        "megabytes": peak,
        "passages": receipt.passages,
        "embedded": receipt.embedded,
    }


def in_child(index: Path, corpus: Path, names: list[str]) -> dict:
    """`step` in a process of its own."""
    command = [sys.executable, __file__, "--step", str(index), str(corpus)]
    given = json.dumps(names)
    found = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    return json.loads(found.stdout.splitlines()[-1])


def _bytes_of(index: Path) -> int:
    """Bytes of the files of an index; one that two generations share counts once."""
    found = {f.stat().st_ino: f.stat().st_size for f in index.rglob("*") if f.is_file()}
    return sum(found.values())


def measured(folder: Path, sizes: list[int]) -> list[tuple[int, dict[str, dict], float]]:
    """Size, what each kind of change cost at it, and bytes on disk a passage."""
    corpus, index = folder / "reports", folder / "index"
    corpus.mkdir()
    sources = [*(ROOT / "corpus" / "reports").glob("*.txt")]
    sources += sorted((ROOT / "tests" / "data" / "reports").glob("*.txt"))
    texts = [path.read_text("utf-8") for path in sources]

    def write(place: int, version: int = 0) -> str:
        text = varied(texts[place % len(texts)], place)
        if version:
            text = text.replace("12", f"12{version}", 1)
        name = f"r{place:04}.txt"
        (corpus / name).write_text(text, "utf-8")
        return name

    found, there = [], 0
    for size in sizes:
        if size - 1 > there:
            fill = [write(place) for place in range(there, size - 1)]
            in_child(index, corpus, fill)
        # A report that is like no other, so that its passages are all new at every size.
        own = len(texts) * (1000 + size)
        costs = {"add": in_child(index, corpus, [write(own)])}
        on_disk = _bytes_of(index)
        costs["nothing"] = in_child(index, corpus, [])
        costs["change"] = in_child(index, corpus, [write(own, version=size)])
        costs["remove"] = {"seconds": 0.0}
        if size > 1:  # an emptied folder would be refused
            (corpus / f"r{own:04}.txt").unlink()
            costs["remove"] = in_child(index, corpus, [])
        there = max(size - 1, 1)
        found.append((size, costs, on_disk / costs["add"]["passages"]))
        print(size, json.dumps(costs), round(on_disk / costs["add"]["passages"]), flush=True)
    return found


def table(rows: list[tuple[int, dict[str, dict], float]]) -> str:
    """The figures as Markdown."""
    lines = [
        "| report number | passages | add, s | new version, s | remove, s | nothing new, s | peak MB | bytes on disk a passage |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for size, costs, on_disk in rows:
        seconds = " | ".join(
            f"{costs[k]['seconds']:.2f}" for k in ("add", "change", "remove", "nothing")
        )
        add = costs["add"]
        lines.append(
            f"| {size} | {add['passages']} | {seconds} | {add['megabytes']:.0f} | {on_disk:.0f} |"
        )
    return "\n".join(lines)


def plot(rows: list[tuple[int, dict[str, dict], float]]) -> str:
    """Seconds over the number of reports, both by powers of ten, as SVG."""
    kinds = {"add": "#1d5c4b", "nothing": "#64788f", "change": "#c0561c", "remove": "#a3301d"}

    def at(size: float, seconds: float) -> tuple[float, float]:
        return 70 + 140 * math.log10(size), 250 - 50 * (math.log10(max(seconds, 0.001)) + 3)

    drawn = []
    for power in range(-3, 3):
        _, y = at(1, 10.0**power)
        drawn.append(f'<line x1="70" x2="490" y1="{y:.0f}" y2="{y:.0f}" stroke="#dde2de"/>')
        drawn.append(f'<text x="62" y="{y + 4:.0f}" text-anchor="end">{10.0**power:g} s</text>')
    for place, (kind, colour) in enumerate(kinds.items()):
        points = [(size, costs[kind]["seconds"]) for size, costs, _ in rows]
        path = [at(*point) for point in points if point[1]]
        line = " ".join(f"{x:.0f},{y:.0f}" for x, y in path)
        drawn.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn += [f'<circle cx="{x:.0f}" cy="{y:.0f}" r="4" fill="{colour}"/>' for x, y in path]
        drawn.append(f'<text x="{510}" y="{60 + 22 * place}" fill="{colour}">{kind}</text>')
    for size, *_ in rows:
        x, _ = at(size, 1)
        drawn.append(f'<text x="{x:.0f}" y="272" text-anchor="middle">{size}</text>')
    drawn.append('<text x="280" y="294" text-anchor="middle">reports in the index</text>')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 300" font-family="sans-serif"'
        f' font-size="12" style="background:#fff">{"".join(drawn)}</svg>'
    )


def main() -> None:
    if sys.argv[1:2] == ["--step"]:
        index, corpus = map(Path, sys.argv[2:4])
        print(json.dumps(step(index, corpus, json.loads(sys.stdin.read()))))
        return
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 10, 100, 1000])
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        rows = measured(Path(folder), options.sizes)
    print(table(rows))
    if options.output:
        options.output.write_text(table(rows) + "\n", "utf-8")
        options.output.with_suffix(".svg").write_text(plot(rows) + "\n", "utf-8")


if __name__ == "__main__":
    main()
