"""What commands show while they work: a progress bar on standard error."""

import sys
from contextlib import contextmanager

from tqdm import tqdm


@contextmanager
def progress_bar():
    """A progress callback that draws a bar on standard error once work takes over a second."""
    bars: dict[str, tqdm] = {}

    def show(done: int, total: int, what: str) -> None:
        if what not in bars:
            for bar in bars.values():
                bar.close()
            bars[what] = tqdm(
                desc=what,
                total=total,
                file=sys.stderr,
                delay=1,
                leave=False,
                bar_format="{desc} {percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt}"
                + (" 页" if what.endswith("各页") else "")
                + " 剩余 {remaining}",
            )
        bars[what].total = total
        bars[what].update(done - bars[what].n)

    try:
        yield show
    finally:
        for bar in bars.values():
            bar.close()
