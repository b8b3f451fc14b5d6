"""What many tests share: the shipped report indexed once, and an assistant over it."""

import pytest

from retrieval.assistant import Assistant, build


@pytest.fixture(scope="session")
def shipped_index(tmp_path_factory):
    """Folder of an index of corpus/reports; tests that change an index must copy it."""
    folder = tmp_path_factory.mktemp("shipped")
    build(folder)
    return folder


@pytest.fixture(scope="session")
def assistant(shipped_index):
    with Assistant.open(shipped_index) as opened:
        yield opened
