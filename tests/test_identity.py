"""Which report a file is, what a person took out, and what a new version says otherwise."""

import pytest
from bench import BOILERS, SETTINGS, SEWAGE, WELLS, Bench
from hypothesis import settings as budget
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from layouts import parse

from retrieval.errors import GateFailed, ScopeError
from retrieval.indexing import UPLOADS, earlier_index, remove, rollback
from retrieval.language.tokenizer import query_terms
from retrieval.search import Searcher
from retrieval.storage import snapshot
from retrieval.storage.database import Database
from retrieval.storage.verify import verify
from retrieval.structure.revision import revision


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


def spaced(text: str) -> str:
    return "\n\n" + text.replace("\n", "\n\n").replace("。", "。 ") + "\f"


def test_a_copy_with_other_blanks_is_told_as_such_and_recognised_again(bench):
    bench.write(wells=WELLS, spaced=spaced(WELLS))
    first = bench.run()
    (copied,) = (kept for kept in first.kept if "（" in kept)
    assert "spaced.txt" in copied or "wells.txt" in copied
    assert "只有空白或换页不同" in copied and len(bench.live()) == 1
    assert copied in bench.run().kept
    (owner,) = bench.live()
    bench.write(**{owner: None})
    assert len(bench.run().added) == 1, "the copy stands in where the other leaves"


def test_a_new_version_that_differs_in_blanks_alone_says_so(bench):
    bench.write(wells=WELLS)
    bench.run()
    bench.write(wells=spaced(WELLS))
    (change,) = bench.run().reports
    assert change.revision.blanks_only and change.revision.issues == ()
    assert bench.live() == {"wells": "v2"}


def test_the_receipt_counts_issues_added_changed_removed_and_kept(bench):
    bench.write(report=WELLS + BOILERS.replace("一、", "二、") + SEWAGE.replace("一、", "三、"))
    bench.run()
    later = (
        WELLS.replace("12万元", "15万元")
        + SEWAGE.replace("一、", "二、")
        + "三、新的问题。\n整改时限：2021年底\n"
    )
    bench.write(report=later)
    ((change,),) = [bench.run().reports]
    found = {issue.title: issue for issue in change.revision.issues}
    counts = [change.revision.count(kind) for kind in ("新增", "修改", "删去")]
    assert (counts, change.revision.kept) == ([1, 2, 1], 0)
    changes = found["地下水开采管控不力。"].changes
    (amount,) = (change for change in changes if change.what == "金额与数量")
    assert (amount.what, amount.before, amount.after) == ("金额与数量", "12万元", "15万元")
    (renumbered,) = found["污水处理厂超标排放。"].changes
    assert (renumbered.what, renumbered.before, renumbered.after) == ("编号", "三", "二")


def test_deadline_status_and_measures_that_changed_are_named():
    text = "一、水井。\n整改措施：封井。\n整改时限：2018年底\n整改进展情况：完成整改。\n"
    later = text.replace("封井", "全部封井").replace("2018", "2020").replace("完成整", "未完成整")
    (issue,) = revision(parse(text), parse(later)).issues
    changed = {c.what: (c.before, c.after) for c in issue.changes}
    assert changed["整改时限"] == ("2018年底", "2020年底")
    assert changed["整改措施"] == ("封井。", "全部封井。")
    assert "整改状态" in changed


def test_of_a_long_field_the_clauses_that_differ_are_told_and_no_others():
    long = "".join(f"第{place}处已完成验收；" for place in range(1, 60))
    text = f"一、水井。\n整改时限：2018年底\n整改进展情况：{long}罚款3万元。\n"
    later = text.replace("第7处已", "第7处未").replace("3万元", "5万元")
    (issue,) = revision(parse(text), parse(later)).issues
    (progress,) = (c for c in issue.changes if c.what == "整改进展")
    assert progress.before == "第7处已完成验收；……罚款3万元。"
    assert progress.after == "第7处未完成验收；……罚款5万元。"


def test_what_the_report_says_of_itself_is_checked_before_it_goes_live(bench):
    bench.write(report="经梳理共5个问题。\n" + WELLS + BOILERS.replace("一、", "三、"))
    ((change,),) = [bench.run().reports]
    assert any("共有5个问题，实际读到2个" in remark for remark in change.remarks)
    assert any("编号不连续" in remark for remark in change.remarks)


def test_what_a_person_took_out_stays_out_until_its_file_changes_or_is_named(bench):
    bench.write(wells=WELLS, boilers=BOILERS)
    bench.run()
    remove(bench.index, "wells", SETTINGS)
    receipt = bench.run()
    assert (receipt.withheld, receipt.added) == (("wells",), ())
    assert bench.run("wells.txt").added == ("wells",)
    remove(bench.index, "wells", SETTINGS)
    bench.write(wells=WELLS.replace("36", "37"))
    assert bench.run().added == ("wells",)


def test_a_version_that_was_rolled_back_is_not_taken_in_again_by_mirroring(bench):
    bench.write(wells=WELLS)
    bench.run()
    bench.write(wells=WELLS.replace("36", "37"))
    bench.run()
    rollback(bench.index, None, bench.encoder, SETTINGS)
    assert bench.run().withheld == ("wells",) and bench.live() == {"wells": "v1"}
    rollback(bench.index, 2, bench.encoder, SETTINGS)
    assert bench.run().withheld == () and bench.live() == {"wells": "v2"}


def test_an_earlier_version_can_be_searched_and_what_is_live_stays(bench):
    bench.write(wells=WELLS, boilers=BOILERS)
    bench.run()
    bench.write(wells=WELLS.replace("36", "37"))
    bench.run()
    for asked in ({"version": ("wells", "v1")}, {"generation": 1}):
        with earlier_index(bench.index, bench.encoder, SETTINGS, **asked) as folder:
            with Searcher(folder, bench.encoder, SETTINGS) as searcher:
                hits = searcher.search("封停自备井", query_terms("封停自备井"))
            assert "36眼" in hits[0].passage.text
    assert not [p for p in bench.index.iterdir() if p.name.startswith(".staged")]
    assert bench.live() == {"boilers": "v1", "wells": "v2"}
    with (
        pytest.raises(ScopeError),
        earlier_index(bench.index, bench.encoder, SETTINGS, version=("wells", "v9")),
    ):
        pass


def test_uploads_are_mirrored_beside_the_corpus_and_the_newer_file_of_a_name_counts(bench):
    bench.write(wells=WELLS)
    uploads = bench.index / UPLOADS
    uploads.mkdir(parents=True)
    (uploads / "boilers.txt").write_text(BOILERS, "utf-8")
    (uploads / "wells.txt").write_text(WELLS.replace("36", "37"), "utf-8")
    receipt = bench.run()
    assert receipt.added == ("boilers", "wells")
    assert any(name == "wells" and "较新" in note for name, note in receipt.notes)


def test_a_gate_that_refuses_leaves_everything_as_it_was(bench):
    bench.write(wells=WELLS)
    bench.run()
    bench.write(boilers=BOILERS)
    seen = []

    def refuse(folder):
        with Searcher(folder, bench.encoder, SETTINGS) as searcher:
            seen.append(searcher.search("锅炉", query_terms("锅炉"))[0].passage.report_id)
        raise GateFailed("比原来差", "不应比原来差", "核对")

    with pytest.raises(GateFailed):
        bench.run(gate=refuse)
    assert seen == ["boilers"] and bench.live() == {"wells": "v1"}
    assert bench.run(gate=lambda folder: "答对 1 题").gate == "答对 1 题"


class Series(RuleBasedStateMachine):
    """Any series of adds, changes, removals and roll-backs answers as a fresh build does."""

    folder = None

    @initialize()
    def begin(self):
        self.bench = Bench(Series.folder.mktemp("series"))
        self.bench.write(z=WELLS.replace("36眼", "60眼"))
        self.bench.run()

    @rule(
        name=st.sampled_from("abc"),
        text=st.sampled_from([WELLS, BOILERS, SEWAGE]),
        number=st.integers(100, 103),
    )
    def add_or_change(self, name, text, number):
        self.bench.write(**{name: text + f"二、第{number}号。\n"})
        self.bench.run(f"{name}.txt")

    @rule()
    def mirror(self):
        self.bench.run()

    @rule(name=st.sampled_from("abc"))
    def remove_one(self, name):
        if name in self.bench.live():
            remove(self.bench.index, name, SETTINGS)

    @rule(back=st.integers(1, 3))
    def roll_back(self, back):
        with Database.open(self.bench.index) as database:
            generation = database.generation - back
        if generation >= 1:
            rollback(self.bench.index, generation, self.bench.encoder, SETTINGS)

    def teardown(self):
        if not hasattr(self, "bench"):
            return
        assert verify(self.bench.index) == []
        fresh = Bench(Series.folder.mktemp("fresh"))
        with Database.open(self.bench.index) as database:
            for report_id in snapshot.live_versions(database):
                text = database.report_text(report_id)
                fresh.write(**{report_id: text})
        fresh.run()
        for question in ("封停自备井多少眼", "锅炉", "污水处理厂整改时限"):
            assert self.bench.ask(question) == fresh.ask(question)


def test_any_series_of_changes_answers_as_a_fresh_build(tmp_path_factory):
    from hypothesis.stateful import run_state_machine_as_test

    Series.folder = tmp_path_factory
    limits = budget(max_examples=8, stateful_step_count=6, deadline=None)
    run_state_machine_as_test(Series, settings=limits)
