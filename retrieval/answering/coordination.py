"""Coordinated parts of a clause (A和B分别是多少) → one clause for each part.

Where the first part begins and the last one ends is not marked in Chinese; the stretches that are
most parallel (same last word, same tags, same length) are taken.
"""

import re
from dataclasses import dataclass
from itertools import product

from retrieval.answering.clauses import CONJUNCTION, INTERROGATIVE, MARK, pieces
from retrieval.answering.juxtaposed import juxtaposed
from retrieval.language.names import names
from retrieval.language.tokenizer import Token, Tokenizer

_STRONG = frozenset(("、", "和", "与", "及", "以及", "还有"))
_SUMMARY = re.compile(
    r"(?:这|那)?(?:两|几|[二三四五六七八九十]|\d)(?:家|个|座|项|条|处|台|类|种|块|人|件|所|方面|者)"
)
_PROPER = ("ns", "nr", "nrt", "nz")
_TOTAL = re.compile(r"一共|总共|合计|共计|加起来|合起来|累计|总计|共(?=有|[\u4e00-\u9fff]了)")
_QUANTITY = re.compile(r"多少|几(?![月号点年])|多(?=[大久长高远宽深重])")
_FIELD_END = re.compile(r"(?:分别|各)?(?:是|有)?(?:什么|啥|多少|怎么样|如何|哪[天年])")


@dataclass(frozen=True, slots=True)
class Group:
    """Coordinated stretches of a clause: `items` in order; the clause is split into the text before
    `start`, the items, and the text from `end` on."""

    start: int
    end: int
    items: tuple[str, ...]


def groups(text: str, tokenizer: Tokenizer) -> list[Group]:
    """The coordinated groups of a folded clause that each want an answer of their own, in order.

    Empty where the clause asks for one fact, though it may name several things (a total, names
    joined in one deed).
    """
    ask = INTERROGATIVE.search(text)
    if ask is None:
        return []
    tokens = pieces(text, tokenizer)
    marks = [t for t in tokens if t.tag == "mark"]
    limit = min(marks[0].start, ask.start()) if marks else ask.start()
    tokens = [t for t in tokens if t.end <= limit]
    joints = _joints(tokens, text)
    if not joints and marks:
        # Names that the tagger joins: 鑫瓷和鑫磁各被罚多少.
        tokens = pieces(text[:limit], tokenizer, joined=True)
        joints = _joints(tokens, text)
        if not joints:
            return _side_by_side(text, limit)
    if not joints or (not marks and _TOTAL.search(text)):
        return []
    found = [_group(text, tokens, chain, limit, tokenizer) for chain in _chains(tokens, joints)]
    found = [g for g in found if g]
    return found if marks else [g for g in found if _plain(text, g, limit, tokenizer)]


def _side_by_side(text: str, limit: int) -> list[Group]:
    found = juxtaposed(text[:limit])
    if found is None:
        return []
    start, items = found
    stop = start + sum(map(len, items))
    summary = _SUMMARY.match(text, stop)
    return [Group(start, summary.end() if summary else stop, items)]


def expand(text: str, tokenizer: Tokenizer) -> list[tuple[str, str]]:
    """A clause → (clause, label) for each combination of its coordinated parts, the first group
    slowest; one pair with an empty label where nothing is coordinated."""
    found = groups(text, tokenizer)
    if not found:
        return [(text, "")]
    expanded = []
    for chosen in product(*(group.items for group in found)):
        clause, at = "", 0
        for group, item in zip(found, chosen, strict=True):
            clause += text[at : group.start] + item
            at = group.end
        rest = MARK.sub("", text[at:], count=1)
        expanded.append((clause + rest.lstrip(",， "), "".join(chosen)))
    return expanded


def _joints(tokens: list[Token], text: str) -> list[int]:
    """Indexes of the conjunctions among `tokens`; 跟 and 同 only where nothing else joins."""
    quoted = [m.span() for m in re.finditer(r"《[^》]*》|“[^”]*”|\([^)]*\)", text)]
    found = [
        i
        for i, t in enumerate(tokens)
        if 0 < i < len(tokens) - 1
        and CONJUNCTION.fullmatch(t.text)
        and not any(a < t.start < b for a, b in quoted)
    ]
    strong = [i for i in found if tokens[i].text in _STRONG]
    return strong or found


def _chains(tokens: list[Token], joints: list[int]) -> list[list[int]]:
    """Conjunctions of one list together: 、 goes on (A、B和C); after 和 a list is over, and a new
    one begins where the stretch between holds a 的 or a word of time that the list lacks."""
    chains = [[joints[0]]]
    for joint in joints[1:]:
        last = chains[-1][-1]
        between = tokens[last + 1 : joint]
        first = tokens[(chains[-2][-1] + 1 if len(chains) > 1 else 0) : chains[-1][0]]
        fresh = tokens[last].text != "、" or any(
            t.text == "的" and not any(f.text == "的" for f in first) for t in between
        )
        timed = between[-1].tag == "t" and between[0].tag != "t" and tokens[joint + 1].tag == "t"
        if timed or (fresh and len(between) > 1):
            chains.append([joint])
        else:
            chains[-1].append(joint)
    return chains


def _group(
    text: str, tokens: list[Token], chain: list[int], limit: int, tokenizer: Tokenizer
) -> Group | None:
    """The most parallel first and last part of one chain of conjunctions."""
    first, last = chain[0], chain[-1]
    left = _left_edge(tokens, first)
    right = _right_edge(tokens, last)
    middles = [(a + 1, b) for a, b in zip(chain, chain[1:], strict=False)]
    best = None
    inside = _inside_names(text, tokenizer)
    for begin in range(left, first):
        if tokens[begin].tag == "uj":
            continue
        for end in range(last + 2, right + 1):
            score = _parallel(tokens, (begin, first), (last + 1, end), middles)
            score += _edges(tokens, begin, end, left, limit, inside)
            if best is None or score > best[0]:
                best = (score, begin, end)
    if best is None:
        return None
    _, begin, end = best
    spans = [(begin, first), *middles, (last + 1, end)]
    items = tuple(text[tokens[a].start : tokens[b - 1].end] for a, b in spans)
    stop = tokens[end - 1].end
    summary = _SUMMARY.match(text, stop)
    return Group(tokens[begin].start, summary.end() if summary else stop, items)


def _left_edge(tokens: list[Token], first: int) -> int:
    """Index from which the first part may begin: after a comma or an earlier list."""
    for i in range(first - 1, -1, -1):
        if tokens[i].text in ",，;；" or CONJUNCTION.fullmatch(tokens[i].text):
            return i + 1
    return 0


def _right_edge(tokens: list[Token], last: int) -> int:
    """Index at which the last part must have ended: a comma or a later list."""
    for i in range(last + 2, len(tokens)):
        if tokens[i].text in ",，;；":
            return i
        if CONJUNCTION.fullmatch(tokens[i].text):
            return i - 1
    return len(tokens)


def _parallel(tokens: list[Token], a: tuple, b: tuple, middles: list[tuple]) -> float:
    """How alike the first and the last part are, and the parts between them."""
    score = _alike(tokens[slice(*a)], tokens[slice(*b)])
    for middle in middles:
        score += _alike(tokens[slice(*a)], tokens[slice(*middle)])
        score += _alike(tokens[slice(*middle)], tokens[slice(*b)])
    return score


def _alike(a: list[Token], b: list[Token]) -> float:
    one, two = "".join(t.text for t in a), "".join(t.text for t in b)
    score = 3.0 * (one[-1] == two[-1] and min(len(one), len(two)) > 1)
    score += 1.5 * (a[-1].text == b[-1].text and min(len(a), len(b)) > 1)
    score += 2.0 * (a[0].text == b[0].text and min(len(a), len(b)) > 1)
    score += 1.0 * (a[-1].tag[:1] == b[-1].tag[:1]) + 0.5 * (a[0].tag[:1] == b[0].tag[:1])
    score += 3.0 * ((a[0].tag == "t") == (b[0].tag == "t"))
    score -= 3.0 * ((a[-1].tag == "t") != (b[-1].tag == "t"))
    score -= 3.0 * (len(one) == 1 or len(two) == 1)
    score -= 3.0 * (("的" in one) != ("的" in two)) - 2.5 * ("的" in one and "的" in two)
    score += 1.0 * (len(one) == len(two)) + 1.5 * all(t.tag in _PROPER for t in (*a, *b))
    return score - min(0.4 * abs(len(one) - len(two)) + 0.4 * abs(len(a) - len(b)), 2.5)


def _edges(tokens, begin: int, end: int, left: int, limit: int, inside: list) -> float:
    """Worth of the places where the first part begins and the last one ends."""
    score = 1.5 * (begin == left or tokens[begin - 1].tag == "t" or tokens[begin - 1].text == "的")
    at = tokens[begin].start
    score += 1.0 * any(at == b for _, b in inside) - 2.0 * any(a < at < b for a, b in inside)
    if end < len(tokens):
        follower = tokens[end]
        score += 4.0 * (_SUMMARY.match("".join(t.text for t in tokens[end : end + 3])) is not None)
        score += 2.5 * (follower.text in ",，") + 1.5 * (follower.tag == "t")
        score += 0.75 * (follower.tag == "p")
        score += 1.0 * (follower.text == "的")
        score -= 2.0 * (end == len(tokens) - 1 and len(follower.text) == 1 and follower.tag != "p")
        score -= 2.5 * any(a < tokens[end - 1].end < b for a, b in inside)
    else:
        score += 1.0
    return score


def _inside_names(text: str, tokenizer: Tokenizer) -> list[tuple[int, int]]:
    """Spans of the words that end as an organisation or place does."""
    tagged = tokenizer.tagged(text)
    return [
        (n.start, n.end)
        for n in names(text, tagged)
        if n.kind in ("organisation", "place") and not CONJUNCTION.search(text[n.start : n.end])
    ]


def _plain(text: str, group: Group, limit: int, tokenizer: Tokenizer) -> bool:
    """Without 分别, do the parts want an answer each? Only names asked for a figure, and fields
    asked for at the end (整改时限和责任单位是什么)."""
    if _SUMMARY.search(text[group.start : group.end]):
        return False  # 天山铝业、合盛硅业这几家: said of them together
    ask = INTERROGATIVE.search(text)
    between = text[group.end : ask.start()]
    if between in ("", "是") and _FIELD_END.match(text, group.end):
        return text[group.start - 1 : group.start] == "的"
    named = [_is_name(item, tokenizer) for item in group.items]
    return all(named) and _QUANTITY.match(text, ask.start()) is not None


def _is_name(text: str, tokenizer: Tokenizer) -> bool:
    tagged = tokenizer.tagged(text)
    return any(
        (n.start, n.end) == (0, len(text)) and n.kind in ("organisation", "place", "person")
        for n in names(text, tagged)
    )
