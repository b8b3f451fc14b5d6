"""Is a question about all issues, and what must hold of those it asks for?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answering.addends import fines
from retrieval.answering.clauses import INTERROGATIVE
from retrieval.answering.deadline_words import deadline_conditions
from retrieval.answering.entries import Condition, Entry, Place
from retrieval.answering.status_words import status_conditions
from retrieval.answering.topics import content_tokens, part_condition, topic_condition
from retrieval.answering.unit_names import unit_condition
from retrieval.language.tokenizer import Tokenizer

_NOUN = r"(?:整改)?(?:问题(?!线索|清单|导向|报告|线|率|车|企业|工地|地块|点|金额|资金)|任务|事项)"
_NUMERAL = r"[一二两三四五六七八九十\d]{1,3}"
_OTHER = "[年月日天周号时点块元万亿吨亩台眼口家户套辆座处次人名份张只头岁级类倍成公平立方米千克微毫分小秒度]"
_LIST = re.compile(
    rf"(?:有没有|分别是|都是|都有|是|有)?(?:哪些|哪几|哪{_NUMERAL}|哪)(?:个|条|项|类|件|些)?(?:{_NOUN})?(?:是|有)?"
)
_COUNT = re.compile(
    rf"(?:一共|总共|合计|共|剩下|剩|有)*(?:还剩|剩|还差|差|有)?(?:几|多少)(?P<measure>个|条|项|件)?(?:{_NOUN})?(?!{_OTHER})"
)
_NAMED_SET = re.compile(rf"的{_NOUN}$")
"""2018年6月到期的问题: a list is wanted, though nothing asks."""
_HEAD = re.compile(rf"{_NOUN}|涉及|提到|提及")
_STATED = re.compile(rf"(?<![第哪\d.])(?:那|这)?({_NUMERAL})(?:个|条|项)[^,，]{{0,8}}?{_NOUN}")
# What is asked beside the issues themselves: ，都整改了吗 · 完成了没有， · ，分别是谁负责的
_BESIDE = re.compile(
    r"[,，](?:是不是|是否)?(?:现在|目前)?都[^,，]{0,10}$|[,，][^,，]{0,8}(?:了没有?|了吗|没有|吗|完没)$|"
    r"(?:完成|改完|整改|改好|销号|到位)(?:了)?(?:没有|没|吗)(?=[,，])|"
    r"[,，](?:都)?(?:分别|各自|各)?(?:是|由|归)?(?:谁|哪个单位|哪些单位|什么单位)[^,，]{0,6}$"
)
_LEFT_OUT = r"(?:都|也|就|的)*(?:不算|别算|不计|除外|不含|不包括|不包含|除去|剔除|去掉|不要算|排除)(?:在内|进去)?"
_EXCLUDED = re.compile(rf"\(([^()]*?){_LEFT_OUT}\)|[,，]([^,，()]*?){_LEFT_OUT}")
_DENIED = re.compile(
    r"除(?:了|去|开)?([^,，]{2,16}?)(?:的)?(?:(?:以外|之外|外)[,，]?|[,，](?=还|其他|其余|剩))|"
    r"(?:既|也|又|都|并)?(?:不是|不属于|并非)([^,，]{2,12}?)(?=的|[,，]|$)"
)
_ASIDE = re.compile(r"\([^()]*(?:也算|也计|含|包括|算上)[^()]*\)")
_FINED = re.compile(
    r"(?:被|挨|受)?(?:对[^,，]{0,4})?(?:行政)?(?:罚(?:了|过)?款|处罚|罚(?:了|过)?钱|罚金|被罚|挨罚|罚(?:了|过))(?:了|过)?(?:的)?"
)
_FINED_AROUND = re.compile(r"企业|公司|单位|对")
_THOSE = re.compile(rf"[那这](?:几|{_NUMERAL})(?:(?:个|条|项){_NOUN}|[条项])")
_AMONG = re.compile(rf"(?<!第){_NUMERAL}(?:个|条|项)(?:{_NOUN})?(?:里面|里头|里|中|当中)")
_COMPARED = re.compile(r"(?:哪|谁)[^,，]{0,4}(?:先|早|晚|更|最|多(?!少)|(?<!多)少)")
_CLAUSE = re.compile(r"[,，;；]")
_SUBJECT = re.compile(rf"^.*(?:{_NOUN})(?:里面|里头|里|中)?")
_LONGEST_LABEL = 8
_REST = re.compile(r"(?:还)?剩(?:下)?|其余|余下")


@dataclass(frozen=True, slots=True)
class LedgerQuestion:
    """A list or count over issues. All `conditions` hold of an issue it asks for, none of
    `exclusions`. `topical`: words of the text were among them, not only fields. `counts`: of a
    question that counts several groups of those issues, each with what holds of it."""

    kind: str
    measure: str
    conditions: tuple[Condition, ...]
    exclusions: tuple[Condition, ...] = ()
    topical: bool = False
    counts: tuple[tuple[str, Condition], ...] = ()


def ledger_question(
    text: str, ledger: Sequence[Entry], tokenizer: Tokenizer
) -> LedgerQuestion | None:
    """The folded text as a question over the issues; None: it asks for something else, or holds
    words that are not understood."""
    if _NAMED_SET.search(text) and not INTERROGATIVE.search(text):
        text += "有哪些"
    if not _may_ask(text) or _COMPARED.search(text) or _states_other_number(text, ledger):
        return None
    text = _AMONG.sub("问题", _THOSE.sub("问题", text))
    clauses = [clause for clause in _CLAUSE.split(text) if clause]
    if not _LIST.search(text) and sum(bool(_COUNT.search(c)) for c in clauses) > 1:
        return _several_counts(clauses, ledger, tokenizer)
    without = _without_exclusions(_ASIDE.sub(" ", text), ledger)
    if without is None:
        return None
    text, exclusions = without
    text = _BESIDE.sub("", text)
    kind, measure, rest = _asked(text)
    found = _conditions(rest, ledger, tokenizer, explicit=_HEAD.search(text) is not None)
    if found is None:
        return None
    conditions, topical = found
    if not conditions and not (_HEAD.search(text) and kind == "count"):
        return None
    return LedgerQuestion(kind, measure, tuple(conditions), tuple(exclusions), topical)


def _may_ask(text: str) -> bool:
    """Does the text ask for several of something that may be issues: 哪些, 几条, 问题…还剩多少?"""
    if _LIST.search(text):
        return True
    counted = _COUNT.search(text)
    return bool(counted and (counted["measure"] or _HEAD.search(text)))


def _states_other_number(text: str, ledger: Sequence[Entry]) -> bool:
    """Does the question speak of a set whose size the report states (22个分阶段的问题)?"""
    stated = _STATED.search(text)
    return bool(stated and stated[1].isdigit() and int(stated[1]) not in (len(ledger), 1))


def _asked(text: str) -> tuple[str, str, str]:
    """Kind, measure word, and the text without what asks."""
    listed, counted = _LIST.search(text), _COUNT.search(text)
    match = counted if counted and not listed else listed
    measure = (counted["measure"] if counted and not listed else None) or "个"
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    return ("list" if listed else "count"), measure, re.sub(_NOUN, " ", rest)


def _without_exclusions(text: str, ledger: Sequence[Entry]) -> tuple[str, list[Condition]] | None:
    """The text without its exclusions (长期坚持的不算), and what they leave out; None: it denies
    something that is not understood."""
    conditions: list[Condition] = []
    for pattern in (_EXCLUDED, _DENIED):
        for match in pattern.finditer(text):
            words = next(group for group in match.groups() if group is not None)
            by_deadline, words = deadline_conditions(words)
            by_status, _ = status_conditions(words, ledger)
            if pattern is _DENIED and not by_deadline + by_status:
                return None
            conditions += by_deadline + by_status
        text = pattern.sub(" ", text)
    return text, conditions


def _conditions(
    text: str, ledger: Sequence[Entry], tokenizer: Tokenizer, explicit: bool
) -> tuple[list[Condition], bool] | None:
    """What the rest of the question asks of an issue, and whether its text was asked for; None:
    words are left that are not understood."""
    conditions, rest = deadline_conditions(text)
    unit, rest = unit_condition(rest, ledger, tokenizer.lexicon)
    part, rest = part_condition(rest, ledger, tokenizer)
    by_status, rest = status_conditions(rest, ledger)
    conditions += [c for c in (unit, part) if c] + by_status
    if explicit and _FINED.search(rest):
        conditions.append(fined)
        rest = _FINED_AROUND.sub(" ", _FINED.sub(" ", rest))
    left = content_tokens(rest, tokenizer)
    if not left:
        return conditions, False
    by_date, bare = deadline_conditions(rest, bare=True)
    if by_date and not content_tokens(bare, tokenizer):
        return conditions + by_date, False
    topic, _ = topic_condition(rest, ledger, tokenizer) if explicit else (None, left)
    return ([*conditions, topic], True) if topic else None


def fined(entry: Entry) -> list[Place] | None:
    """The issue reports a fine on an enterprise."""
    return [(a.passage, a.start, a.end) for a in fines(entry) if not a.personal] or None


def _several_counts(
    clauses: Sequence[str], ledger: Sequence[Entry], tokenizer: Tokenizer
) -> LedgerQuestion | None:
    """A question such as 第六师那几个问题完成了几个，还剩几个: groups of one set, counted each."""
    counts: list[tuple[str, Condition]] = []
    explicit = any(_HEAD.search(clause) for clause in clauses)
    rest, statuses = "", 0
    for clause in clauses:
        by_status, left = status_conditions(_REST.sub(" ", clause), ledger)
        statuses += bool(by_status)
        asks = _COUNT.search(clause) is not None
        if by_status:
            label = _SUBJECT.sub("", _COUNT.sub("", clause)).strip()
            counts.append((label if len(label) <= _LONGEST_LABEL else "其中", _all(by_status)))
        elif asks and counts and _REST.search(clause):
            counts.append(("还剩", _none([c for _, c in counts])))
        elif asks:
            counts.append(("一共", lambda entry: []))
        rest += " " + _COUNT.sub(" ", left)
    found = _conditions(re.sub(_NOUN, " ", rest), ledger, tokenizer, explicit) if statuses else None
    if found is None:
        return None
    return LedgerQuestion("count", "个", tuple(found[0]), (), found[1], tuple(counts))


def _all(conditions: Sequence[Condition]) -> Condition:
    def condition(entry: Entry) -> list[Place] | None:
        found = [c(entry) for c in conditions]
        return None if any(f is None for f in found) else [p for f in found for p in f]

    return condition


def _none(conditions: Sequence[Condition]) -> Condition:
    def condition(entry: Entry) -> list[Place] | None:
        status = entry.issue.status
        if any(c(entry) is not None for c in conditions):
            return None
        return entry.places(status.start, status.end) if status else []

    return condition


__all__ = ["LedgerQuestion", "fined", "ledger_question"]
