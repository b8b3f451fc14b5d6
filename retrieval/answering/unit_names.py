"""Units and persons that a question names, matched with those in an issue's fields: 消防大队 is
县消防救援大队, 临汀区 is 临汀区委、区政府, and 市财政局 is not 市财政局国库科."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from retrieval.answering.entries import Condition, Entry, Place
from retrieval.language.lexicon import Lexicon
from retrieval.language.normalise import fold
from retrieval.structure.organisations import organisations

_LEVEL = "省市县区州盟旗镇乡师团"
_ENDING = re.compile(
    rf"[{_LEVEL}局厅委办部处院所站厂社队府]|集团|公司|中心|街道|大学|银行|兵团|办公室|管委会|办事处|委员会"
)
_EMPTY = re.compile(r"人民(?=政府)|[、,，\s]")
_SEAT = re.compile(
    r"(?:[省市县区州盟旗镇乡]?(?:委|党委|党工委|工委))?(?:[省市县区州盟旗镇乡]?(?:政府|公署|管委会|管理委员会|办事处|街道办))?"
)
_PLACE = re.compile(rf"[{_LEVEL}]$|街道$|(?:开发区|园区|新区|高新区|经开区)$")
_GENERIC = re.compile(
    rf"[全我本各]?[{_LEVEL}]?(?:委|党委|政府|管委会|办|部|局|厅|集团|公司|街道)?(?:[{_LEVEL}]?政府)?"
)
_LONGEST, _LOOSEST = 16, 4
_TOGETHER = re.compile(r"共同|联合|一起|同时|都(?:要|得|有|负|管)")
_PERSON = re.compile(r"([\u4e00-\u9fff·]{2,6})\s*[(（]")

# What says that a unit answers for the issue, and in which field such units stand.
_ROLES = (
    (re.compile(r"(?:共同|联合)?(?:牵头|领衔|主办)(?:单位|部门)?(?:负责|办理)?"), ("responsible",)),
    (re.compile(r"(?:配合|协办|协助|协同)(?:单位|部门)?(?:的)?"), ("cooperating",)),
    (re.compile(r"责任人|挂帅|包案|包抓|包保|挂点|分管|督办领导"), ("person", "responsible")),
    (
        re.compile(
            r"(?:挂名|有份|参与|主要|直接|共同|联合)*(?:来|要|得|该|应)?(?:负责任?|担责任?|担着|承担|认领|领(?:了|到)|扛(?:着|了)?|"
            r"背(?:着|了|上)|压(?:着|了)|摊(?:上|到)|(?:要|归|该|来|得)管(?:着|的)?|管着的?|管(?=\s|$)|"
            r"有(?:份|责任)|(?:当|作为|充当)?责任(?:单位|主体|部门)|"
            r"责任(?=[的里是有中为]|\s|$)|名下|头上|手里|手上|身上|肩上)(?:整改)?"
        ),
        ("responsible", "person"),
    ),
)


def unit_condition(
    text: str, ledger: Sequence[Entry], lexicon: Lexicon
) -> tuple[Condition | None, str]:
    """Whose issues the folded text asks for, and the text without those words; None: it names no
    unit or person of the ledger as answering for them.

    A unit named without a word such as 负责 counts when it is an office (市财政局的问题).
    """
    kinds, rest = _role(text)
    for wanted in kinds or ("responsible",):
        known = {n for entry in ledger for n, _, _ in _named(entry, (wanted,))}
        named, left = [], rest
        while found := _mention(left, known, lexicon, office=kinds is None):
            start, end, names = found
            named.append(_holds(names, (wanted,)))
            left = f"{left[:start]} {left[end:]}"
        if named:
            return _joined(named, every=_TOGETHER.search(text) is not None), left
    return None, text


def _joined(conditions: Sequence[Condition], every: bool) -> Condition:
    """Holds where one of the conditions does, or each of them."""

    def condition(entry: Entry) -> list[Place] | None:
        met = [places for c in conditions if (places := c(entry)) is not None]
        if not met or every and len(met) < len(conditions):
            return None
        return [place for places in met for place in places]

    return condition


def _role(text: str) -> tuple[tuple[str, ...] | None, str]:
    """The kinds of field that the question's wording means, and the text without that wording."""
    kinds = None
    for pattern, meant in _ROLES:
        if pattern.search(text):
            kinds, text = kinds or meant, pattern.sub(" ", text)
    return kinds, text


def _named(entry: Entry, kinds: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """The names in the issue's fields of these kinds, folded, with their field's offsets in the
    report; a field that the issue has from its part has none (0, 0)."""
    issue = entry.issue
    fields = [f for f in issue.fields if f.kind in kinds]
    for field in fields:
        value = "".join(p.text[a:b] for p, a, b in entry.places(field.start, field.end))
        for name in _names_in(value, field.kind == "person"):
            yield name, field.start, field.end
    if "responsible" in kinds and not fields:
        yield from ((fold(name), 0, 0) for name in issue.organisations)


@lru_cache(maxsize=4096)
def _names_in(value: str, person: bool) -> tuple[str, ...]:
    """The names in a field's value, folded; the whole value where it cannot be taken apart."""
    found = tuple(_PERSON.findall(value)) if person else organisations(value)
    return tuple(fold(name) for name in found or (value,))


def _holds(names: set[str], kinds: Sequence[str]) -> Condition:
    def condition(entry: Entry) -> list[Place] | None:
        found = [(a, b) for name, a, b in _named(entry, kinds) if name in names]
        if not found:
            return None
        return [place for start, end in dict.fromkeys(found) for place in entry.places(start, end)]

    return condition


def _mention(
    text: str, names: set[str], lexicon: Lexicon, office: bool
) -> tuple[int, int, set[str]] | None:
    """The longest stretch of the text that names one of the units or persons."""
    spans = [
        m.span() for name in names if len(name) > 1 for m in re.finditer(re.escape(name), text)
    ]
    ends = {m.end() for m in _ENDING.finditer(text)}
    spans += [(a, b) for b in ends for a in range(max(0, b - _LONGEST), b - 1)]
    for start, end in sorted(set(spans), key=lambda s: (s[0] - s[1], s[0])):
        mention = text[start:end]
        if (
            " " in mention
            or office
            and _PLACE.search(mention)
            or _GENERIC.fullmatch(mention)
            and mention not in names
        ):
            continue
        forms = {mention, *lexicon.also(mention)}
        met = {name for name in names if any(same_unit_name(form, name) for form in forms)}
        if met:
            return start, end, met
    return None


def same_unit_name(mention: str, name: str) -> bool:
    """Does the folded `mention` name the unit `name`, by its place or in a usual short form?

    >>> same_unit_name("消防大队", "县消防救援大队"), same_unit_name("市财政局", "市财政局国库科")
    (True, False)
    """
    mention, name = _EMPTY.sub("", mention), _EMPTY.sub("", name)
    if mention == name:
        return True
    if name.startswith(mention) and _PLACE.search(mention):
        return _SEAT.fullmatch(name[len(mention) :]) is not None
    if len(mention) < 3:
        return False
    if name.startswith(mention):
        return name[len(mention) :] in ("事处", "公室", "员会", "会", "理委员会")
    if name.endswith(mention):
        return _is_place(name[: -len(mention)])
    if len(name) > len(mention) + 1 and mention in name and re.search(r"公司$|集团$", name):
        return True
    return mention[-1] == name[-1] and _short_form(mention, name)


def _is_place(text: str) -> bool:
    return len(text) <= 8 and _PLACE.search(text) is not None


def _short_form(mention: str, name: str) -> bool:
    """Are the mention's characters in the name in their order, from its start or right behind its
    place (发改委 in 市发展改革委)?"""
    if len(name) > len(mention) * _LOOSEST:
        return False
    starts = [0] + [m.end() for m in re.finditer(rf"[{_LEVEL}]", name[:8])]
    return any(name[s : s + 1] == mention[0] and _in_order(mention, name[s:]) for s in starts)


def _in_order(short: str, long: str) -> bool:
    rest: Iterable[str] = iter(long)
    return all(char in rest for char in short)
