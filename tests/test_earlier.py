"""Versions that are not live: asked beside the live one, a few kept, and given back."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from bench import BOILERS, WELLS

from retrieval.assistant import Assistant, build
from retrieval.earlier import MOST_OPEN, EarlierVersions
from retrieval.errors import ScopeError
from retrieval.storage.question_log import QuestionLog, read_log
from ui.answers import Answers
from ui.rights import CURRENT, LOCAL
from ui.scope import Chosen

QUESTION = "自备井处罚多少"
FINES = [f"{fine}万元" for fine in (12, 15, 18, 21, 24)]


@pytest.fixture
def live(tmp_path):
    """A report in five versions, of which the last is live, and another report."""
    report, other = tmp_path / "wells.txt", tmp_path / "boilers.txt"
    other.write_text(f"某市督察整改情况报告\n\n{BOILERS}", "utf-8")
    for fine in FINES:
        text = WELLS.replace("12万元", fine)
        report.write_text(f"某市督察整改情况报告\n\n{text}", "utf-8")
        build(tmp_path / "index", [report, other])
    with Assistant.open(tmp_path / "index") as assistant:
        yield assistant


def copies(live) -> int:
    return len([*live.index_dir.glob(".staged-*")])


def test_each_version_answers_for_itself_and_only_a_few_stay_open(live):
    versions = EarlierVersions(live)
    for place, fine in enumerate(FINES[:-1], 1):
        with versions.over("wells", f"v{place}") as earlier:
            assert earlier.ask(QUESTION).text == fine
    assert copies(live) == MOST_OPEN
    assert live.ask(QUESTION).text == FINES[-1]
    with versions.over("wells", "v4") as one, versions.over("wells", "v4") as again:
        assert one is again
        versions.close()
        assert one.ask(QUESTION).text == FINES[3], "what is in use stays open"
    assert copies(live) == 0


def test_many_at_once_share_one_copy_and_a_version_that_is_not_there_is_told(live):
    versions = EarlierVersions(live)

    def ask(_) -> str | None:
        with versions.over("wells", "v1") as earlier:
            return earlier.ask(QUESTION).text

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(16))) == {FINES[0]}
    assert copies(live) == 1
    with pytest.raises(ScopeError, match="v9"), versions.over("wells", "v9"):
        pass
    versions.close()


def test_the_version_and_the_issues_looked_at_are_noted(live, tmp_path):
    token = CURRENT.set(LOCAL)
    try:
        with QuestionLog(tmp_path, 30) as log:
            answers = Answers(live, log)
            chosen = Chosen(report="wells", version="v2", status="未写明")
            with answers.over(chosen) as earlier:
                scope = chosen.scope(earlier)
                answer = answers.ask(QUESTION, scope, (), earlier)
                given = answers.note(answer, scope, "page", earlier)
            assert answers.proof(given).answer is answer
            answers.close()
    finally:
        CURRENT.reset(token)
    [entry] = read_log(tmp_path)
    assert answer.text == FINES[1]
    assert entry.scope == {"report": "wells", "among": "只看问题一", "version": "v2"}


def test_a_version_is_of_one_report_and_the_live_one_is_no_older_one(live):
    assert Chosen(report="wells", version="v5").earlier(live) is None
    assert Chosen(report="wells", version="v1").earlier(live) == ("wells", "v1")
    with pytest.raises(ScopeError, match="没有选报告"):
        Chosen(version="v1").earlier(live)
