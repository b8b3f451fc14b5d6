"""Versions of reports that are stored and not live, opened to be asked, a few at a time."""

import os
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from threading import Lock

from retrieval.assistant import Assistant
from retrieval.indexing import earlier_index

MOST_OPEN = 3
"""Versions kept open; each holds an index of its own on disk and in memory."""


@dataclass(slots=True)
class _Opened:
    assistant: Assistant
    kept: ExitStack
    users: int = 0
    dropped: bool = False


@dataclass(slots=True)
class EarlierVersions:
    """What answers over one stored version alone, made on the first question to it and kept.

    Safe to share between threads. What is live is left alone.
    """

    live: Assistant
    _opened: OrderedDict[tuple, _Opened] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)
    _making: Lock = field(default_factory=Lock)

    @contextmanager
    def over(self, report: str, version: str) -> Iterator[Assistant]:
        """The assistant over a version of a report, to be used inside the block.

        Raises ScopeError for a version that is not stored, IndexStateError where another process
        writes for too long.
        """
        # After a re-index the same version may have been read anew.
        key = (self.live.searcher.database.generation, report, version)
        with self._making:
            opened = self._taken(key) or self._made(key, report, version)
        try:
            yield opened.assistant
        finally:
            self._given_back(opened)

    def close(self) -> None:
        """Closes what nobody uses now; the rest when it is given back."""
        self._drop_beyond(0)

    def _taken(self, key: tuple) -> _Opened | None:
        with self._lock:
            opened = self._opened.get(key)
            if opened is None or not opened.assistant.index_dir.is_dir():
                return None
            self._opened.move_to_end(key)
            opened.users += 1
        # A copy that looks unused is cleared away as one that a killed process left.
        os.utime(opened.assistant.index_dir)
        return opened

    def _made(self, key: tuple, report: str, version: str) -> _Opened:
        live = self.live
        with ExitStack() as stack:
            copy = earlier_index(
                live.index_dir, live.encoder, live.settings, version=(report, version)
            )
            folder = stack.enter_context(copy)
            assistant = stack.enter_context(Assistant(folder, live.encoder, live.settings))
            opened = _Opened(assistant, stack.pop_all(), users=1)
        with self._lock:
            gone = self._opened.pop(key, None)
            self._opened[key] = opened
        if gone:
            self._drop(gone)
        self._drop_beyond(MOST_OPEN)
        return opened

    def _given_back(self, opened: _Opened) -> None:
        with self._lock:
            opened.users -= 1
            over = opened.dropped and opened.users == 0
        if over:
            opened.kept.close()

    def _drop_beyond(self, most: int) -> None:
        with self._lock:
            surplus = max(len(self._opened) - most, 0)
            gone = [self._opened.popitem(last=False)[1] for _ in range(surplus)]
        for opened in gone:
            self._drop(opened)

    def _drop(self, opened: _Opened) -> None:
        with self._lock:
            opened.dropped = True
            free = opened.users == 0
        if free:
            opened.kept.close()
