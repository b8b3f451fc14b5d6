"""How long until the page is seen and can be asked, and until an answer is seen, in Chromium.

    python benchmarks/paint.py [--runs 10] [--output FILE.md]

Starts app.py on a new index and a free loopback port. Each run opens the page in a browser that
has nothing cached, asks one question and waits until its answer is shown; another opens it again in
the same browser. One run to warm the server up is not counted. First paint is the browser's own
`first-contentful-paint`; server and browser share the machine.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from serving import chromium, served  # noqa: E402

from retrieval.assistant import build  # noqa: E402

QUESTION = "天业集团罚款多少"
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def opened(page, address: str) -> tuple[float, float]:
    """Milliseconds from the address to the first paint, and until the question can be typed."""
    started = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector("#question input")
    ready = (time.perf_counter() - started) * 1000
    page.wait_for_function(f"{_PAINTED} !== undefined")
    return page.evaluate(_PAINTED), ready


def answered(page) -> float:
    """Milliseconds from Enter until the answer is shown."""
    page.fill("#question input", QUESTION)
    started = time.perf_counter()
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer .short")
    return (time.perf_counter() - started) * 1000


def run(browser, address: str) -> tuple[float, ...]:
    """First paint and ready of a cold browser, the answer, first paint and ready of the next visit."""
    context = browser.new_context(locale="zh-CN")
    try:
        page = context.new_page()
        cold, answer = opened(page, address), answered(page)
        page.close()
        return *cold, answer, *opened(context.new_page(), address)
    finally:
        context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--output", type=Path, help="appends the table to this file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder) / "index")
        with served(Path(folder) / "index") as address, chromium() as browser:
            run(browser, address)
            load = os.getloadavg()[0]
            times = np.array([run(browser, address) for _ in range(options.runs)])
    names = (
        "first paint, nothing cached",
        "question can be typed, nothing cached",
        "answer shown after Enter, first question of the page",
        "first paint, next visit",
        "question can be typed, next visit",
    )
    command = " ".join(["python benchmarks/paint.py", *sys.argv[1:]])
    lines = [f"`{command}`", "", "| ms | p50 | worst |", "|---|---|---|"]
    for name, values in zip(names, times.T, strict=True):
        lines.append(f"| {name} | {np.median(values):.0f} | {values.max():.0f} |")
    lines.append(f"| {options.runs} runs; load of the machine before (2 cores): {load:.1f} | | |")
    told = "\n".join(lines) + "\n"
    print(told)
    if options.output:
        with options.output.open("a", encoding="utf-8") as file:
            file.write(f"\n{told}")


if __name__ == "__main__":
    main()
