"""One writer at a time: the lock that re-indexes of all processes queue at."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from retrieval.errors import IndexStateError, system_words

_PATIENCE_SECONDS = 1.0
"""Wait before the user is told that there is a queue."""


@contextmanager
def writing(
    index_dir: Path, wait_seconds: float, tell: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Holds the index's lock, which the system frees when a process dies.

    Waits up to `wait_seconds` while another process holds it; `tell` gets a Chinese sentence when
    the waiting begins. Raises IndexStateError when the time is over or the folder is read-only.
    """
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(index_dir / ".lock")
        try:
            lock.acquire(timeout=min(_PATIENCE_SECONDS, wait_seconds))
        except Timeout:
            if tell:
                tell("另一个进程正在重建索引，排队等候")
            lock.acquire(timeout=max(0.0, wait_seconds - _PATIENCE_SECONDS))
    except Timeout as error:
        raise IndexStateError(
            f"等了 {wait_seconds:g} 秒，另一个进程仍在重建索引",
            "同一索引文件夹同时只能有一个进程写入",
            "等它结束后重试；若它已停止响应，先结束那个进程",
        ) from error
    except OSError as error:
        raise IndexStateError(
            f"索引文件夹 {index_dir} 无法写入（{system_words(error)}）",
            "应对索引文件夹有写权限",
            "检查文件夹权限，或用 --index 指定别的文件夹",
        ) from error
    try:
        yield
    finally:
        lock.release()
