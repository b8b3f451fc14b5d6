"""Files on their way in: received piece by piece into a folder of the index, never executed."""

import base64
import binascii
import os
import re
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.errors import SourceError, system_words
from retrieval.indexing import UPLOADS

FOLDER = "incoming"

LARGEST = 300_000_000
"""Bytes of one file."""

MOST = 50
"""Files of one batch."""

_LONGEST_NAME = 200
"""Bytes of a file's name; file systems take 255, and a suffix may be added."""

_STALE_SECONDS = 24 * 3600

_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069:*?"<>|]')
_BATCH = re.compile(r"[0-9a-f]{32}")


def safe_name(name: str) -> str:
    """`name` without folders and without characters that no file system or reader takes.

    Raises SourceError for a name that is none, hidden, or too long.
    """
    plain = _UNSAFE.sub("_", re.split(r"[/\\]", str(name))[-1]).strip(" ")
    if not plain.strip("._ ") or plain.startswith((".", "~$")):
        raise SourceError("文件名不能用", "应有名字，且不以点或 ~$ 开头", "改名后再放进来")
    if len(plain.encode()) > _LONGEST_NAME:
        raise SourceError(
            "文件名太长", f"应在 {_LONGEST_NAME} 字节（约 66 个汉字）以内", "改短后再试"
        )
    return plain


class Incoming:
    """The batches of one index folder; a batch is a folder with a name nobody can guess."""

    def __init__(self, index_dir: Path):
        self.folder, self.uploads = index_dir / FOLDER, index_dir / UPLOADS

    def begin(self) -> str:
        """A new, empty batch; batches that were left lying for a day are dropped."""
        for old in self.folder.glob("*"):
            if time.time() - old.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(old, ignore_errors=True)
        batch = uuid.uuid4().hex
        (self.folder / batch).mkdir(parents=True)
        return batch

    def add(self, batch: str, name: str, offset: int, data: str) -> str:
        """Writes a piece, in base64, of a file of `batch` at `offset`; the name that it lies under.

        Raises SourceError where the file is too large, or its pieces do not follow on each other.
        """
        folder, plain = self._of(batch), safe_name(name)
        path = folder / plain
        try:
            piece = base64.b64decode(data, validate=True)
        except (binascii.Error, ValueError, TypeError) as error:
            raise _broken(plain) from error
        at = path.stat().st_size if path.exists() and offset else 0
        if at != offset:
            raise _broken(plain)
        if at + len(piece) > LARGEST:
            path.unlink(missing_ok=True)
            raise SourceError(
                f"{plain} 太大", f"每个文件应在 {LARGEST // 1_000_000} MB 以内", "拆开或压缩后再试"
            )
        if len(list(folder.iterdir())) > MOST:
            raise SourceError("文件太多", f"一次最多 {MOST} 个", "分几次放进来")
        try:
            with path.open("ab" if offset else "wb") as file:
                file.write(piece)
        except OSError as error:
            found = f"{plain} 存不下来（{system_words(error)}）"
            raise SourceError(
                found, "索引文件夹应能写入，磁盘应有空间", "清出空间后再试"
            ) from error
        return plain

    def files(self, batch: str) -> list[Path]:
        """The files of a batch, by name. Raises SourceError where it is gone."""
        return sorted(path for path in self._of(batch).iterdir() if path.is_file())

    @contextmanager
    def adopted(self, batch: str, paths: list[Path]) -> Iterator[list[Path]]:
        """Moves files of `batch` to where the index keeps its uploads, in place of older ones of
        their reports; back again where what is done inside fails. Yields where they lie.

        A process killed inside leaves the new files, which the next mirroring takes in.
        """
        aside = self._of(batch) / "replaced"
        aside.mkdir(exist_ok=True)
        self.uploads.mkdir(exist_ok=True)
        older = [p for p in self.uploads.iterdir() if p.stem in {path.stem for path in paths}]
        moves = [(path, aside / path.name) for path in older]
        moves += [(path, self.uploads / path.name) for path in paths]
        for source, target in moves:
            os.replace(source, target)
        for path in paths:
            os.utime(self.uploads / path.name)  # the newest file of a name is the one that counts
        try:
            yield [self.uploads / path.name for path in paths]
        except BaseException:
            for source, target in reversed(moves):
                os.replace(target, source)
            raise

    def drop(self, batch: str) -> None:
        """Deletes a batch with its files."""
        shutil.rmtree(self._of(batch), ignore_errors=True)

    def _of(self, batch: str) -> Path:
        folder = self.folder / batch if _BATCH.fullmatch(str(batch)) else None
        if folder is None or not folder.is_dir():
            raise SourceError("这批文件已经不在了", "放进来的文件只保留一天", "重新放一次")
        return folder


def _broken(name: str) -> SourceError:
    return SourceError(f"{name} 没有传完整", "各段应依次传来", "重新放一次")
