"""Words, whole figures, characters and pairs of characters of a Chinese text.

Words come from rjieba, jieba's dictionary and algorithm in Rust (the same spans, some twenty
times faster; tests/test_tokenizer.py holds it against jieba).
"""

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import rjieba

from retrieval.language.lexicon import Lexicon, load_lexicon
from retrieval.language.normalise import fold
from retrieval.settings import LEXICON, Settings

GRAM = "\x02"
"""First character of a term of one or two characters, so that it never meets a word."""

CUT = "words grams-1-2 scripts"
"""What text is cut into: an index of terms cut otherwise is made anew."""

_FIGURE = re.compile(
    r"\d+(?:\.\d+)?(?:[x×*]\d+(?:\.\d+)?)?%?"  # 12.68, 87.6%, 2×135
    r"|[a-z]+_\{[\d.]+\}|[a-z]+[\d.]*\d|[a-z]+"  # pm_{2.5}, pm2.5, s115, mw
)
_SCRIPT = re.compile(r"_\{([\d.]+)\}")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[\u3400-\u9fffa-z0-9]")

# Words that stand in every question or every passage and tell nothing apart.
STOP = frozenset(
    (
        "的 了 是 在 和 与 及 等 对 于 为 以 被 把 将 由 从 到 向 中 上 下 里 内 外 也 都 还 "
        "就 又 并 而 或 之 其 该 本 此 这 那 个 有 无 吗 呢 啊 吧 呀 么 哪 谁 啥 咋 几 多少 "
        "什么 怎么 怎样 如何 哪个 哪些 哪家 哪里 为什么 请问 一下 请 问 你好 谢谢 麻烦 想 "
        "知道 告诉 我 我们 你 您 他 它 它们 他们 咱 咱们 帮 查 看 确认 到底 究竟 那个 这个 "
        "就是 多 大 能 会 要 得 着 过 给 让 用 去 来 说 讲 是不是 有没有 时候 分别 一共 总共 "
        "呗 嘛 哈 哦 因为 由于"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its half-open offsets in the text it was cut from; `text` is folded, and without
    the marks of a script (pm2.5 of PM_{2.5}).

    `tag`: jieba's part of speech (n noun, v verb, nr person, ns place …); "" where not asked for.
    """

    text: str
    start: int
    end: int
    tag: str = ""


class Tokenizer:
    """Cuts text into words under one lexicon; safe to share between threads once made."""

    def __init__(self, lexicon: Lexicon):
        self.lexicon = lexicon
        self._jieba = rjieba.Jieba()
        added = [word for word in lexicon.words if len(word) > 1]
        tags = [self._tag_of(word) for word in added]  # before one of them changes another's
        for word, tag in zip(added, tags, strict=True):
            self._jieba.add_word(word, self._jieba.suggest_freq(word), tag)

    def _tag_of(self, word: str) -> str:
        """A verb where it ends in a particle (建了), or begins with a verb or an adverb and ends in
        no noun (没弄完); else a noun."""
        if word[-1] in "了过着":
            return "v"
        tags = [tag[:1] for _, tag in self._jieba.tag(word)]
        return "v" if len(tags) > 1 and tags[0] in "vd" and tags[-1] != "n" else "n"

    def knowing(self, synonyms: Mapping[str, tuple[str, ...]]) -> "Tokenizer":
        """A tokenizer that cuts text as this one does, and whose lexicon has more synonyms."""
        other = copy.copy(self)
        other.lexicon = self.lexicon.extended(synonyms)
        return other

    def words(self, text: str) -> list[Token]:
        """Words in order, without overlap; figures whole, punctuation left out."""
        return self._cut(fold(text), "default")

    def tagged(self, text: str) -> list[Token]:
        """`words` with parts of speech, punctuation included."""
        tokens, at = [], 0
        for word, tag in self._jieba.tag(fold(text)):
            tokens.append(Token(word, at, at + len(word), tag))
            at += len(word)
        return tokens

    def is_word(self, word: str) -> bool:
        """Is `word`, folded, in the dictionary?"""
        return self._jieba.has_word(word)

    def frequency(self, word: str) -> int:
        """Occurrences of a dictionary word in the corpus that jieba was made from; ≥ 1."""
        return max(self._jieba.suggest_freq(word), 1)

    def content_words(self, text: str) -> list[Token]:
        """`words` without stop words: what a question is about."""
        return [token for token in self.words(text) if token.text not in STOP]

    def _cut(self, folded: str, mode: str) -> list[Token]:
        tokens, last = [], 0
        for figure in _FIGURE.finditer(folded):
            tokens += self._between(folded, last, figure.start(), mode)
            tokens.append(Token(_SCRIPT.sub(r"\1", figure.group()), *figure.span()))
            last = figure.end()
        return tokens + self._between(folded, last, len(folded), mode)

    def _between(self, folded: str, start: int, end: int, mode: str) -> list[Token]:
        if start == end:
            return []
        cut = self._jieba.tokenize(folded[start:end], mode)
        return [Token(w, start + a, start + b) for w, a, b in cut if _WORD.match(w)]

    def index_terms(self, text: str) -> list[str]:
        """Terms to index: words as in a search engine (石河子市 also as 石河子), then characters and
        pairs of them."""
        folded = fold(text)
        words = [token.text for token in self._cut(folded, "search")]
        return words + _grams(folded, 1) + _grams(folded, 2)

    def query_terms(self, text: str, settings: Settings) -> dict[str, float]:
        """Term → weight: words 1, characters, their pairs and synonyms less, what bears a Latin
        letter (pm2.5) more, since it has neither parts nor characters of its own; stop words left out.
        """
        folded = fold(text)
        tokens = [t for t in self._cut(folded, "search") if t.text not in STOP]
        terms = {t.text: settings.latin_weight if _LATIN.search(t.text) else 1.0 for t in tokens}
        for word in list(terms):
            for other in self.lexicon.also(word):
                for part in self._cut(other, "search"):
                    terms.setdefault(part.text, settings.synonym_weight)
        kept = _without_stop_words(folded, self._cut(folded, "default"))
        for size in (1, 2):
            for gram in _grams(kept, size):
                terms.setdefault(gram, settings.gram_weight)
        return terms


_LATIN = re.compile(r"[a-z]")


def _without_stop_words(folded: str, tokens: list[Token]) -> str:
    """`folded` with stop words blanked, so that no pair spans them."""
    chars = list(folded)
    for token in tokens:
        if token.text in STOP:
            chars[token.start : token.end] = " " * (token.end - token.start)
    return "".join(chars)


def _grams(folded: str, size: int) -> list[str]:
    runs = (run.group() for run in _HAN.finditer(folded))
    return [GRAM + run[i : i + size] for run in runs for i in range(len(run) + 1 - size)]


@lru_cache(maxsize=1)
def shared_tokenizer() -> Tokenizer:
    """The tokenizer over the shipped lexicon, made once."""
    return Tokenizer(load_lexicon(LEXICON))


def index_terms(text: str) -> list[str]:
    """`Tokenizer.index_terms` of the shared tokenizer."""
    return shared_tokenizer().index_terms(text)


def query_terms(text: str, settings: Settings | None = None) -> dict[str, float]:
    """`Tokenizer.query_terms` of the shared tokenizer."""
    return shared_tokenizer().query_terms(text, settings or Settings())
