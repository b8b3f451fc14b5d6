"""Two sides of one matter set side by side: whose fines are more, which one is finished."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from retrieval.answering.addends import Addend, money_text, total
from retrieval.answering.coordination import expand
from retrieval.answering.entries import Entry, Place
from retrieval.answering.naming import coordinated, locate, names_subject
from retrieval.answering.sums import company_fines, of_group
from retrieval.answering.topics import content_tokens
from retrieval.language.tokenizer import Tokenizer
from retrieval.records import Deadline, Issue, Status

_WHICH = r"(?:哪(?:边|个|家|一?方|头|里|一个|一家)|谁(?:家)?)"
_MORE = re.compile(rf"{_WHICH}[^,，]{{0,3}}罚[^,，]{{0,3}}?(?P<sense>多|少|重|轻|狠)")
_EXTREME = re.compile(
    r"罚(?:款|金|得|的|了)*(?:金额|数额)?(?:是)?最(?P<sense>多|少|重|高|大|轻|低)|最(?P<other>多|少|重|高|大|低)的?罚(?:款|金|单)"
)
_STATUS = re.compile(
    rf"[,，]?{_WHICH}[^,，]{{0,4}}(?:完成|改完|销号|到位|好)[^,，]{{0,4}}[,，]?{_WHICH}[^,，]{{0,3}}(?:没|未|还)"
)
_SOONER = re.compile(
    rf"[,，]?{_WHICH}[^,，]{{0,4}}?(?:先|早|晚|后)(?:一些|一点)?(?:到期|截止|要?(?:整?改完|完成))"
)
_PARTICLES = re.compile(r"(?:的|那|这)+$")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides in a sentence, and where it was read."""

    text: str
    cited: tuple[tuple[Entry, Place], ...]


def compare(text: str, ledger: Sequence[Entry], tokenizer: Tokenizer) -> Comparison | None:
    """The sides that the folded text sets against each other; None: it compares nothing that the
    issues tell."""
    if extreme := _EXTREME.search(text):
        return _most_fined(text, extreme["sense"] or extreme["other"], ledger)
    if more := _MORE.search(text):
        return _by_fines(text[: more.start()], more["sense"], ledger, tokenizer)
    if which := _STATUS.search(text):
        return _by_side(text[: which.start()], ledger, tokenizer, lambda issue: issue.status)
    if sooner := _SOONER.search(text):
        return _by_side(text[: sooner.start()], ledger, tokenizer, lambda issue: issue.deadline)
    return None


def _most_fined(text: str, sense: str, ledger: Sequence[Entry]) -> Comparison | None:
    """The issue, or the enterprise where none is spoken of, with the highest or lowest fines."""
    sums: dict[str, list[tuple[Entry, Addend]]] = {}
    by_issue = "问题" in text
    for entry in ledger:
        for addend in company_fines(entry):
            name = f"问题{entry.issue.number}" if by_issue else addend.subject
            if name:
                sums.setdefault(name, []).append((entry, addend))
    if len(sums) < 2:
        return None
    values = {name: sum((a.value for _, a in own), Decimal(0)) for name, own in sums.items()}
    best = (max if sense in "多重高大" else min)(values.values())
    first = [name for name, value in values.items() if value == best]
    told = [f"{name}：{total([a for _, a in sums[name]])}" for name in first]
    cited = tuple(_cited(own) for name in first for own in sums[name])
    return Comparison("、".join(told), cited)


def _by_fines(
    head: str, sense: str, ledger: Sequence[Entry], tokenizer: Tokenizer
) -> Comparison | None:
    sides = expand(f"{head}分别罚了多少", tokenizer)
    if len(sides) != 2:
        return None
    found = []
    for clause, label in sides:
        own = _fines_of(clause.removesuffix("罚了多少"), label, ledger, tokenizer)
        if not own:
            return None
        found.append((_PARTICLES.sub("", label), own))
    if set(found[0][1]) & set(found[1][1]):
        return None
    return Comparison(
        _fines_text(found, sense), tuple(_cited(own) for _, own in found for own in own)
    )


def _cited(own: tuple[Entry, Addend]) -> tuple[Entry, Place]:
    entry, addend = own
    return entry, (addend.passage, addend.start, addend.end)


def _fines_of(
    clause: str, label: str, ledger: Sequence[Entry], tokenizer: Tokenizer
) -> list[tuple[Entry, Addend]] | None:
    """The fines of one side: of the group of so many, of the subject or of the issue so called."""
    (name, *_), members, _ = coordinated(label)
    if members:
        return of_group(clause.replace(label, name), members, ledger, tokenizer)
    every = [(entry, a) for entry in ledger for a in company_fines(entry)]
    own = [(entry, a) for entry, a in every if names_subject(name, a.subject)]
    if not own and (entry := locate(name, ledger, tokenizer)):
        own = [(e, a) for e, a in every if e is entry]
    return own


def _fines_text(found: list[tuple[str, list[tuple[Entry, Addend]]]], sense: str) -> str:
    sums = [sum((a.value for _, a in own), Decimal(0)) for _, own in found]
    said = [
        f"{label}{total([a for _, a in own])}（问题{'、'.join(_numbers(own))}）"
        for label, own in found
    ]
    if sums[0] == sums[1]:
        return f"一样多：{said[0]}，{said[1]}"
    first = (sums[0] > sums[1]) == (sense in "多重狠")
    winner, other = (0, 1) if first else (1, 0)
    written = [a.text for _, own in found for _, a in own]
    gap = money_text(abs(sums[0] - sums[1]), written)
    word = "多" if sense in "多重狠" else "少"
    return f"{said[winner]}罚得{word}，{said[other]}，相差{gap}"


def _numbers(own: list[tuple[Entry, Addend]]) -> list[str]:
    return list(dict.fromkeys(entry.issue.number for entry, _ in own))


def _by_side(
    head: str,
    ledger: Sequence[Entry],
    tokenizer: Tokenizer,
    field: Callable[[Issue], Status | Deadline | None],
) -> Comparison | None:
    """The field of the issue that each side is about, side by side."""
    sides = expand(f"{head}分别是什么", tokenizer)
    if len(sides) < 2:
        return None
    cited, said = [], []
    for clause, label in sides:
        words = content_tokens(clause.removesuffix("是什么"), tokenizer)
        entry = _closest(words, ledger, tokenizer)
        value = field(entry.issue) if entry else None
        if value is None:
            return None
        said.append(f"{label}（问题{entry.issue.number}）{value.text}")
        cited += [(entry, place) for place in entry.places(value.start, value.end)]
    return Comparison("；".join(said), tuple(cited))


def _closest(words: Sequence[str], ledger: Sequence[Entry], tokenizer: Tokenizer) -> Entry | None:
    """The issue in whose finding, else whose text, all the words stand closest together; None:
    in no sentence of any."""
    found = []
    for entry in ledger:
        texts = [(0, entry.finding), *((1, sentence) for _, _, sentence in entry.sentences())]
        for rank, text in texts:
            if (length := _window(words, text, tokenizer)) is not None:
                found.append((rank, length, entry.issue.ordinal, entry))
    return min(found, key=lambda item: item[:3])[3] if found else None


def _window(words: Sequence[str], sentence: str, tokenizer: Tokenizer) -> int | None:
    """Characters of the shortest stretch that holds every word; None: one is missing."""
    places = []
    for index, word in enumerate(words):
        forms = (word, *tokenizer.lexicon.also(word))
        form = next((f for f in forms if f in sentence), None)
        if form is None:
            return None
        places += [(m.start(), m.end(), index) for m in re.finditer(re.escape(form), sentence)]
    places.sort()
    best = None
    for i, (start, _, _) in enumerate(places):
        seen: set[int] = set()
        for _, end, index in places[i:]:
            seen.add(index)
            if len(seen) == len(words):
                best = min(best or end - start, end - start)
                break
    return best
