"""Waits for files of a folder to change, and to be left alone again."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

from watchfiles import watch

_LONGEST = 20
"""Settling times after which a folder that never rests is looked at anyway."""


def settled_changes(
    folders: Sequence[Path], settle_seconds: float, polling: bool, stop: Event | None = None
) -> Iterator[None]:
    """Yields each time files in `folders` changed and then rested for `settle_seconds`.

    `polling`: looks again and again, for shared folders whose server sends no events. Ends when
    `stop` is set; raises KeyboardInterrupt on Ctrl-C.
    """
    milliseconds = max(1, round(1000 * settle_seconds))
    for _ in watch(
        *folders,
        watch_filter=None,
        debounce=_LONGEST * milliseconds,
        step=milliseconds,
        stop_event=stop,
        force_polling=polling or None,
        poll_delay_ms=min(1000, milliseconds),
        raise_interrupt=True,
    ):
        yield
