"""The figures of a passage, and what is said of each: before or after, change, by the unit, parts.

All of it depends on the passage alone; owning.py compares it with a question.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

KINDS = ("money", "percent", "capacity", "count", "number")
_FROM = re.compile(r"(?:由|从|自)[^,;。、]{0,14}$")
_TO = re.compile(r"[^,;。、\d]{0,10}(?:到|至|为|成)(?:目前的?|现在的?)?")
_CHANGE = re.compile(
    r"(?:增加|增长|提高|上升|提升|下降|减少|降低|回升|缩短|压减|上涨|下滑|扩大|节约|节省|多|少|降|升|增|减|涨)"
    r"(?:了|约|近|率|幅)*(?:为|达)?$"
)
_SEVERAL = re.compile(r"^、|[\u4e00-\u9fff](?:和|与|及|以及)[\u4e00-\u9fff]")
_LISTED = re.compile(r"[、和及与]|以及")
# 46家零售点中, … says as much as 其中, of the figure that it follows.
_PART = re.compile(r"其中|包括|含(?=[^量水税])|(?<!其)中(?=[,:])")
_OF_THOSE = re.compile(r"[^,;。:、]{0,10}")
_PER = re.compile(r"(?:每[^,;。、\d]{0,5}|(?:人均|户均|亩均|平均|日均|年均)[^,;。、\d]{0,8}|单价)$")


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a passage, m in order, each with what stands by it.

    `bounds` (m, 2). `local` (m, 2): from the figure before it or its segment's start to the figure
    after it or its segment's end. `rivals[k]`: numbers of the other figures of its kind in the
    sentence. `stage` (m,): −1 for what was before (由A…), 1 for what came after (…到B), else 0.
    `change` (m,): a change (增长8.9%) rather than a level. `per` (m,): by the unit or on average.
    `whole` (m,): number of the figure that it is a part of (其中…), −1 where it is none. `listed`
    (m,): it is told of several at once (甲、乙共60眼).
    """

    bounds: np.ndarray
    local: np.ndarray
    rivals: tuple[np.ndarray, ...]
    stage: np.ndarray
    change: np.ndarray
    per: np.ndarray
    whole: np.ndarray
    listed: np.ndarray


Stretches = Sequence[tuple[int, int]]


def figures_of(
    folded: str,
    found: Sequence[tuple[int, int, str, str]],
    segments: Stretches,
    clauses: Stretches,
    sentences: Stretches,
) -> Figures:
    """The figures of a folded text; `found` are their (start, end, kind, unit), without overlap."""
    found = sorted(found)
    bounds = np.array([(a, b) for a, b, *_ in found], dtype=int).reshape(-1, 2)
    kinds = np.array([kind for _, _, kind, _ in found], dtype="U12")
    # Parts add up to their whole: both count the same.
    sorts = [kind if kind == "money" else f"{kind} {unit}" for _, _, kind, unit in found]
    segment, clause, sentence = (_owners(bounds, s) for s in (segments, clauses, sentences))
    ends = np.array(sentences, dtype=int).reshape(-1, 2)[sentence, 1]
    alike = (kinds[:, None] == kinds[None, :]) & (sentence[:, None] == sentence[None, :])
    np.fill_diagonal(alike, False)
    local = _local(bounds, np.array(segments, dtype=int).reshape(-1, 2)[segment])
    told = [folded[max(a - 1, 0) : b] for a, b in zip(local[:, 0], bounds[:, 0], strict=True)]
    return Figures(
        bounds=bounds,
        local=local,
        rivals=tuple(np.flatnonzero(row) for row in alike),
        stage=_stages(folded, bounds, clause, kinds),
        change=_said_of(_CHANGE, folded, bounds),
        per=_said_of(_PER, folded, bounds),
        whole=_wholes(folded, bounds, ends, sorts),
        listed=np.array([bool(_SEVERAL.search(text)) for text in told], dtype=bool),
    )


def _owners(bounds: np.ndarray, stretches: Stretches) -> np.ndarray:
    """(m,) the number of the stretch that each figure begins in."""
    return np.searchsorted([a for a, _ in stretches], bounds[:, 0], side="right") - 1


def _local(bounds: np.ndarray, segments: np.ndarray) -> np.ndarray:
    before = np.concatenate([[0], bounds[:-1, 1]]) if len(bounds) else bounds[:, 0]
    after = np.concatenate([bounds[1:, 0], [1 << 30]]) if len(bounds) else bounds[:, 0]
    return np.stack([np.maximum(segments[:, 0], before), np.minimum(segments[:, 1], after)], axis=1)


def _said_of(pattern: re.Pattern, folded: str, bounds: np.ndarray) -> np.ndarray:
    """(m,) does it stand right before the figure, or the one that it is listed with (21.2%和19.9%)?"""
    found = np.zeros(len(bounds), dtype=bool)
    for k, (a, _) in enumerate(bounds):
        listed = k > 0 and _LISTED.fullmatch(folded, bounds[k - 1][1], a)
        found[k] = found[k - 1] if listed else bool(pattern.search(folded[max(a - 12, 0) : a]))
    return found


def _stages(folded: str, bounds: np.ndarray, clause: np.ndarray, kinds: np.ndarray) -> np.ndarray:
    found = np.zeros(len(bounds))
    for k in range(len(bounds) - 1):
        (a, b), (c, _) = bounds[k], bounds[k + 1]
        together = clause[k] == clause[k + 1] and kinds[k] == kinds[k + 1]
        if together and _TO.fullmatch(folded, b, c) and _FROM.search(folded[max(a - 18, 0) : a]):
            found[k], found[k + 1] = -1.0, 1.0
    return found


def _wholes(folded: str, bounds: np.ndarray, ends: np.ndarray, sorts: list[str]) -> np.ndarray:
    found = np.full(len(bounds), -1)
    for mark in _PART.finditer(folded):
        ahead = np.flatnonzero(bounds[:, 1] <= mark.start())
        after = np.flatnonzero(bounds[:, 0] >= mark.end())
        if not len(ahead) or not len(after) or ends[ahead[-1]] != ends[after[0]]:
            continue
        sort, sentence = sorts[after[0]], ends[after[0]]
        alike = [k for k in ahead if sorts[k] == sort and ends[k] == sentence]
        if mark.group() == "中":
            alike = [
                k for k in alike[-1:] if _OF_THOSE.fullmatch(folded, bounds[k][1], mark.start())
            ]
        if alike:
            parts = [k for k in after if sorts[k] == sort and ends[k] == sentence]
            found[parts] = alike[-1]
    return found
