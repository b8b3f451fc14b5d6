"""The deed that a question asks about: 罚 of 因为违规开采被罚了多少钱, whatever else it tells.

What was done, to whom the figure belongs, stands next to the asking word; the rest of a question
only leads there. A figure beside another deed (追缴水资源费5798万元) is another figure.
"""

import re
from collections.abc import Sequence

from retrieval.language.lexicon import Lexicon
from retrieval.language.tokenizer import Token

_ASKS = re.compile(
    r"百分之[几多]|多[少大长高久远重深宽厚快]|第?几|哪|什么|怎|何[时人处]|为何|谁|啥|咋|吗|没有?$"
)
_AFTER = re.compile(r"谁|哪|什么|啥|何|几[时月号点]|怎|咋")
"""What asks for a name or a date: the deed follows it, as a rule (谁批准的, 哪天通水)."""
_LIGHT = frozenset(
    "是 有 没 没有 无 做 搞 弄 办 干 要 该 应 应该 能 会 可以 可 得 算 叫 说 想 让 给 到 达到 达 成 成为 为 "
    "进行 开展 开始 包括 属于 需要 需 来 去 用 在 占 据 按 按照 规定 要求 准备 打算 计划 当 当时 目前 上 下 过 "
    "年 还有 剩 剩下 出 出来 起来 下来 完 多 少 总共 一共 已 已经".split()
)
_BESIDE = re.compile(r"[了过得到是]{0,2}")
_PARTICLES = frozenset("了过掉")
_OF_WHAT = re.compile(r"的(?=[^是有,])")
_NOT = re.compile(r"[没未不][^,]{0,2}$")
_BEFORE = re.compile(r"^[另先再又还只能要会可已共各被想得]+(?=.)")
_BEHIND = re.compile(r"(?<=.)(?:[到了掉成出好完过进下住给]|起来|出来|回来|下来)+$")
_PLACED = re.compile(r"..[省市县区镇乡村]$|口$|厂$|站$|队$|率$")
_CLAUSE = re.compile(r"[,，;；。！？!?]")


def forms(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The deed and its other names, itself first, then without what only colours it (罚 of 另罚)."""
    core = _BEHIND.sub("", _BEFORE.sub("", word))
    found = (word, core, *lexicon.also(word), *lexicon.also(core))
    return tuple(dict.fromkeys(found)) if word else ()


def deed(text: str, words: Sequence[Token], tagged: Sequence[Token]) -> str:
    """The word of a folded question that tells what was done; "" where it has none, or where it
    asks what was not done (还有几台没淘汰: not the figure that stands beside 淘汰).

    `words`: its content words with offsets; `tagged`: `Tokenizer.tagged(text)`.
    """
    asks = next(iter(_ASKS.finditer(text)), None)
    if not asks:
        return ""
    start = max((m.end() for m in _CLAUSE.finditer(text, 0, asks.start())), default=0)
    end = next((m.start() for m in _CLAUSE.finditer(text, asks.end())), len(text))
    verbs = {(t.start, t.end) for t in tagged if t.tag.startswith("v")}
    own = [t for t in words if start <= t.start and t.end <= end and t.text not in _LIGHT]
    own = [t for t in own if not t.text.isdigit()]
    done = [t for t in own if _is_done(text, t, verbs)]
    before = [t for t in done if t.end <= asks.start()][-1:]
    after = [t for t in done if t.start >= asks.end()][:1]
    if _AFTER.match(text, asks.start()) or after and text[after[0].start - 1] == "被":
        found = after + before
    else:
        beside = [t for t in own if _BESIDE.fullmatch(text, t.end, asks.start())]
        found = beside + before + after
    found += [t for t in own if t.end <= asks.start()][-1:]
    if not found or _NOT.search(text[start : found[0].start]) or found[0].text[0] in "没未不":
        return ""
    return found[0].text


def _is_done(text: str, word: Token, verbs: set[tuple[int, int]]) -> bool:
    """Is it a verb, by its tag or by the 了 or 被 beside it (挪了, 被问责)? What only describes a
    thing (欠的收益) is none, nor is a place's name, whatever the tag says."""
    if text[word.start - 1 : word.start] == "被" or text[word.end : word.end + 1] in _PARTICLES:
        return True
    if _OF_WHAT.match(text, word.end) or _PLACED.search(word.text):
        return False
    return (word.start, word.end) in verbs
