"""Asking goes on while reports come and go: no wait, no half state, and the new one by itself."""

import subprocess
import sys
import threading

import pytest
from bench import BOILERS, SETTINGS, WELLS, Bench
from serving import ROOT

from retrieval.assistant import Assistant
from retrieval.indexing import remove, rollback
from retrieval.language.tokenizer import query_terms
from retrieval.search import Searcher
from retrieval.storage.lock import writing

QUESTION = "封停自备井多少眼"

ASKING = """
import sys
from pathlib import Path
from bench import SETTINGS
from hashing_encoder import HashingEncoder
from retrieval.assistant import Assistant
said = []
with Assistant(Path(sys.argv[1]), HashingEncoder(), SETTINGS) as assistant:
    print("ready", flush=True)
    while not Path(sys.argv[2]).exists() or len(said) < 5:
        said.append(assistant.ask("封停自备井多少眼").text)
    said.append(assistant.ask("封停自备井多少眼").text)
print("|".join(str(each) for each in dict.fromkeys(said)), "|", said[-1], flush=True)
"""


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path)
    bench.write(wells=WELLS)
    bench.run()
    return bench


def versions(bench: Bench, count: int) -> None:
    """New versions, roll-backs and other reports that come and go, one after another."""
    for number in range(count):
        bench.write(wells=WELLS.replace("36眼", f"{40 + number}眼"), other=BOILERS + str(number))
        bench.run()
        rollback(bench.index, None, bench.encoder, SETTINGS)
        rollback(bench.index, None, bench.encoder, SETTINGS)
        remove(bench.index, "other", SETTINGS)


def test_threads_that_ask_see_one_state_or_the_next_and_no_error(bench):
    stop, wrong, said = threading.Event(), [], set()
    with Assistant(bench.index, bench.encoder, SETTINGS) as assistant:

        def ask():
            while not stop.is_set():
                try:
                    said.add(assistant.ask(QUESTION).text)
                except Exception as error:  # whatever it is, it must not happen
                    wrong.append(error)
                    return

        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        versions(bench, 4)
        stop.set()
        for thread in threads:
            thread.join()
        assert wrong == []
        assert said <= {f"{number}眼" for number in (36, 40, 41, 42, 43)}
        assert assistant.ask(QUESTION).text == "43眼"


def test_another_process_asks_on_and_moves_to_the_new_state_by_itself(bench, tmp_path):
    done = tmp_path / "done"
    with subprocess.Popen(
        [sys.executable, "-c", ASKING, str(bench.index), str(done)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT / "tests",
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "PATH": ""},
    ) as asking:
        assert asking.stdout.readline() == "ready\n"
        versions(bench, 2)
        done.touch()
        *said, last = asking.stdout.read().strip().split("|")
        assert asking.wait(60) == 0
    assert {each.strip() for each in said if each.strip()} <= {"36眼", "40眼", "41眼"}
    assert last.strip() == "41眼"


def test_a_writer_that_holds_the_index_keeps_no_reader_waiting(bench):
    with (
        Searcher(bench.index, bench.encoder, SETTINGS) as searcher,
        writing(bench.index, 1),
        Searcher(bench.index, bench.encoder, SETTINGS) as opened_meanwhile,
    ):
        for reader in (searcher, opened_meanwhile):
            assert reader.search(QUESTION, query_terms(QUESTION))


def test_a_pinned_searcher_stays_with_its_snapshot(bench):
    with Searcher(bench.index, bench.encoder, SETTINGS) as searcher:
        pinned = searcher.pinned()
        bench.write(wells=WELLS.replace("36眼", "40眼"))
        bench.run()
        texts = [
            " ".join(hit.passage.text for hit in each.search(QUESTION, query_terms(QUESTION)))
            for each in (pinned, searcher)
        ]
    assert "36眼" in texts[0] and "40眼" not in texts[0]
    assert "40眼" in texts[1] and "36眼" not in texts[1]
