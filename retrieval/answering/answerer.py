"""From a question to an answer: understand, search, read, decide."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from retrieval.answering import fields, refusal
from retrieval.answering.citing import cite, fact, refuse
from retrieval.answering.confirming import opened
from retrieval.answering.counted import each, wanted
from retrieval.answering.dialogue import followed_issue, resolve
from retrieval.answering.jointly import settled, together
from retrieval.answering.ledger import ledger_answer
from retrieval.answering.library import Library
from retrieval.answering.numbered import Numbered, numbered
from retrieval.answering.parts import Part, split
from retrieval.answering.question import Asked, asks_nothing, understand
from retrieval.answering.reader import Read, Reader
from retrieval.answering.several import combine
from retrieval.errors import QuestionError
from retrieval.language.normalise import clean_question
from retrieval.language.tokenizer import Tokenizer
from retrieval.records import Answer, Evidence, Hit, Scope, Span
from retrieval.search import Searcher
from retrieval.settings import Settings

_ISSUES_READ = 2
"""Issues whose field is read though no hit is its line."""


class Answerer:
    """Answers questions over one library; holds no state between questions."""

    def __init__(
        self,
        library: Library,
        searcher: Searcher,
        reader: Reader,
        tokenizer: Tokenizer,
        correct: Callable[[str], str],
        settings: Settings,
    ):
        """`correct`: mends typos of a cleaned question by the words of the reports."""
        self.library, self.searcher, self.reader = library, searcher, reader
        self.tokenizer, self.correct, self.settings = tokenizer, correct, settings

    def answer(
        self,
        question: str,
        scope: Scope = Scope(),
        top_k: int | None = None,
        history: Sequence[Answer] = (),
    ) -> Answer:
        """The answer with its evidence, or a refusal with a reason.

        Raises QuestionError for an empty or over-long question, ScopeError for an unknown scope.
        """
        started = time.perf_counter()
        self.check(question, scope)
        cleaned = clean_question(question)
        completed = self.completed(question, history)
        asked = understand(completed, scope, self.tokenizer)
        if history and asked.issue_number is None:
            asked = replace(asked, issue_number=followed_issue(cleaned, history))
        answer = self._decide(asked, top_k or self.settings.top_k)
        return replace(
            answer,
            question=question,
            resolved=completed if completed != cleaned else None,
            elapsed_ms=(time.perf_counter() - started) * 1000,
        )

    def find(self, text: str, scope: Scope, k: int) -> tuple[Evidence, ...]:
        """The `k` passages nearest to `text`, best first, unread; raises as `answer`."""
        self.check(text, scope)
        asked = understand(self.correct(clean_question(text)), scope, self.tokenizer)
        return tuple(self.library.evidence(h.passage, (), h.score) for h in self.hits(asked)[:k])

    def hits(self, asked: Asked) -> list[Hit]:
        """Passages for the question, best first."""
        terms = self.tokenizer.query_terms(asked.text, self.settings)
        return self.searcher.search(asked.text, terms, asked.query.scope, self.settings.candidates)

    def readable(self, asked: Asked, hits: Sequence[Hit]) -> list[Hit]:
        """What the reader looks at: the best hits, and where a deadline or a status is asked for,
        that of the issues the first of them are of, however little its own line says."""
        kept = list(hits[: self.settings.read_passages])
        if asked.query.expects not in ("deadline", "status"):
            return kept
        seen, issues = {hit.passage.passage_id for hit in kept}, {}
        for hit in kept:
            issues.setdefault(hit.passage.issue_id, hit)
        for hit in [h for issue_id, h in issues.items() if issue_id][:_ISSUES_READ]:
            issue = self.library.issue_of(hit.passage)
            place = issue.deadline if asked.query.expects == "deadline" else issue.status
            for passage in self.library.passages(issue) if place else ():
                if passage.start <= place.start < passage.end and passage.passage_id not in seen:
                    kept.append(replace(hit, passage=passage))
        return kept

    def completed(self, question: str, history: Sequence[Answer] = ()) -> str:
        """The question cleaned, its typos mended, made complete from the conversation, and asking
        for the figure that it wants confirmed."""
        mended = self.correct(clean_question(question))
        return opened(resolve(mended, history, self.tokenizer))

    def check(self, question: str, scope: Scope) -> None:
        """Raises QuestionError or ScopeError for what `answer` does not take."""
        if any("\ud800" <= letter <= "\udfff" for letter in question):
            raise QuestionError(
                "问题里有读不出的字（不是完整的 UTF-8）",
                "应为完整的文字",
                "重新输入，或换 UTF-8 终端",
            )
        if not clean_question(question):
            raise QuestionError("问题是空的", "要写一句话", "例如：天业集团罚款多少")
        if len(question) > (most := self.settings.question_characters):
            raise QuestionError(
                f"问题有{len(question)}个字", f"最多{most}个字", "把问题缩短，一次问一件事"
            )
        self.library.check(scope)

    def _decide(self, asked: Asked, top_k: int) -> Answer:
        """Whichever can answer for certain comes first: a field, the ledger, then the reader."""
        several = numbered(asked.text) if asked.query.scope.issue is None else None
        if several and (found := self._of_several(asked, several, top_k)):
            return found
        if asked.issue_number and asked.query.scope.issue is None:
            scope = replace(asked.query.scope, issue=asked.issue_number)
            issues = self.library.issues(scope)
            if not issues and self.library.issues(asked.query.scope):
                elsewhere = self.library.issues(replace(scope, among=None))
                reason = refusal.NOT_IN_REPORTS if elsewhere else refusal.NO_SUCH_ISSUE
                return refuse(asked, reason, self.library, self.hits(asked), top_k)
            if issues:
                issues = fields.of_named_report(asked, issues, self.library, self.tokenizer)
                scope = replace(scope, issue=issues[0].number)
                asked = replace(asked, query=replace(asked.query, scope=scope))
                if found := fields.field_answer(asked, issues, self.library, self.tokenizer):
                    return found
        elif found := ledger_answer(asked, self.library, self.tokenizer):
            return found
        parts = split(asked.text, self.tokenizer)
        if len(parts) == 1:
            return self._single(asked, top_k)
        asks = [understand(p.question, asked.query.scope, self.tokenizer) for p in parts]
        return combine(asked, parts, self._several(asks, top_k))

    def _of_several(self, asked: Asked, several: Numbered, top_k: int) -> Answer | None:
        """The answer over issues named by their numbers, or that of each; None: none is there."""
        scope = asked.query.scope
        issues = {n: self.library.issues(replace(scope, issue=n)) for n in several.numbers}
        if not any(issues.values()):
            return None
        if several.over_all:
            among = frozenset(issue.issue_id for own in issues.values() for issue in own)
            ask = understand(several.rest, replace(scope, among=among), self.tokenizer)
            if found := ledger_answer(ask, self.library, self.tokenizer):
                return replace(found, question=asked.query.text)
            if len(several.numbers) == 1:
                return None
            if ask.query.expects not in ("deadline", "status"):
                return refuse(asked, refusal.FIELD_ABSENT, self.library, self.hits(ask), top_k)
        parts = [Part(f"问题{n}{several.rest}", f"问题{n}：") for n in several.numbers]
        asks = [understand(part.question, scope, self.tokenizer) for part in parts]
        return combine(asked, parts, [self._decide(ask, top_k) for ask in asks])

    def _several(self, asks: Sequence[Asked], top_k: int) -> list[Answer]:
        """The answers to questions for one fact each that were asked at once."""
        found = [self.hits(ask) for ask in asks]
        reads = [
            self.reader.read(ask, self.readable(ask, hits))
            for ask, hits in zip(asks, found, strict=True)
        ]
        reads = settled(reads, together(asks, reads))

        def judged(threshold: float) -> list[Answer]:
            seen = zip(asks, found, reads, strict=True)
            return [self._told(ask, hits, read, top_k, threshold) for ask, hits, read in seen]

        # Who asks for several facts at once knows the report: where one is there, so are the others.
        answers, least = judged(self.settings.part_threshold), self.settings.answer_threshold
        sure = any(a.text is not None and a.confidence >= least for a in answers)
        return answers if sure else judged(least)

    def _single(self, asked: Asked, top_k: int) -> Answer:
        """The answer to a question for one fact."""
        hits = self.hits(asked)
        seen = self.reader.read(asked, self.readable(asked, hits))
        answer = self._told(asked, hits, seen, top_k, self.settings.answer_threshold)
        count = wanted(asked.text)
        if count is None or not seen.spans:
            return answer
        seen = refusal.of_sort(asked, seen, self.reader)
        if answer.text != seen.spans[0].text:  # refused, or a field of an issue
            return answer
        told = [fact(asked, read, self.library, hits, top_k) for read in each(seen, count)]
        return combine(asked, [Part("", "")] * len(told), told) if len(told) > 1 else answer

    def _told(
        self, asked: Asked, hits: list[Hit], seen: Read, top_k: int, threshold: float
    ) -> Answer:
        """What was read, if it is sure enough, else the field of an issue that is described; that
        first, where the question points at an issue (散煤那条) or a field of another was read."""
        answer = self._judge(asked, hits, seen, top_k, threshold)
        if answer.text and seen.spans:
            asked = fields.as_field(asked, seen.spans[0].kind)
        if not fields.asks_field(asked) or answer.reason == refusal.OFF_TOPIC:
            return answer
        found = self._described(asked, hits, top_k)
        return found if found and fields.described_first(asked, answer, seen, found) else answer

    def _described(self, asked: Asked, hits: list[Hit], top_k: int) -> Answer | None:
        """The field asked for, of the issue that the question describes; None: of none for sure."""
        issue, sure = fields.described_issue(hits, self.library)
        found = issue and fields.field_answer(asked, [issue], self.library, self.tokenizer)
        if not found or asks_nothing(asked):
            return None
        cited = cite(found.evidence, self.library, hits, top_k)
        return replace(found, evidence=cited, confidence=sure * found.confidence)

    def _judge(
        self, asked: Asked, hits: list[Hit], seen: Read, top_k: int, threshold: float
    ) -> Answer:
        """The first span of what was read, if it is sure enough, else a refusal with its reason."""
        seen = refusal.of_sort(asked, seen, self.reader)
        # A passage that shares no word with the question was found by a vector's chance.
        shares_words = seen.spans and seen.spans[0].features.get("with_context", 0.0) > 0
        if (
            shares_words
            and seen.confidence >= threshold
            and not asks_nothing(asked)
            and not self._unfit(asked, seen.spans[0])
        ):
            return fact(asked, seen, self.library, hits, top_k)
        reason = refusal.why(
            asked, self.reader, hits[:top_k], self.settings.on_topic, self.settings.present
        )
        return refuse(asked, reason, self.library, hits, top_k, seen.confidence)

    def _unfit(self, asked: Asked, span: Span) -> bool:
        """Is the best span no answer to this question, however well it fits?"""
        report = self.library.report(span.passage.report_id)
        reading = self.reader.reading(span.passage)
        return refusal.unfit(asked, span, reading, report, self.tokenizer)
