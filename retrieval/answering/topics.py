"""What a question says its issues are about: words that stand together in an issue's text, or the
heading of the part that it lies in."""

import re
from collections.abc import Sequence

from retrieval.answering.entries import Condition, Entry, Place, folded, standing
from retrieval.language.tokenizer import STOP, Tokenizer

# Words that point at the ledger itself and tell no issue from another.
_EMPTY = frozenset(
    "问题 任务 事项 整改 整改任务 报告 报告里 附件 清单 台账 里面 里头 里有 其中 涉及 涉及到 提到 提及 提 写到 写 讲到 说到 牵涉 牵扯 相关 有关 关于 关联 "
    "方面 这方面 类 这类 一类 那类 类型 这块 那块 部分 领域 情况 存在 出现 发生 全部 所有 总共 一共 合计 哪几个 哪几条 几条 几个 几项 个 条 项 剩 剩下 "
    "还有 目前 现在 截至 共有 属于 算 列 列出 列出来 这些 那些 那几个 那几条 这几个 有份 最后 反馈 督察 分别是 都有 名单 具体 啊 其他 已经 已 该 被 跟 挂 等 完 "
    "但 但是 不过 而 且 而且 并且 同时 还要 既 也 活 活儿 事 事儿 事情 工作 干 搞 弄 做 到 过 挺 比较 有点 自己 一些 必须 应 "
    "应该 需要 需 就 才 只 只有 一 二 两 三 四 五 六 七 八 九 十".split()
)
_PART_CUE = re.compile(r"(?:方面|这一?类|那一?类|一类|这一?块|那一?块|板块|领域|部分)")
_OR = re.compile(r"、|以及|或者?|和|与|(?<![涉提普波危触顾])及")
_FIGURE = re.compile(r"[\d.%]+|[一二两三四五六七八九十百千万亿几]+[个条项家件]?")
_OFFICE = re.compile(r"[委局厅办队院]$")
_ORDINAL = re.compile(r"第([一二三四五六七八九十]+)(?=[师团])")


def content_tokens(text: str, tokenizer: Tokenizer) -> list[str]:
    """The words of the folded text that could tell issues apart; neighbours of one character are
    put together, for an unknown name is cut to pieces (天 富)."""
    joined: list[tuple[str, int]] = []
    for token in tokenizer.words(text):
        if token.text in STOP or token.text in _EMPTY:
            continue
        before = joined[-1] if joined else ("", -1)
        single = len(token.text) == 1 or len(before[0]) == 1
        if single and before[1] == token.start:
            joined[-1] = (before[0] + token.text, token.end)
        else:
            joined.append((token.text, token.end))
    return [word for word, _ in joined]


def part_condition(
    text: str, ledger: Sequence[Entry], tokenizer: Tokenizer
) -> tuple[Condition | None, str]:
    """The part that the text names by its heading (固废和土壤那一类), and the text without it."""
    cue = _PART_CUE.search(text)
    if not cue:
        return None, text
    words = [
        w for piece in _OR.split(text[: cue.start()]) for w in content_tokens(piece, tokenizer)
    ]
    steps = {step for entry in ledger for step in enumerate(entry.headings)}
    met = {s for s in steps if words and all(_in_heading(w, s[1], tokenizer) for w in words)}
    if not met:
        return None, text
    narrowest = max(depth for depth, _ in met)
    named = {step for step in met if step[0] == narrowest}
    return (lambda e: [] if named & set(enumerate(e.headings)) else None), text[cue.end() :]


def _in_heading(word: str, heading: str, tokenizer: Tokenizer) -> bool:
    """The word, another name for it, or what it is short for (固废: 固体废物)."""
    forms = (word, *tokenizer.lexicon.also(word))
    return any(form in heading for form in forms) or loosely(word, heading) is not None


def loosely(word: str, text: str, gap: int = 3) -> tuple[int, int] | None:
    """Where the word's characters stand in their order, at most `gap` others between two."""
    if len(word) < 2:
        return None
    starts = {at + 1: at for at, char in enumerate(text) if char == word[0]}
    for char in word[1:]:
        reached: dict[int, int] = {}
        for end, start in starts.items():
            stop = min(len(text), end + gap + 1)
            reached.update((at + 1, start) for at in range(end, stop) if text[at] == char)
        starts = reached
    return min(((start, end) for end, start in starts.items()), default=None)


def topic_condition(
    text: str, ledger: Sequence[Entry], tokenizer: Tokenizer
) -> tuple[Condition | None, list[str]]:
    """What the text is about as a condition, and its words; None: no issue speaks of it.

    The words of one alternative (A和B的问题 has two) must meet in one sentence of the issue.
    """
    alternatives = [content_tokens(piece, tokenizer) for piece in _OR.split(text)]
    alternatives = [words for words in alternatives if words]
    words = [word for alternative in alternatives for word in alternative]
    if any(_FIGURE.fullmatch(word) for word in words):
        return None, words
    known = [
        [_known_forms(word, ledger, tokenizer) for word in alternative]
        for alternative in alternatives
    ]
    if not words or not all(all(forms) for alternative in known for forms in alternative):
        return None, words

    def condition(entry: Entry) -> list[Place] | None:
        return [p for forms in known for p in together(forms, entry)] or None

    return condition, words


def _known_forms(word: str, ledger: Sequence[Entry], tokenizer: Tokenizer) -> tuple[str, ...]:
    """The word as some issue writes it: literally, else by other names; an office by any of its
    names. Empty: no issue has it."""
    literal, others = (word, _ORDINAL.sub(r"\1", word)), tokenizer.lexicon.also(word)
    for forms in ((*literal, *others),) if _OFFICE.search(word) else (literal, others):
        met = tuple(f for f in dict.fromkeys(forms) if f and any(_stands(f, e) for e in ledger))
        if met:
            return met
    return ()


def _stands(word: str, entry: Entry) -> bool:
    return any(standing(word).search(folded(p.text)) for p in entry.passages)


def together(words: Sequence[tuple[str, ...]], entry: Entry) -> list[Place]:
    """The places of the words, each in any of its forms, in sentences that hold them all."""
    found: list[Place] = []
    for passage, start, sentence in entry.sentences():
        met = [
            next(filter(None, (standing(f).search(sentence) for f in forms)), None)
            for forms in words
        ]
        if all(met):
            found += [(passage, start + m.start(), start + m.end()) for m in met]
    return found
