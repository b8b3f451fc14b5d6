"""Markdown → one page of lines, its marks taken off."""

import html
import re
from pathlib import Path

from retrieval.records import Page
from retrieval.sources.barred import blocks
from retrieval.sources.table import table_lines
from retrieval.sources.text import read_decoded

_RULE = re.compile(r"\s{0,3}(```|~~~|([-*_]\s*){3,}$)")
_UNDERLINE = re.compile(r"\s{0,3}(=+|-{2,})\s*$")
_HASHES = re.compile(r"\s{0,3}#{1,6}\s")
_CHECKED = {"[ ]": "□", "[x]": "☑", "[X]": "☑"}


def read_markdown(path: Path) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """The pages and notes of a Markdown file: marks taken off, headings noted."""
    text, notes = read_decoded(path)
    lines: list[str] = []
    headings: list[int] = []
    raw_before = ""
    for raw in blocks(text.split("\n")):
        if not isinstance(raw, str):
            lines += table_lines([[_unmarked(cell) for cell in row] for row in raw])
            raw_before = ""
            continue
        if _UNDERLINE.match(raw) and raw_before.strip() and not _RULE.match(raw_before):
            headings.append(len(lines) - 1)
        elif not _RULE.match(raw):
            headings += [len(lines)] if _HASHES.match(raw) else []
            lines += _unmarked(raw).split("\n")
        raw_before = raw
    return (Page("\n".join(lines), None, tuple(headings)),), notes


def _unmarked(line: str) -> str:
    """A line without its marks for headings, quotes, bullets, emphasis, links and breaks."""
    line = re.sub(r"^\s{0,3}(#{1,6}\s+|>\s?|[-*+]\s+)+", "", line.strip("\n")).rstrip("# ")
    line = re.sub(r"^\[[ xX]\](?=\s)", lambda m: _CHECKED[m[0]], line)
    line = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", line)
    line = re.sub(r"(\*\*|__|~~|`)(.+?)\1", r"\2", line)
    # One star is a sign of emphasis only where it doesn't multiply: 2*3*4.
    line = re.sub(r"(?<![0-9A-Za-z*\\])\*(?=[^\s*])([^*]+)(?<=\S)\*(?![0-9A-Za-z*])", r"\1", line)
    line = re.sub(r"<br\s*/?>", "\n", line, flags=re.IGNORECASE)
    line = re.sub(r"\\([\\`*_{}\[\]()#+.!|-])", r"\1", line)
    return html.unescape(line).replace("\xa0", " ").strip()
