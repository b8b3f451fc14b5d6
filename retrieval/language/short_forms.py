"""Long and short forms of the names of companies and offices, and names off by one character.

A short form is tied to a long one only where it fits no other name of the text: 天富 stands for
neither of 天富集团 and 天富能源股份有限公司, 水务 not for 水务集团 beside a 水务局.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

from retrieval.language.proper_names import is_generic
from retrieval.language.tokenizer import Tokenizer

_LEGAL = re.compile(
    r"(?:(?P<group>\(集团\)|集团)?(?:有限责任公司|股份有限公司|有限公司|总公司|公司))$"
)
_PLANT = re.compile(r"(?:公司|集团|热电|铝业|硅业|钢铁|水泥|煤电|电厂|处理厂|煤矿)$")
_GOES_ON = r"(?!\(?集团|有限|股份|总公司|公司|[东西南北分])"
_LEVEL = re.compile(r"[省市县区州旗镇乡]$")
_OFFICE = re.compile(r"(?P<stem>[\u4e00-\u9fff]{2,})(?P<head>局|厅|委员会|委)$")
_AREA = re.compile(r"(?:省|市|县|区|州|兵团|自治区|国家)")
_FILLING = frozenset("和 管理 监督 监督管理 事务 与".split())
# Two names that differ in one of these are two: 城东 and 城西, 一期 and 二期.
_TELLING = frozenset(
    "东西南北中上下左右前后内外新老大小甲乙丙丁一二三四五六七八九十省市县区州镇乡局厅委"
)
_SHORTEST_CORE = 4
_COMMON = 100  # occurrences in jieba's corpus: 供水 255, 检测 1424; 丰泰 5, 润泽 61


def short_forms(
    folded: str,
    names: Sequence[str],
    places: Sequence[str],
    forms: Callable[[str], Sequence[str]],
    tokenizer: Tokenizer,
) -> Iterator[tuple[str, ...]]:
    """Tuples of names of one text that mean the same. `names`: its proper names; `places`: those
    of them that are places; `forms`: the forms of a name that the text itself states, itself
    first."""
    known = set(names)
    for name in names:
        yield (name, *(form for form in forms(name) if form in known and form != name))
        if name.endswith("人民政府") and (plain := name[:-4] + "政府") in known:
            yield name, plain
    heads = _heads(places, forms)
    yield from _companies(folded, names, heads, tokenizer)
    yield from _offices(names, heads, tokenizer)


def _heads(places: Sequence[str], forms: Callable[[str], Sequence[str]]) -> dict[str, str]:
    """Each place, with and without its 市 or 县, and the name that stands for all its names."""
    heads = {}
    for place in places:
        canonical = _LEVEL.sub("", min(forms(place)))
        heads[place] = canonical
        if len(place) > 2:
            heads.setdefault(_LEVEL.sub("", place), canonical)
    return heads


def _companies(
    folded: str, names: Sequence[str], heads: dict[str, str], tokenizer: Tokenizer
) -> Iterator[tuple[str, ...]]:
    """Companies and plants with the same core of the name: 天业集团公司, 天业集团, 天业."""
    sharing: dict[str, dict[str, str]] = defaultdict(dict)
    for name in names:
        if _PLANT.search(name) and not name.endswith("分公司"):
            for core, place in _cores(name, heads, tokenizer):
                sharing[core].setdefault(name, heads.get(place, place))
    for core, origins in sharing.items():
        one_place = len({place for place in origins.values() if place}) <= 1
        if not one_place or is_generic(core) or not _has_brand(core, tokenizer):
            continue  # one core in two places is two plants
        group = [
            *origins,
            *([core] if core not in origins and _spoken(core, origins, folded) else []),
        ]
        brand = core.removesuffix("集团")
        if brand != core and _is_rare(brand, tokenizer):
            others = (name for name in names if name not in group and core not in name)
            group += [brand] if not any(brand in name for name in others) else []
        yield tuple(group)


def _has_brand(core: str, tokenizer: Tokenizer) -> bool:
    """Is it more than words of the dictionary (环境检测)? A group is told by its trade (水务集团)."""
    if core.endswith("集团"):
        return True
    return _is_rare(core, tokenizer)


def _is_rare(name: str, tokenizer: Tokenizer) -> bool:
    """Is any of its words no common one (天业, 丰泰)?"""
    words = [token.text for token in tokenizer.words(name)]
    return any(len(word) == 1 or tokenizer.frequency(word) < _COMMON for word in words)


def _spoken(core: str, names: Iterable[str], folded: str) -> bool:
    """Does the text say the core alone, outside of the names that hold it?"""
    for name in sorted(names, key=len, reverse=True):
        folded = folded.replace(name, "\n")
    return re.search(re.escape(core) + _GOES_ON, folded) is not None


def _cores(name: str, heads: Iterable[str], tokenizer: Tokenizer) -> Iterator[tuple[str, str]]:
    """What is left of a name without legal form and place, and the place that was taken off."""
    legal = _LEGAL.search(name)
    bare = name[: legal.start()] if legal else name
    group = bare + "集团" if legal and legal["group"] else None
    for core in dict.fromkeys(filter(None, (group, bare))):
        place = max((head for head in heads if core.startswith(head)), key=len, default="")
        first = tokenizer.tagged(core)[0]
        place = place or (first.text if first.tag == "ns" else "")
        for rest, taken in ((core, ""), (core[len(place) :], place)):
            if len(rest) >= _SHORTEST_CORE:
                yield rest, taken


def _offices(
    names: Sequence[str], heads: dict[str, str], tokenizer: Tokenizer
) -> Iterator[tuple[str, ...]]:
    """Offices of one place of which one is called by the first characters of the other's words."""
    offices: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for name in names:
        place = max((head for head in heads if name.startswith(head)), key=len, default="")
        if not place and (area := _AREA.match(name)):
            place = area.group()
        if office := _OFFICE.match(name, len(place)):
            offices[heads.get(place, place), office["head"][0]][name] = office["stem"]
    for same_place in offices.values():
        for name, stem in same_place.items():
            longer = [n for n, s in same_place.items() if _abbreviates(stem, s, tokenizer)]
            if len(longer) == 1:
                yield longer[0], name


def _abbreviates(short: str, long: str, tokenizer: Tokenizer) -> bool:
    """Is the short stem made of the beginnings of the long one's words (发改 of 发展改革), or the
    long one without 管理 and 监督? 林业 is no short form of 林业和草原.

    The short one may pass over inner words (住建 of 住房城乡建设) but has at least two of them.
    """
    if len(short) >= len(long):
        return False
    words = [token.text for token in tokenizer.words(long)]
    parts = [word[i : i + 2] for word in words for i in range(0, len(word), 2)]  # 城乡 建设
    if short == "".join(word for word in words if word not in _FILLING):
        return True
    used, rest = 0, short
    for part in parts:
        size = next((n for n in range(len(part), 0, -1) if rest.startswith(part[:n])), 0)
        if used == 0 and size == 0:
            return False
        used, rest = used + (size > 0), rest[size:]
    return not rest and used >= 2 and size > 0


def near_names(folded: str, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of companies or plants that differ in one character and are never named together:
    likely one that is misspelt once (天富含盛热电, 天富合盛热电)."""
    long = [name for name in names if len(name) >= 5 and _PLANT.search(name)]
    for a, b in combinations(long, 2):
        if len(a) != len(b):
            continue
        at = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        if len(at) == 1 and not _TELLING & {a[at[0]], b[at[0]]} and not _together(folded, a, b):
            yield a, b


def _together(folded: str, a: str, b: str) -> bool:
    """Does one sentence name both?"""
    return any(a in sentence and b in sentence for sentence in re.split(r"[。\n]", folded))
