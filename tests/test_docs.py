"""What the documents say holds: links lead somewhere, commands exist, each dependency is told."""

import re

import pytest

from retrieval.commands import COMMANDS
from retrieval.settings import ROOT

DOCUMENTS = sorted(
    path
    for path in ROOT.rglob("*.md")
    if not {".venv", ".pytest_cache", "data"} & set(path.relative_to(ROOT).parts)
)
README = (ROOT / "README.md").read_text("utf-8")
_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)\)")
_COMMAND = re.compile(r"python -m retrieval ([a-z]+)")


def names(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", DOCUMENTS, ids=names)
def test_links_lead_to_files_of_the_repository(path):
    for target in _LINK.findall(path.read_text("utf-8")):
        assert (path.parent / target).exists(), f"{names(path)} links to {target}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=names)
def test_commands_that_are_named_exist(path):
    assert set(_COMMAND.findall(path.read_text("utf-8"))) <= set(COMMANDS)


def test_readme_tells_what_each_dependency_is_for():
    told = README.lower()
    for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            assert line.partition("==")[0].lower() in told, f"{line} is not in README.md"


def test_requirements_are_pinned():
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text("utf-8").splitlines():
            assert not line or line.startswith(("#", "-r ")) or re.search(r"==\d", line), line


def test_readme_has_its_two_one_line_commands():
    lines = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
    assert [line.rpartition("&& ")[2] for line in lines] == [
        ".venv/bin/python app.py",
        ".venv/bin/python -m pytest",
    ]
