"""Completing what a clause leaves unsaid from the clause before it.

Chinese drops whatever was just said: “棚改15年完成多少户，16年呢”. What is new in the later clause
takes the place of what is like it in the earlier one; the rest is carried over.
"""

import re

from retrieval.answering.clauses import (
    INTERROGATIVE,
    LINK,
    MARK,
    TIME,
    Clause,
    analyse,
    head_name,
    owner,
    pieces,
)
from retrieval.language.names import names
from retrieval.language.tokenizer import Token, Tokenizer

_FULL_NAME = re.compile(r"[\u4e00-\u9fff]{2,}(?:公司|集团|[厂局委院所站园区县市省镇乡村师团湖河])$")
_LONGEST = 6
_LIKE = 1.5
"""Least likeness at which a stretch is taken as the counterpart of a new one."""
_PROPER = ("nr", "ns", "nt", "nz", "nrt", "j")


def complete(text: str, before: str, tokenizer: Tokenizer) -> str:
    """`text` as a question that stands alone, after the full question `before`; both folded.

    >>> from retrieval.language.tokenizer import shared_tokenizer
    >>> complete("备案证明又是哪天撤销的", "丰泰钢铁是哪天停建的", shared_tokenizer())
    '丰泰钢铁备案证明又是哪天撤销的'
    """
    new, old = analyse(text, tokenizer), analyse(before, tokenizer)
    body = LINK.sub("", text)
    if not new.lead:
        if not says_what(body, tokenizer):
            return _asked_again(body, new, old, tokenizer)
        return carried(body, new, old, tokenizer) + body
    name = head_name(new.lead, tokenizer)
    if name:
        swapped = substitute(old.lead, new.lead, tokenizer) if name == new.lead else None
        if swapped:
            return swapped + body[body.find(new.lead) + len(new.lead) :]
        if name != new.lead or _full_name(name):
            return body
    head = _whole_of(new, old, tokenizer)
    if not head or head in body:
        return body
    framed = old.times and not new.times and old.text.startswith(old.times[0])
    return (old.times[0] if framed and old.times[0] not in head else "") + head + body


def _whole_of(new: Clause, old: Clause, tokenizer: Tokenizer) -> str:
    """What the lead of `new`, an attribute or a part, belongs to; "" where unclear."""
    if new.lead in old.lead:
        return old.lead.partition(new.lead)[0]
    head = head_name(old.lead, tokenizer)
    if not head:
        return old.lead if len(pieces(new.lead, tokenizer)) == 1 else ""
    return head


def _full_name(name: str) -> bool:
    return _FULL_NAME.search(name) is not None


def carried(body: str, new: Clause, old: Clause, tokenizer: Tokenizer) -> str:
    """The subject of `old` as a clause without one needs it: without the attribute that `old` asked
    for, without the year where the clause has its own."""
    tail = body[: new.asks[0] - len(new.text) + len(body)] if new.asks else ""
    if 0 < len(tail) < len(old.lead) and len(tail) <= 4 and tail[-1] == old.lead[-1]:
        return old.lead[: -len(tail)]  # 干部里厅级 + 处级
    lead = old.lead
    asked_alike = old.asks and new.asks and old.text[slice(*old.asks)] == new.text[slice(*new.asks)]
    if old.asks and not asked_alike and ends_in_ask(old, tokenizer):
        lead = owner(lead, tokenizer)
    if new.times:
        return TIME.sub("", lead)
    return lead + (old.times[0] if old.times and old.times[0] not in lead else "")


def ends_in_ask(old: Clause, tokenizer: Tokenizer) -> bool:
    """Is the lead itself what is asked for (处理能力多大), with no verb beside it?"""
    at = old.text.find(old.lead) + len(old.lead)
    rest = old.text[at : old.asks[0]] + old.text[old.asks[1] :]
    verbs = (t for t in tokenizer.tagged(rest) if t.tag[:1] == "v" or t.text.endswith("了"))
    return all(t.text in ("是", "有", "了") for t in verbs)


def says_what(body: str, tokenizer: Tokenizer) -> bool:
    """Has a clause without a subject a predicate of its own (什么时候开工), or does it only ask
    again (什么学历)?"""
    rest = INTERROGATIVE.sub("", MARK.sub("", body))
    return (
        bool(MARK.match(body))
        or rest.endswith("的")
        or any(t.tag[:1] not in "nqmuxrpyteibsj" for t in tokenizer.tagged(rest))
    )


def _asked_again(body: str, new: Clause, old: Clause, tokenizer: Tokenizer) -> str:
    """要几年经历 + 什么学历 → 要什么学历."""
    if old.asks is None or new.asks is None or not body.startswith(new.text[new.asks[0] :]):
        return carried(body, new, old, tokenizer) + body
    return old.text[: old.asks[0]] + body


def substitute(old: str, new: str, tokenizer: Tokenizer, loosely: bool = False) -> str | None:
    """`old` with the stretch most like `new` replaced by it; None where nothing is like it.

    Like are two years, two names of a kind, and stretches that share their first or last characters
    (总磷, 总氮; 组长, 第一副组长). A place inside a longer name is replaced alone (北屯 for 石河子
    in 石河子污水处理厂). `loosely`: a bare name may stand for an organisation (天富, 天业集团).
    """
    if TIME.fullmatch(new) and TIME.search(old):
        return TIME.sub(new, old, count=1)
    best, place = 0.0, None
    sort = _sort(new, tokenizer)
    bare_place = [t.tag for t in tokenizer.tagged(new)] == ["ns"]
    tokens = pieces(old, tokenizer)
    for first in range(len(tokens)):
        for last in range(first + 1, min(first + _LONGEST, len(tokens)) + 1):
            start, end = tokens[first].start, tokens[last - 1].end
            if bare_place and (last - first != 1 or tokens[first].tag not in _PROPER):
                continue
            score = _likeness(old[start:end], tokens[first:last], new, sort, tokenizer, loosely)
            if score > best:
                best, place = score, (start, end)
    if place is None or best < _LIKE:
        return None
    return old[: place[0]] + new + old[place[1] :]


def _likeness(
    stretch: str, tokens: list[Token], new: str, sort: str, tokenizer: Tokenizer, loosely: bool
) -> float:
    """How well `new` would stand where `stretch` stands; 0 where it cannot."""
    if (
        len(stretch) < 2
        or stretch == new
        or INTERROGATIVE.search(stretch)
        or tokens[0].tag in ("t", "mark", "x", "uj")
    ):
        return 0.0
    other = _sort(stretch, tokenizer)
    shared = _shared(stretch, new)
    score = 4.0 * shared / min(len(stretch), len(new))
    if "thing" not in (sort, other) and sort and other:
        if not loosely and sort == other == "name" and tokens[0].tag != tag_of(new, tokenizer):
            return 0.0  # 许可证 is a person to the tagger, 土建 a place
        score += 2.0 * (sort == other)
        score += 1.6 * (loosely and sort != other and "name" in (sort, other))
        score += 0.1 * len(tokens) + 1.0 * (loosely and tokens[0].start == 0)
        return score - 0.1 * abs(len(stretch) - len(new)) * (sort == other)
    noun = tokens[-1].tag[:1] == "n" or len(stretch) == len(new) or new.endswith(stretch)
    if not shared or not noun:
        return 0.0
    return score - 0.2 * abs(len(stretch) - len(new))


def tag_of(word: str, tokenizer: Tokenizer) -> str:
    """The tag of the first token of `word`; "" for an empty one."""
    tagged = tokenizer.tagged(word)
    return tagged[0].tag if tagged else ""


def _shared(one: str, two: str) -> int:
    """Characters that both begin with, and that both end in."""
    most = min(len(one), len(two))
    ahead = next((i for i in range(most) if one[i] != two[i]), most)
    behind = next((i for i in range(most - ahead) if one[-1 - i] != two[-1 - i]), most - ahead)
    return ahead + behind


def _sort(text: str, tokenizer: Tokenizer) -> str:
    """organisation or place by its ending, name for a bare one, thing for another noun; else ""."""
    tagged = tokenizer.tagged(text)
    whole = [n for n in names(text, tagged) if (n.start, n.end) == (0, len(text))]
    if len(tagged) > 1 and whole and whole[0].kind != "thing":
        return whole[0].kind
    single = [t for t in tagged if len(t.text) == 1]
    if len(tagged) == 1 and tagged[0].tag in _PROPER:
        return "name"
    if 2 <= len(text) <= 6 and single and not any(t.tag[:1] in "vdpufxmc" for t in tagged):
        return "name"  # what the dictionary breaks into characters is somebody's name
    return "thing" if whole else ""
