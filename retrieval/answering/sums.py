"""Sums over issues: which amounts a question means to add up, and their total."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from retrieval.answering.addends import FUNDS, Addend, amounts, fines, first_amount
from retrieval.answering.entries import Entry
from retrieval.answering.naming import GENERIC, coordinated, fit, locate, names_subject
from retrieval.answering.topics import content_tokens, topic_condition
from retrieval.language.tokenizer import Tokenizer

STRONG = re.compile(
    r"加(?:在|到)?一?起来?|加(?:在)?一(?:块|起)儿?|加总|合(?:到|在)?一(?:起|块)儿?|合起来|合计|之和|总和|总额|总金额|总数|凑一块"
)
TOTAL = re.compile(rf"{STRONG.pattern}|一共|总共|总计|共计|共(?![同青])")
_OF_FINES = re.compile(r"(?:的)?(?:企业|公司)?(?:挨|被|受)?(?:行政)?(?:罚款|处罚金?|罚金|罚单|罚)")
_OF_FUNDS = re.compile(r"(?:的)?(?:资金|投入|投资|经费|花费|花|投|钱)")
_OF_MONEY = re.compile(r"(?:的)?(?:涉及)?(?:问题)?(?:金额|数额|款项)")
_ASIDE = re.compile(r"\([^()]*\)")
_LEFT_OUT = re.compile(r"[,，][^,，]*(?:不算|别算|不计|除外|不含|不包括)[^,，]*")
_POINTING = re.compile(
    r"(?:附件|正文|报告|清单|台账|文件)(?:里面|里头|里|中|上)?(?:的)?|(?:都|被)?(?:点(?:了|过|到)?名|提到|写到|列出)(?:了|过)?(?:的)?"
)
_THOSE = re.compile(r"(?:那|这)(?:几|些)(?:家|个|条|项)?(?:企业|公司|单位|机构)?|企业|公司")
_ASKS = re.compile(r"多少|多大|几(?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Deed:
    """What is added up: `of` finds it in a question, `addends` in an issue."""

    of: re.Pattern[str]
    addends: Callable[[Entry], list[Addend]]


def company_fines(entry: Entry) -> list[Addend]:
    """The fines of the issue that are not on persons."""
    return [a for a in fines(entry) if not a.personal]


DEEDS = (
    Deed(_OF_FINES, company_fines),
    Deed(_OF_FUNDS, lambda entry: amounts(entry.passages, FUNDS)[:1]),
    Deed(_OF_MONEY, lambda entry: [a] if (a := first_amount(entry)) else []),
)


def sum_addends(
    text: str, ledger: Sequence[Entry], tokenizer: Tokenizer, mentions_total: bool
) -> list[tuple[Entry, Addend]] | None:
    """The amounts that the folded question adds up, each with its issue, in report order; None: it
    adds up nothing that is found in the issues.

    `mentions_total`: the main text states such an amount, so that 一共 alone asks for that one.
    """
    if not TOTAL.search(text) or not _ASKS.search(text):
        return None
    bare = _LEFT_OUT.sub("", _ASIDE.sub("", text))
    found = ((deed, deed.of.search(bare)) for deed in DEEDS)
    deed, match = next(((d, m) for d, m in found if m), (None, None))
    if deed is None:
        return None
    strong = STRONG.search(bare) is not None
    parts, members, measure = coordinated(_POINTING.sub("", _head(bare, match.start())))
    if len(parts) > 1:
        by_fines = deed.addends is company_fines
        return _of_parts(parts, measure, deed, ledger, tokenizer) if by_fines or strong else None
    if deed.addends is not company_fines:
        return None
    if not [w for w in content_tokens(parts[0], tokenizer) if w not in GENERIC]:
        return _of_all(ledger, members) if strong or members or not mentions_total else None
    if members:
        return of_group(parts[0], members, ledger, tokenizer)
    return _of_topic(parts[0], ledger, tokenizer) if strong else None


def _head(text: str, end: int) -> str:
    """What stands before the deed and the words of totalling: whose amounts they are."""
    marker = TOTAL.search(text)
    return text[: min(end, marker.start())].strip(" ,，的")


def _of_all(ledger: Sequence[Entry], members: int | None) -> list[tuple[Entry, Addend]] | None:
    """All fines; those on `members` named enterprises, where so many are meant."""
    found = [(entry, a) for entry in ledger for a in company_fines(entry)]
    if members is None:
        return found if len(found) > 1 else None
    named = [(entry, a) for entry, a in found if a.subject]
    return named if sum(a.heads for _, a in named) == members else None


def _of_topic(
    description: str, ledger: Sequence[Entry], tokenizer: Tokenizer
) -> list[tuple[Entry, Addend]] | None:
    """The fines of every issue that speaks of the description in a sentence (第六师的问题)."""
    described, _ = topic_condition(_THOSE.sub(" ", description), ledger, tokenizer)
    if described is None:
        return None
    return [(e, a) for e in ledger if described(e) is not None for a in company_fines(e)]


def of_group(
    description: str, members: int, ledger: Sequence[Entry], tokenizer: Tokenizer
) -> list[tuple[Entry, Addend]] | None:
    """The fines of the one issue that the description fits best and that has so many of them."""
    scored = []
    for entry in ledger:
        own = company_fines(entry)
        if len(own) == members and len(own) > 1:
            scored.append((fit(description, entry, tokenizer), entry, own))
    scored.sort(key=lambda item: -item[0])
    if not scored or scored[0][0] <= 0.5 or len(scored) > 1 and scored[0][0] == scored[1][0]:
        return None
    _, entry, own = scored[0]
    return [(entry, addend) for addend in own]


def _of_parts(
    parts: Sequence[str],
    measure: str,
    deed: Deed,
    ledger: Sequence[Entry],
    tokenizer: Tokenizer,
) -> list[tuple[Entry, Addend]] | None:
    """The amounts of every part: on a subject of that name, unless the parts are issues (这三项),
    else of the issue called so."""
    by_issue = measure in ("项", "条", "类", "问题")
    every = [(entry, a) for entry in ledger for a in deed.addends(entry)]
    chosen: dict[int, tuple[Entry, Addend]] = {}
    for part in parts:
        own = [
            i for i, (_, a) in enumerate(every) if not by_issue and names_subject(part, a.subject)
        ]
        if not own and (entry := locate(part, ledger, tokenizer)):
            own = [i for i, (e, _) in enumerate(every) if e is entry]
        if not own:
            return None
        chosen.update((i, every[i]) for i in own)
    return [chosen[i] for i in sorted(chosen)]
