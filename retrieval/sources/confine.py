"""Reading in a child process under limits of time and memory.

A hostile or huge file then costs an error message and nothing else. The child is this module run
as `python -m retrieval.sources.confine FORMAT PATH BYTES`; it imports the one reader it needs and
writes JSON lines (never pickles: what a broken reader writes must not run here), first
`{"progress": [3, 80, "识别"]}` while it works, then `{"pages": …, "notes": …}` or `{"error": …}`.
"""

import ctypes
import importlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

from retrieval import errors
from retrieval.errors import UnreadableSource
from retrieval.records import Page
from retrieval.sources.formats import Format

Progress = Callable[[int, int, str], None]
"""Called with pages done, pages in all, and what is done with them, in Chinese."""

Reading = tuple[tuple[Page, ...], tuple[str, ...]]

SILENCE_S = 240
"""Longest wait for the next page, in seconds; a page of dense table, scanned and upside down, takes
up to 120 s on two busy cores."""

CPU_S = 3600
"""Processor time for one file, in seconds; 300 scanned pages take some 1200 s."""

DEPTH = 20_000
"""Calls within calls; layout tables inside layout tables take eight each."""

MEMORY = {Format.PDF: 4 << 30, Format.IMAGE: 4 << 30}
"""Address space of the child in bytes, where it is not `MEMORY_OTHER`: OCR maps much of it."""

MEMORY_OTHER = 2 << 30

_PR_SET_PDEATHSIG = 1

# Where each reader lives; imported only when a file of its format comes.
_READERS = {
    Format.TEXT: ("text", "read_text"),
    Format.MARKDOWN: ("marked", "read_markdown"),
    Format.CSV: ("separated", "read_csv"),
    Format.WORD: ("word", "read_word"),
    Format.SHEET: ("sheet", "read_sheet"),
    Format.WEB: ("web", "read_web"),
    Format.PDF: ("pdf", "read_pdf"),
    Format.IMAGE: ("scan", "read_image"),
}


def read(found: Format, path: Path, progress: Progress | None = None) -> Reading:
    """Pages and notes of the file, read in this process by the reader of its format."""
    module, name = _READERS[found]
    reader = getattr(importlib.import_module(f"retrieval.sources.{module}"), name)
    if found in (Format.PDF, Format.IMAGE):
        return reader(path, progress or (lambda done, total, doing: None))
    return reader(path)


def read_confined(found: Format, path: Path, progress: Progress | None = None) -> Reading:
    """Pages and notes of the file, read in a child process.

    Raises the reader's own error, or UnreadableSource where the child died or fell silent.
    """
    memory = MEMORY.get(found, MEMORY_OTHER)
    child = subprocess.Popen(
        [sys.executable, "-m", __name__, found.value, str(path.resolve()), str(memory)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).resolve().parents[2],  # -m looks for modules here first
        text=True,
        encoding="utf-8",
    )
    try:
        result = _result(child.stdout, progress)
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
    if result is None:
        found_ = f"读取“{path.name}”超出了时间或内存的限度，已停止"
        cure = "文件可能已损坏，请用原来的软件打开后另存，或拆分成几个文件"
        raise UnreadableSource(found_, "应能在限度内读完", cure)
    if "error" in result:
        raise getattr(errors, result["error"])(*result["parts"])
    pages = tuple(Page(t, number, tuple(heads), on) for t, number, heads, on in result["pages"])
    return pages, tuple(result["notes"])


def _result(stream: IO[str], progress: Progress | None) -> dict | None:
    """The child's last message; None: it ended without one or fell silent."""
    lines: queue.Queue[str | None] = queue.Queue()

    def listen() -> None:
        for line in stream:
            lines.put(line)
        lines.put(None)

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    while True:
        try:
            line = lines.get(timeout=SILENCE_S)
        except queue.Empty:
            return None
        if line is None:
            return None
        message = json.loads(line)
        if "progress" not in message:
            return message
        if progress:
            progress(*message["progress"])


def _limit(memory: int) -> None:
    """Set the limits of this process, where the system has them (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _die_with_parent() -> None:
    """Let Linux end this process when the one that started it ends, however that comes."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == 1:  # it ended before this line
            sys.exit()


def _child(found: Format, path: Path, memory: int) -> None:
    """Read the file and write the messages; libraries that print do so to nowhere."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    _die_with_parent()
    _limit(memory)
    sys.setrecursionlimit(DEPTH)

    def tell(message: dict) -> None:
        out.write(json.dumps(message, ensure_ascii=False) + "\n")
        out.flush()

    try:
        pages, notes = read(found, path, lambda *told: tell({"progress": told}))
        tell({"pages": [(p.text, p.number, p.headings, p.joined) for p in pages], "notes": notes})
    except errors.RetrievalError as error:
        tell({"error": type(error).__name__, "parts": error.args})
    except MemoryError:
        return
    except ImportError as error:
        parts = (
            f"读取“{path.name}”缺少组件 {error.name}",
            "应已装好全部组件",
            "请重新安装本软件的依赖",
        )
        tell({"error": "UnsupportedSource", "parts": parts})
    except Exception as error:  # noqa: BLE001 - whatever a library throws at a broken file
        found_ = f"“{path.name}”已损坏或不完整（{type(error).__name__}）"
        parts = (found_, "应能完整打开", "请用原来的软件打开后另存，再放入")
        tell({"error": "UnreadableSource", "parts": parts})


if __name__ == "__main__":
    _child(Format(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
