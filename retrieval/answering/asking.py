"""The sort of answer that a question's wording asks for, learned from questions with answers.

A multinomial logistic regression over hashed character n-grams and the sort that the rules of
`question.expected` read, trained by training/train_asking.py: “挨了多少罚单” asks for money though no
unit is named, and “哪天” asks for a date whatever else is said.
"""

import re
import zlib
from functools import lru_cache
from pathlib import Path

import numpy as np

from retrieval.answering.question import EXPECTS
from retrieval.errors import IndexDamaged

SORTS = (
    "money count percent date capacity number document organisation place person title "
    "thing clause deadline status reason"
).split()
_BUCKETS = 1 << 15
_LONGEST = 4


def buckets(text: str) -> np.ndarray:
    """Distinct hash buckets (int64) of the character n-grams, n from 1 to 4, of a folded question."""
    padded = f"^{text}$"
    grams = {
        padded[i : i + size]
        for size in range(1, _LONGEST + 1)
        for i in range(len(padded) - size + 1)
    }
    return np.array(sorted({zlib.crc32(g.encode()) % _BUCKETS for g in grams}), dtype=np.int64)


class AskingModel:
    """Log-probability of each of SORTS for a question; `weights` (2**15 + len(EXPECTS), len(SORTS)):
    a row a bucket, then a row for each of question.EXPECTS.
    """

    def __init__(self, weights: np.ndarray, bias: np.ndarray):
        self._weights, self._bias = weights.astype(np.float32), bias.astype(np.float32)

    def log_probabilities(self, text: str, expects: str) -> dict[str, float]:
        """SORTS → natural log of its probability, ≤ 0, for a folded question and what it expects."""
        found = buckets(text)
        logits = self._weights[found].sum(axis=0) / np.sqrt(len(found)) + self._bias
        logits += self._weights[_BUCKETS + EXPECTS.index(expects)]
        logits = logits - logits.max()
        logits -= np.log(np.exp(logits).sum())
        return dict(zip(SORTS, logits.tolist(), strict=True))


@lru_cache(maxsize=2)
def load_asking(path: Path) -> AskingModel:
    """The model in a file of training/train_asking.py. Raises IndexDamaged where it is unreadable."""
    try:
        with np.load(path) as stored:
            return AskingModel(stored["weights"], stored["bias"])
    except (OSError, ValueError, KeyError) as error:
        raise IndexDamaged(
            f"问句模型 {path.name} 读不了（{error!r}）", "应与程序版本一致", "重新安装本程序"
        ) from error


_ASKS_OTHER = re.compile(r"谁|啥|什么|哪|怎|为何|咋|吗|没|呢|如何|原因|叫|是不是|凭")
_ASKS_FIGURE = re.compile(
    r"多[少大长高宽深重远久厚快]|几|率|比例|比重|占|金额|数|规模|面积|产能|容量|总量|幅|指标|标准"
    r"|水平|倍|成|目标|值|罚款|资金|投资|分别|各"
)
_ASKS_DATE = re.compile(
    r"时候|时间|[哪几多]一?[天年月日号点久]|何[时年月日]|日期|限|啥时|多会|年份|月份|截止|到期"
    r"|期|当年|起|点|日"
)
_ASKS_HOW_MUCH = re.compile(r"(?<!号)(?<!编号是)(?<!号是)(?<!号码是)多少(?!号)")
_ASKS_LEVEL = re.compile(
    r"(?:浓度|水位|面积|长度|深度|高度|产量|天数|人数|户数|台数)(?:现在|目前)?(?:是|为|有|达到?)?(?:多少|多大)"
)
_ASKS_CONTENT = re.compile(
    r"pm_?\{?2\.5|pm_?\{?10|浓度|氨氮|总磷|总氮|化学需氧量|cod|二氧化硫|氮氧化物|细颗粒物|水温|气温|天数"
)
_OF_MONEY = re.compile(r"钱|元|资金|投资|投入|罚|费|补")
_SHARES = frozenset({"percent"})
_NAMES = frozenset("document title organisation person place".split())
_FIGURES, _DATES = (
    frozenset("money count percent capacity number".split()),
    frozenset({"date", "deadline"}),
)


def ruled_out(question: str) -> frozenset[str]:
    """Sorts that a question's wording cannot mean: 叫什么 is no figure, 为什么 no date, 多少 no name,
    浓度多少 no percentage.

    Only where it asks with a word for something else; a question without any may mean any sort.
    What is measured in air or water (PM2.5多少) is no money either.
    """
    measured = _ASKS_CONTENT.search(question) and not _OF_MONEY.search(question)
    return _by_asking_word(question) | (frozenset({"money"}) if measured else frozenset())


def _by_asking_word(question: str) -> frozenset[str]:
    if _ASKS_HOW_MUCH.search(question) and not _ASKS_OTHER.search(question):
        return _NAMES | (_SHARES if _ASKS_LEVEL.search(question) else frozenset())
    if not _ASKS_OTHER.search(question):
        return frozenset()
    figures = frozenset() if _ASKS_FIGURE.search(question) else _FIGURES
    return figures if _ASKS_DATE.search(question) else figures | _DATES
