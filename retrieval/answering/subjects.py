"""Of whom a figure is told: a question for 丰泰钢铁 is not answered by what 昆仑钢铁 was fined."""

import re

import numpy as np

from retrieval.answering.candidates import Reading
from retrieval.language.names import Name
from retrieval.language.normalise import fold
from retrieval.language.proper_names import is_generic, proper_names
from retrieval.language.tokenizer import Tokenizer
from retrieval.records import Span

_KINDS = ("money", "count", "capacity", "percent", "date")
_FIGURES = ("money", "count", "capacity", "percent")
_WHOLE = re.compile(r"全(省|市|县|区|州|国|师)")
_DIVISION = re.compile(r"第?[一二三四五六七八九十]{1,3}师(?![大范生傅资])")
_SEAT = re.compile(r"(?P<place>[\u4e00-\u9fff]{2}[县市区镇乡])(?=委|政府|人大|政协)")
_LEVEL = {"区": "县", "旗": "县"}
_FAMILY = re.compile(r"(?<=..)(?:集团|公司|有限公司|集团公司)$")
"""What 天富集团 may drop in 天富能源股份有限公司."""
_OF_SOMEBODY = ("nr", "ns", "nz", "nt", "nrt", "j")


def of_another(asked: str, reading: Reading, span: Span, title: str, tokenizer: Tokenizer) -> bool:
    """Is the figure or day `span` told of somebody else than the folded question names, of the same
    sort: another company, another county, or the whole province where a city is asked about?

    The clause up to it tells: whose name stands there, or last there with no like figure since.
    False where the question names nobody, or only what the report's `title` does.
    """
    if span.kind not in _KINDS:
        return False
    ours = [
        name
        for name in _named(asked, tokenizer)
        if asked[name.start : name.end] not in title and _is_proper(asked, name, tokenizer)
    ]
    if not ours:
        return False
    own = [form for n in ours for form in _forms(asked[n.start : n.end], tokenizer)]
    sorts = {_sort(asked[n.start : n.end], n) for n in ours}
    begin = next(a for a, b in reading.clauses if a <= span.start < b)
    mine = max(reading.folded.rfind(form, begin, span.start) for form in own)
    others = [
        name
        for name in _named(reading.folded, tokenizer)
        if begin <= name.start
        and name.end <= span.start
        and _sort(reading.folded[name.start : name.end], name) in sorts
        and not _is_ours(reading.folded[name.start : name.end], asked, own)
    ]
    if not others:
        return mine < 0 and _is_whole(reading.folded[begin : span.start], sorts)
    return mine < 0 or others[-1].start > mine and _figure_between(reading, span, mine)


def _named(text: str, tokenizer: Tokenizer) -> list[Name]:
    """The names of a text, and the places that organisations bear in theirs (六师 of 六师煤电)."""
    found = proper_names(text, tokenizer.tagged(text))
    found += [Name("place", *m.span()) for m in _DIVISION.finditer(text)]
    found += [Name("place", *m.span("place")) for m in _SEAT.finditer(text)]
    found = [name for name in found if not is_generic(text[name.start : name.end])]
    return sorted(set(found), key=lambda name: (name.start, name.end))


def _is_proper(text: str, name: Name, tokenizer: Tokenizer) -> bool:
    """Does it name somebody (顺达物流), not only what they do (那家物流公司)?"""
    called = text[name.start : name.end]
    if called in tokenizer.lexicon.words or _DIVISION.fullmatch(called):
        return True
    tokens = [t for t in tokenizer.tagged(text) if name.start <= t.start and t.end <= name.end]
    return any(t.tag in _OF_SOMEBODY or not tokenizer.is_word(t.text) for t in tokens)


def _sort(text: str, name: Name) -> str:
    """What can be confused: places of one level, or organisations."""
    return _LEVEL.get(text[-1], text[-1]) if name.kind == "place" else name.kind


def _forms(name: str, tokenizer: Tokenizer) -> set[str]:
    also = tokenizer.lexicon.also
    stem = re.sub(r"[省市县区镇乡师]$", "", name)
    found = {name, stem, *also(name), *also(stem)}
    return {fold(form) for form in found if len(form) > 1}


def _is_ours(text: str, asked: str, own: list[str]) -> bool:
    return text in asked or any(
        form in text or text in form or text.startswith(_FAMILY.sub("", form)) for form in own
    )


def _is_whole(ahead: str, sorts: set[str]) -> bool:
    """Is it told of the whole province, city …, and is a smaller place asked about?"""
    levels = "国省州市县镇乡"
    found = [_LEVEL.get(level, level) for level in _WHOLE.findall(ahead)]
    asked = [levels.index(sort) for sort in sorts if sort in levels]
    return bool(found and asked) and levels.find(found[-1]) < min(asked)


def _figure_between(reading: Reading, span: Span, start: int) -> bool:
    """Does a figure of the span's kind stand between `start` and the span?"""
    kinds = _FIGURES if span.kind in _FIGURES else ("date",)
    bounds = reading.bounds[np.isin(reading.kinds, kinds)]
    return bool(((bounds[:, 0] > start) & (bounds[:, 1] <= span.start)).any())
