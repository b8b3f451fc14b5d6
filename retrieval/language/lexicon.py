"""The words that staff may edit: `corpus/lexicon/用户词典.txt` and `同义词.txt`.

The dictionary holds a word a line, the synonyms a group a line, words separated by blanks; `#`
begins a comment. In a group, `词1 词2 > 词3` reads: a question with 词1 or 词2 also searches 词3,
and not the other way round (a colloquial word stands for many official ones).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import UnreadableSource
from retrieval.language.normalise import fold


@dataclass(frozen=True)
class Lexicon:
    """`words`: for the tokenizer, in file order. `synonyms`: word → the words it also means."""

    words: tuple[str, ...]
    synonyms: dict[str, tuple[str, ...]]

    def also(self, word: str) -> tuple[str, ...]:
        """Other words for `word`, folded; empty where none is known."""
        return self.synonyms.get(word, ())

    def extended(self, synonyms: Mapping[str, tuple[str, ...]]) -> "Lexicon":
        """The lexicon with more synonyms behind its own; its words stay, so that text is cut as
        when it was indexed."""
        both = dict(self.synonyms)
        for word, others in synonyms.items():
            both[word] = tuple(dict.fromkeys([*both.get(word, ()), *others]))
        return Lexicon(self.words, both)


def load_lexicon(folder: Path) -> Lexicon:
    """The lexicon in `folder`; a missing file counts as empty.

    Raises UnreadableSource where a file is not UTF-8 text.
    """
    synonyms: dict[str, dict[str, None]] = {}
    words: dict[str, None] = {}
    for line in _lines(folder / "用户词典.txt"):
        words.update(dict.fromkeys(line.split()))
    for line in _lines(folder / "同义词.txt"):
        asked, _, found = line.partition(">")
        sources, targets = asked.split(), (found or asked).split()
        words.update(dict.fromkeys(sources + targets))
        for word in sources:
            synonyms.setdefault(word, {}).update(dict.fromkeys(t for t in targets if t != word))
    return Lexicon(tuple(words), {word: tuple(others) for word, others in synonyms.items()})


def _lines(path: Path) -> list[str]:
    """Lines of a lexicon file, folded, without comments and empty ones."""
    if not path.exists():
        return []
    try:
        text = path.read_text("utf-8-sig")
    except (UnicodeDecodeError, OSError) as error:
        raise UnreadableSource(
            f"词典文件 {path.name} 读不了（{error.__class__.__name__}）",
            "应为 UTF-8 编码的纯文本",
            "用记事本打开，另存为 UTF-8 编码",
        ) from error
    lines = (fold(line).partition("#")[0].strip() for line in text.splitlines())
    return [line for line in lines if line]
