"""While the answerer of a new index is being made: who asks goes on, who opens the page waits."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from serving import ROOT

from retrieval.assistant import Assistant, build
from ui.answers import Answers
from ui.ask import Desk
from ui.conversation import Conversations, Turn
from ui.rights import CURRENT, LOCAL

SECOND = ROOT / "tests" / "data" / "reports" / "r1.txt"
QUESTION = "天业集团罚款多少"


@pytest.fixture
def own(shipped_index, tmp_path):
    """An assistant over an index of its own, for somebody at this machine."""
    shutil.copytree(shipped_index, tmp_path / "index")
    token = CURRENT.set(LOCAL)
    with Assistant.open(tmp_path / "index") as opened:
        yield opened
    CURRENT.reset(token)


@contextmanager
def made_by_another(assistant: Assistant):
    """A second report is live, and another thread is busy making what answers over it."""
    with assistant._making:
        build(assistant.index_dir, [SECOND])
        yield


def test_who_asks_meanwhile_is_answered_from_the_index_before_and_told_which(own):
    before = own.generation
    with made_by_another(own):
        assert own.searcher.database.generation > before
        assert own.ask(QUESTION).text == "12万元"
        assert (own.generation, own.state().generation, len(own.documents())) == (before, before, 1)
    assert own.generation > before and len(own.documents()) == 2


def test_a_page_opened_meanwhile_waits_for_what_is_live(own):
    desk = Desk(Answers(own))
    with ThreadPoolExecutor() as threads:
        with made_by_another(own):
            opening = threads.submit(desk.opened, {})
            assert "全部报告" not in str(desk.limits({})["limits"])
            assert not opening.done()
        frame = opening.result()["frame"]
    assert "全部报告" in frame
    assert f'data-generation="{own.searcher.database.generation}"' in frame


def test_what_was_answered_meanwhile_is_not_kept_for_the_new_index(own):
    conversations = Conversations(Answers(own))
    turns = (Turn(QUESTION),)
    with made_by_another(own):
        conversations.ask(turns)
    assert {generation for generation, _ in conversations._kept} == {own.generation - 1}
    assert conversations._answers(turns)[0].text == "12万元"
    assert {generation for generation, _ in conversations._kept} == {
        own.generation - 1,
        own.generation,
    }
