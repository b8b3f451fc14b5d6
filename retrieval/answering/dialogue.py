"""Follow-up questions (那天富呢, 什么时候完成) made complete from the conversation."""

import re
from collections.abc import Sequence

from retrieval.answering.clauses import (
    INTERROGATIVE,
    LINK,
    TIME,
    Clause,
    analyse,
    cut_clauses,
    head_name,
    owner,
)
from retrieval.answering.ellipsis import complete, ends_in_ask, substitute
from retrieval.answering.parts import split
from retrieval.answering.pointing import (
    CLOSER,
    NUMBERED,
    OPENER,
    PICKED,
    POINTER,
    asked_in,
    followed_issue,
    last_turn,
    pointed,
    there,
)
from retrieval.language.names import names
from retrieval.language.normalise import fold
from retrieval.language.tokenizer import Tokenizer
from retrieval.records import Answer

_ENDING_ASKS = (
    (
        re.compile(
            r"(?:率|数|量|额|费|费用|款|罚款|金|资金|面积|规模|能力|投资|价格?|水位|长度|天数|比例|浓度|指标|产值|收入)$"
        ),
        "是多少",
    ),
    (re.compile(r"(?:单位|部门|企业|公司)$"), "是哪家"),
    (re.compile(r"(?:组长|主任|局长|书记|市长|县长|负责人|责任人|领导|召集人)$"), "是谁"),
    (re.compile(r"(?:时间|日期)$"), "是什么时候"),
    (re.compile(r"(?:原因|理由|时限|期限|进展|状态|情况|措施|目标|内容|依据|标准)$"), "是什么"),
    (re.compile(r"(?:地点|地址|位置)$"), "在哪里"),
)
_ALONE = 7
"""Characters of content words from which a question without a name is taken to stand alone."""

__all__ = ["followed_issue", "resolve"]


def resolve(question: str, history: Sequence[Answer], tokenizer: Tokenizer) -> str:
    """The question completed from the conversation, folded; as it is where it stands alone.

    `question` is cleaned, fillers may remain; `history` is oldest first. Turns refused as off topic
    are passed over.
    """
    before = last_turn(history)
    if before is None:
        return question
    text = CLOSER.sub("", fold(question))
    opened = OPENER.sub("", text)
    if not opened:
        return question
    prior = _prior(before, tokenizer)
    text = pointed(opened, history, prior, before, tokenizer)
    if not INTERROGATIVE.search(text):
        if text == opened and not _is_follow_up(fold(question), opened):
            return question
        return _in_place_of(text, prior, tokenizer)
    if text != opened:
        return text
    if POINTER.search(text) and (swapped := _one_of_its_kind(text, prior, tokenizer)):
        return swapped
    text = there(text, prior, history, tokenizer)
    if _stands_alone(text, tokenizer):
        return question if text == opened else text
    return _carried(text, prior, before, tokenizer)


def _prior(before: Answer, tokenizer: Tokenizer) -> str:
    """The last turn's question, whole; of several clauses, the last one."""
    text = asked_in(before)
    return split(text, tokenizer)[-1].question if len(cut_clauses(text)) > 1 else text


def _is_follow_up(question: str, opened: str) -> bool:
    """Does a question without an interrogative lean on the one before (那天富呢, 到货率呢)?"""
    return question.rstrip("?？。 ").endswith("呢") or question.startswith(("那", "还有"))


def _in_place_of(text: str, prior: str, tokenizer: Tokenizer) -> str:
    """X呢: X takes the place of what is like it in the prior question, or is asked of its owner."""
    new = POINTER.sub("", text).strip("的 ") or text
    numbered = NUMBERED.search(prior)
    if (own := NUMBERED.fullmatch(new)) and numbered:
        return prior[: numbered.start(1)] + own[1] + prior[numbered.end(1) :]
    old = analyse(prior, tokenizer)
    if new in prior and old.lead.endswith(new):
        return prior
    if NUMBERED.search(new):
        return _attribute(new, old, prior, tokenizer)
    if swapped := substitute(prior, new, tokenizer, loosely=True):
        return swapped
    if any(pattern.search(new) for pattern, _ in _ENDING_ASKS):
        return _attribute(new, old, prior, tokenizer)
    at = prior.find(old.lead) + len(old.lead)
    tags = {t.tag[:1] for t in tokenizer.tagged(new)}
    if not tags & set("ntjslgz") and "v" in tags and old.lead:
        return prior[:at] + new + prior[at:]  # 拒不改正呢
    if _is_attribute(old, tokenizer) and not numbered and not TIME.search(new):
        return TIME.sub("", prior[: at - len(old.lead)] + new) + _rest(old, at)
    return _attribute(new, old, prior, tokenizer)


def _is_attribute(old: Clause, tokenizer: Tokenizer) -> bool:
    """Is the prior lead a bare attribute of nobody named (财政收入), to be replaced whole?"""
    bare = TIME.sub("", old.lead)
    return "的" not in bare and len(bare) <= 4 and not head_name(old.lead, tokenizer)


def _rest(old: Clause, at: int) -> str:
    """The prior question after its lead; its year, if it stood before, is put in front of it."""
    year = next((t for t in old.times if t in old.text[:at]), "")
    return year + old.text[at:]


def _attribute(new: str, old: Clause, prior: str, tokenizer: Tokenizer) -> str:
    """备案时间呢 → the attribute, asked of the prior question's subject in fitting words."""
    if NUMBERED.search(new):
        subject = ""
    elif numbered := NUMBERED.match(prior):
        subject = numbered.group()
    elif _is_attribute(old, tokenizer) and not TIME.search(new):
        subject = ""
    elif old.asks and ends_in_ask(old, tokenizer):
        subject = owner(old.lead, tokenizer)
    else:
        subject = old.lead
    if TIME.search(new):
        subject = TIME.sub("", subject)
    elif old.times and not NUMBERED.search(new) and not any(t in subject for t in old.times):
        subject += old.times[0]
    figure = old.asks and old.text[slice(*old.asks)] in ("多少", "几")
    ending = next((ask for pattern, ask in _ENDING_ASKS if pattern.search(new)), None)
    ending = ending or ("是多少" if figure else "是什么")
    return ("" if subject and subject in new else subject) + new + ending


def _one_of_its_kind(text: str, prior: str, tokenizer: Tokenizer) -> str | None:
    """北屯那个是哪天投运的: the thing last asked about, of another place; None: no such thing."""
    match = POINTER.search(text)
    named, rest = text[: match.start()], text[match.end() :]
    followed = tokenizer.tagged(rest)[:1]
    if not named or len(named) > 6 or (followed and followed[0].tag[:1] in "nsjb"):
        return None
    swapped = substitute(owner(analyse(prior, tokenizer).lead, tokenizer), named, tokenizer, True)
    return swapped + rest if swapped else None


def _stands_alone(text: str, tokenizer: Tokenizer) -> bool:
    """Does the question name what it is about (an organisation, place, title, issue), or has it
    enough content of its own?"""
    owned = re.match(r"[^,，]{2,}的[\u4e00-\u9fff]{2,}", analyse(text, tokenizer).lead)
    if NUMBERED.search(text) or owned:
        return True
    tagged = tokenizer.tagged(text)
    if any(
        n.kind in ("organisation", "place", "title", "document") and n.end - n.start > 1
        for n in names(text, tagged)
    ):
        return True
    if any(t.tag in ("nr", "ns", "nt", "nz", "nrt") and len(t.text) > 1 for t in tagged):
        return True
    words = tokenizer.content_words(INTERROGATIVE.sub(" ", text))
    return sum(len(word.text) for word in words) >= _ALONE


def _carried(text: str, prior: str, before: Answer, tokenizer: Tokenizer) -> str:
    """The question with the subject of the last turn, and the object where it has none."""
    if number := followed_issue(text, [before]):
        return "问题" + number + text
    old, body = analyse(prior, tokenizer), LINK.sub("", text)
    if PICKED.search(prior) and before.text and len(before.text) <= 30:
        return fold(before.text) + body
    full = complete(text, prior, tokenizer)
    short = len(tokenizer.tagged(analyse(text, tokenizer).lead)) <= 2
    if full == body and short and (subject := owner(old.lead, tokenizer)):
        full = subject + body
    thing = _object(prior, old.asks, tokenizer)
    if thing and thing not in full and not analyse(text, tokenizer).lead:
        at = full.find(body)
        full = full[:at] + thing + full[at:]
    return full


def _object(prior: str, asks: tuple[int, int] | None, tokenizer: Tokenizer) -> str:
    """The noun after the interrogative: 沙漠纳污区 of 修复了多少亩沙漠纳污区; "" for none."""
    if asks is None:
        return ""
    nouns = [t for t in tokenizer.tagged(prior) if t.start >= asks[1]]
    while nouns and (nouns[0].tag[:1] in ("q", "m") or len(nouns[0].text) == 1):
        nouns = nouns[1:]
    if not nouns or any(t.tag[:1] not in ("n", "s", "v", "b", "a") for t in nouns):
        return ""
    return prior[nouns[0].start :] if all(t.tag[:1] in "nsb" for t in nouns) else ""
