"""Names that mean the same, learned from the reports that use them.

Certain are names that a report ties itself (以下简称, 第八师石河子市) and long and short forms that fit
only each other (栾浦恒越置业有限公司, 恒越置业); likely are names that differ in one character.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from retrieval.language.normalise import fold
from retrieval.language.proper_names import proper_names
from retrieval.language.short_forms import near_names, short_forms
from retrieval.language.tokenizer import Tokenizer

_CALLED = re.compile(
    r"[(](?:[^()]{0,24}[,、;])?(?:以下|下文|下)?(?:并|又|亦|也)?(?:简称|称)(?:为)?:?[“\"'‘]?"
    r"(?P<short>《[^《》()]{2,30}》|[^“”\"'‘’(),。《》]{2,16})[”\"'’]?[)]"
)
_TITLE = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》\Z")
_MERGED = re.compile(
    r"(?P<division>第[一二三四五六七八九十]{1,3}师)(?P<city>[\u4e00-\u9fff]{2,4}?市)"
)


@dataclass(frozen=True)
class AliasTable:
    """Groups of folded names that mean the same for certain, and pairs that likely do.

    Groups and their names are in the order of first mention. Each group is one report's: a short
    name of two reports (《整改方案》) is in two groups, and does not make one of them.
    """

    groups: tuple[tuple[str, ...], ...]
    pairs: tuple[tuple[str, str], ...] = ()

    @cached_property
    def _others(self) -> dict[str, dict[str, None]]:
        others: dict[str, dict[str, None]] = {}
        for group in self.groups:
            for name in group:
                others.setdefault(name, {}).update(dict.fromkeys(n for n in group if n != name))
        return others

    def same(self, name: str) -> tuple[str, ...]:
        """The other names for what `name` means, folded; empty where none is known."""
        return tuple(self._others.get(fold(name), ()))

    def synonyms(self) -> dict[str, tuple[str, ...]]:
        """Each name with those of its other names that do not merely hold it, for a search that
        would find these anyhow; titles left out."""
        found = {
            name: tuple(o for o in others if name not in o and not o.startswith("《"))
            for name, others in self._others.items()
            if not name.startswith("《")
        }
        return {name: others for name, others in found.items() if others}

    def likely(self, name: str) -> tuple[str, ...]:
        """Names that likely mean the same as `name`, perhaps misspelt; folded."""
        name = fold(name)
        return tuple(b if a == name else a for a, b in self.pairs if name in (a, b))

    def forms(self, name: str) -> tuple[str, ...]:
        """`name`, folded, and its other certain forms, also with the place at its head under that
        place's other names (八师水利局 → 石河子市水利局)."""
        name = fold(name)
        forms = dict.fromkeys([name, *self.same(name)])
        head = max(
            (h for h in self._others if name.startswith(h) and h != name), key=len, default=""
        )
        if head:
            forms.update(dict.fromkeys(o + name[len(head) :] for o in self.same(head)))
        return tuple(forms)


def stated_aliases(texts: Iterable[str], tokenizer: Tokenizer) -> AliasTable:
    """Only what the texts say themselves: `（以下简称…）` and 第八师石河子市. Cheap: no text is cut
    into words but the lines that say so."""
    groups = [group for text in texts for group in _groups(_stated(fold(text), tokenizer))]
    return AliasTable(tuple(dict.fromkeys(groups)))


def aliases(texts: Iterable[str], tokenizer: Tokenizer) -> AliasTable:
    """All names that each text ties together; cuts every text into words."""
    groups: dict[tuple[str, ...], None] = {}
    likely: dict[tuple[str, str], None] = {}
    for text in texts:
        folded = fold(text)
        named = proper_names(folded, tokenizer.tagged(folded))
        names = list(dict.fromkeys(folded[name.start : name.end] for name in named))
        places = list(dict.fromkeys(folded[n.start : n.end] for n in named if n.kind == "place"))
        stated = _stated(folded, tokenizer)
        forms = AliasTable(_groups(stated)).forms
        own = _groups([*stated, *short_forms(folded, names, places, forms, tokenizer)])
        groups.update(dict.fromkeys(own))
        tied = AliasTable(own).same
        likely.update(dict.fromkeys(p for p in near_names(folded, names) if p[1] not in tied(p[0])))
    return AliasTable(tuple(groups), tuple(likely))


def _stated(folded: str, tokenizer: Tokenizer) -> list[tuple[str, ...]]:
    return [*_called(folded, tokenizer), *_merged(folded, tokenizer)]


def _called(folded: str, tokenizer: Tokenizer) -> Iterator[tuple[str, str]]:
    """A name or title and what it is called from there on; a list has no one name."""
    for match in _CALLED.finditer(folded):
        begin = folded.rfind("\n", 0, match.start()) + 1
        line = folded[begin : match.start()]
        if title := _TITLE.search(line):
            yield title.group(), match["short"]
            continue
        for name in proper_names(line, tokenizer.tagged(line)):
            if name.end == len(line) and line[max(0, name.start - 1)] not in "、和与及或":
                yield line[name.start :], match["short"]


def _merged(folded: str, tokenizer: Tokenizer) -> Iterator[tuple[str, ...]]:
    """The names of a division and its city that a text writes as one: 第八师石河子市."""
    seen = {}
    for match in _MERGED.finditer(folded):
        seen.setdefault(match.group(), match)
    for whole, match in seen.items():
        city, division = match["city"], match["division"]
        alone = re.search(rf"(?:^|[^\u4e00-\u9fff师]|[和与及在对由]){re.escape(city)}", folded)
        if alone or len(tokenizer.tagged(city)) == 1:
            short = division.removeprefix("第")
            yield whole, short + city, division, short, city, city.removesuffix("市")


def _groups(pairs: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The tied names as groups; names are in the order of their first mention."""
    group_of: dict[str, list[str]] = {}
    for names in pairs:
        merged: list[str] = []
        for name in names:
            merged += [n for n in group_of.get(name, [name]) if n not in merged]
        for name in merged:
            group_of[name] = merged
    groups = {id(group): tuple(group) for group in group_of.values()}
    return tuple(group for group in groups.values() if len(group) > 1)
