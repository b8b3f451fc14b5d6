"""What the files of the legs stand for, and whether they are as they were written."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from retrieval.language.tokenizer import CUT
from retrieval.settings import LEXICON
from retrieval.storage.database import Database

MANIFEST, LEXICAL, DENSE, KEYS = "manifest.json", "lexical", "dense", "keys.npy"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What legs stand for: `passages` digests the live passages, `lexicon` the user's words.

    `files` maps a path within the legs' folder to its size in bytes and the SHA-256 of them, with
    a colon between.
    """

    encoder_id: str
    passages: str
    lexicon: str
    files: dict[str, str]


def legs_folder(index_dir: Path, generation: int) -> Path:
    """Where the legs of `generation` lie."""
    return index_dir / "legs" / str(generation)


def state_of(database: Database) -> tuple[str, str, str]:
    """Encoder, digest of the live passages, digest of the lexicon."""
    # The first passage's key is never used twice, so it tells a version that was stored anew.
    live = database.rows(
        "SELECT version_key, digest, (SELECT passage_key FROM passages p"
        " WHERE p.version_key = v.version_key ORDER BY place LIMIT 1)"
        " FROM versions v WHERE live ORDER BY version_key"
    )
    passages = hashlib.sha256(repr(live).encode()).hexdigest()
    return database.encoder_id or "", passages, lexicon_digest()


def lexicon_digest() -> str:
    """SHA-256 of what decides how text is cut into terms: the user's lexicon, and our own way."""
    files = [path.read_bytes() for path in sorted(LEXICON.glob("*.txt"))]
    return hashlib.sha256(b"\0".join([*files, CUT.encode()])).hexdigest()


def checksums(folder: Path, unchanged: Mapping[str, str] | None = None) -> dict[str, str]:
    """Size and checksum of every file of the legs, engines' lock files and the manifest left out.

    `unchanged`: those of files that need not be read again.
    """
    known = unchanged or {}
    return {
        name: known.get(name) or checksum(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST and not path.name.startswith(".")
        for name in [path.relative_to(folder).as_posix()]
    }


def checksum(path: Path) -> str:
    """Size and SHA-256 of a file, as the manifest has them."""
    content = path.read_bytes()
    return f"{len(content)}:{hashlib.sha256(content).hexdigest()}"


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of the legs in `folder`; None where there is none that can be read."""
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text("utf-8")))
        return manifest if isinstance(manifest.files, dict) else None
    except (OSError, ValueError, TypeError):
        return None


def write_manifest(folder: Path, database: Database, files: dict[str, str]) -> None:
    """Writes what the legs in `folder` stand for: the state of `database` now."""
    manifest = Manifest(*state_of(database), files=files)
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest)), "utf-8")
