"""Names in a text: organisations, places, persons, titles in 《》 and document numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.language.codes import STANDARD_NUMBER, document_numbers
from retrieval.language.normalise import fold
from retrieval.language.tokenizer import Token

_TITLE = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_ORGANISATION = re.compile(
    r"(?:公司|集团|局|厅|委|委员会|部|处|院|所|中心|站|厂|矿|园区|产业园|开发区|政府|大队|支队|总队|办公室|办|学校|大学|学院|"
    r"中学|小学|医院|银行|协会|商会|合作社|师|团|农场|热电|硅业|铝业|钢铁|煤电|化纤|化工|焦化|能源|电子|置业|党委|党组|常委会|"
    r"督察组|工作组|小组|检察院|法院|政协|人大|企业|水务|水泥|集团军|队|社|门)$"
)
_PLACE = re.compile(
    r"(?:省|市|县|区|州|盟|旗|镇|乡|村|街道|社区|湖|河|江|水库|山|港|路|渠|湾|岛|滩|垦区|流域|景区|保护区)$"
)
_NOUN = ("n", "j", "vn", "b", "an", "s", "l", "i", "eng", "nz", "f", "g", "zg", "x2")
_BREAK = re.compile(r"[，。；：！？、,;:!?()（）《》“”\"\[\]\s]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name with half-open offsets; `kind`: organisation, place, person, title, document, thing."""

    kind: str
    start: int
    end: int


def names(text: str, tagged: Sequence[Token]) -> list[Name]:
    """Every name of `text`, in order; names of several words also end at each inner noun's start.

    `tagged` is `Tokenizer.tagged(text)`. Names may overlap: a noun phrase (中煤科工集团重庆设计研究院) is
    given whole and, where it begins with words that may not belong to it, from later words too.
    """
    folded = fold(text)
    found = [Name("document", *span) for span in document_numbers(folded)]
    found += [Name("document", *m.span()) for m in STANDARD_NUMBER.finditer(folded)]
    found += [Name("title", *m.span()) for m in _TITLE.finditer(folded)]
    for phrase in _noun_phrases(tagged):
        found += _names_in(folded, phrase)
    found += _enumerations(folded, [n for n in found if n.kind not in ("document", "title")])
    return sorted(set(found), key=lambda n: (n.start, n.end, n.kind))


def _noun_phrases(tagged: Sequence[Token]) -> list[list[Token]]:
    """Runs of nouns and names, broken at punctuation, verbs, figures and particles."""
    phrases: list[list[Token]] = [[]]
    for token in tagged:
        if (
            token.tag.startswith(_NOUN)
            and not _BREAK.match(token.text)
            or token.tag == "m"
            and token.text.startswith("第")
            and not token.text[1:].isdigit()
        ):
            phrases[-1].append(token)
        elif phrases[-1]:
            phrases.append([])
    return [phrase for phrase in phrases if phrase]


def _names_in(folded: str, phrase: list[Token]) -> list[Name]:
    """The whole phrase, its tails, and its heads that end as an organisation or place does."""
    end = phrase[-1].end
    found = []
    for first in range(len(phrase)):
        start = phrase[first].start
        if first == 0 or end - start >= 4:
            found.append(Name(_kind(folded[start:end], phrase[first:]), start, end))
    for last in range(len(phrase) - 1):
        head = folded[phrase[0].start : phrase[last].end]
        if len(head) > 2 and (_ORGANISATION.search(head) or _PLACE.search(head)):
            found.append(Name(_kind(head, phrase[: last + 1]), phrase[0].start, phrase[last].end))
    found += [
        Name("person", t.start, t.end) for t in phrase if t.tag == "nr" and t.end - t.start > 1
    ]
    return found


def _kind(text: str, tokens: Sequence[Token]) -> str:
    if _ORGANISATION.search(text):
        return "organisation"
    if _PLACE.search(text) or tokens[-1].tag == "ns":
        return "place"
    return "person" if len(tokens) == 1 and tokens[0].tag == "nr" else "thing"


def _enumerations(folded: str, found: list[Name]) -> list[Name]:
    """Names joined by 、 和 及 与 as one: 光大山河和汉光嘉业."""
    widest: dict[int, Name] = {}
    for name in found:
        if name.start not in widest or widest[name.start].end < name.end:
            widest[name.start] = name
    joined, covered = [], -1
    for start in sorted(widest):
        if start < covered:
            continue
        parts, end = 1, widest[start].end
        while end + 1 in widest and folded[end] in "、和及与,":
            end, parts = widest[end + 1].end, parts + 1
        if parts > 1:
            joined.append(Name(widest[start].kind, start, end))
            covered = end
    return joined
