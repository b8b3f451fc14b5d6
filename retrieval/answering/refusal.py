"""Why a question is refused: the wording of the reasons lies with the page, the choice here."""

import re
from collections.abc import Sequence

import numpy as np

from retrieval.answering.matching import Word, match
from retrieval.answering.question import Asked
from retrieval.answering.reader import Reader
from retrieval.language.names import names
from retrieval.language.normalise import fold
from retrieval.language.tokenizer import Tokenizer
from retrieval.records import Hit, Passage

NO_SUCH_ISSUE = "no_such_issue"
FIELD_ABSENT = "field_absent"
NOT_IN_REPORTS = "not_in_reports"
OFF_TOPIC = "off_topic"
CONFLICT = "conflict"


_PLACE = re.compile(
    r"(?P<stem>[\u4e00-\u9fff]{2,6})"
    r"(?:自治州|自治县|[县镇乡旗]|(?<![城都超门股夜集上地县州])市|(?<!城)(?P<district>区))"
)
_NUMERAL = re.compile(r"[\d〇零一二两三四五六七八九十百千万亿半全]")
_DAY = re.compile(r"\d|[年月日天号周季底内前后旬]")
_YEAR = re.compile(r"((?:19|20)\d{2})年")
_FAR = 20_000
"""Characters looked back on for a year."""
_NO_PLACE = re.compile(r"[全各本我该这那哪几多每有跨]|以来|其他|^(?:经开|高新)$")


def elsewhere(text: str, passage: Passage, title: str, tokenizer: Tokenizer) -> bool:
    """Does the folded question name a city, county, district or town that neither the passage, nor
    its headings, nor its report's title names, under any name of it? Then what the passage says is
    said of another place, however well the rest fits."""
    said = fold(passage.text + passage.context + title)
    tagged = tokenizer.tagged(text)
    # 纳污区, 核心区 are no districts; only the tagger knows.
    districts = {token.end for token in tagged if token.tag == "ns"}
    for name in names(text, tagged):
        match = _PLACE.fullmatch(text, name.start, name.end) if name.kind == "place" else None
        if not match or _NO_PLACE.search(match["stem"]):
            continue
        if match["district"] and name.end not in districts:
            continue
        stem, also = match["stem"], tokenizer.lexicon.also
        if not any(form in said for form in (stem, *also(match.group()), *also(stem))):
            return True
    return False


def misfits(expects: str, kind: str, text: str) -> bool:
    """Can a span not be what is asked for, whatever stands about it: a figure without a number, a
    day without a date, a person or an office told by a whole clause?

    `expects` is one of question.EXPECTS, `kind` and folded `text` the span's.
    """
    if expects in ("count", "money", "percent", "capacity"):
        return not _NUMERAL.search(text)
    if expects in ("date", "deadline"):
        return kind not in ("deadline", "status") and not _DAY.search(text)
    return expects in ("person", "organisation") and kind in ("clause", "clauses", "count", "money")


def another_year(years: Sequence[int], passage: Passage, start: int, before: str) -> bool:
    """Is what begins at `start` in the passage said of a year that isn't asked for?

    `before`: the report's text up to the passage. The year last named is that of what follows it;
    no year named at all may be any.
    """
    said = fold(passage.text + passage.context)
    if not years or any(str(year) in said for year in years):
        return False
    named = _YEAR.findall(fold(before[-_FAR:] + passage.text[:start]))
    return bool(named) and int(named[-1]) not in years


def covered(words: Sequence[Word], reader: Reader, hits: Sequence[Hit]) -> float:
    """Largest share in [0, 1] of the question's word weight met in one hit or its headings."""
    whole = sum(word.weight for word in words)
    if not whole:
        return 0.0
    weights = np.array([word.weight for word in words])
    best = 0.0
    for hit in hits:
        reading = reader.reading(hit.passage)
        found = match(list(words), reading)
        met = found.cover(weights, np.array([[0, len(reading.folded)]]))[0]
        best = max(best, float(np.maximum(met, found.in_context * weights).sum()) / whole)
    return best


def why(asked: Asked, reader: Reader, hits: Sequence[Hit], on_topic: float, present: float) -> str:
    """The reason for refusing a question that no span answers well enough.

    `on_topic`, `present`: shares of the question met in one passage below which it is taken as off
    topic, and above which its matter is in the reports and only the asked detail is not.
    """
    share = covered(reader.weighed(asked), reader, hits)
    if share < on_topic:
        return OFF_TOPIC
    return FIELD_ABSENT if share >= present else NOT_IN_REPORTS
