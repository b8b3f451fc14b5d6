"""What the pointing words of a follow-up stand for: 它, 它们, 这家公司, 这个问题, 下一个, 里面."""

import re
from collections.abc import Sequence

from retrieval.answering.clauses import INTERROGATIVE, analyse, head_name
from retrieval.answering.parts import split
from retrieval.answering.question import expected
from retrieval.language.names import names
from retrieval.language.normalise import fold
from retrieval.language.numerals import han_number, to_han
from retrieval.language.tokenizer import Tokenizer
from retrieval.records import Answer

OPENER = re.compile(
    r"^(?:那么|那|还有|另外|然后|好的?|嗯+|哦|对了|再问(?:一)?下|请问|麻烦问下|,|，|、|\s)+"
)
CLOSER = re.compile(r"[呢呀啊哈呗?？。!！\s]+$")
POINTER = re.compile(r"(?:那个|这个|那家|这家|那条|这条)的?")
_HERE = r"(?:^|(?<=[,，把对给在被由从向和跟问中]))"  # not after a noun: 天山、合盛这几家
_THEY = re.compile(
    rf"它们|他们|她们|{_HERE}(?:这[些几两]个?(?:家|问题|企业|公司|单位|条|项)?|(?:两|几)家(?=都))"
)
_IT = re.compile(
    rf"{_HERE}(?:这|那|该|此)(?:家|个|座|条|项|笔|份|处|批|件|起)?(?:公司|企业|集团|单位|部门|项目|工程|厂子?|地方|人|文件|方案)|"
    rf"它|(?<![与及合由])其(?![中他余它次实])|{_HERE}(?:这家|那家)|{_HERE}(?:这|那)个(?=是|要|有|在|的|现|目|改|整|什|啥|几|多)"
)
_ISSUE_DEIXIS = re.compile(
    rf"{_HERE}(?:(?:这|那|该|此|上)一?(?:个|条|项)?(?:整改)?(?:问题|任务|事项)|这[条项]|该[条项])"
)
# Behind a name it points at what is named, not back: 石河子污水厂提标改造那条.
_DEIXIS = re.compile(
    r"这(?![个条项])|(?<![\u4e00-\u9fff]{2})[这那][个条项]|该|此|它|其(?![中他余它次实])|上面|刚才|刚刚|前面"
)
_FIELD = re.compile(
    r"(?:整改|改)(?:得|到|完|好)|时限|期限|到期|限期|责任(?:单位|人)|牵头|谁负责|归谁|进展|状态|按时|销号|整改(?:目标|措施)|要求.{0,4}(?:完|改)"
)
_THERE = re.compile(r"(?<=[往向到从])(?:里面|那里面|那里|那儿|这里|里头)")
_STEP = re.compile(r"(下|上|前|后)一?(?:个|条|项)(?:问题|任务)?")
NUMBERED = re.compile(
    r"(?:问题|第(?=.{1,4}[个项条号问]))([一二三四五六七八九十百]{1,4}|\d{1,3})(?:个|项|条|号)?(?:整改)?(?:问题|任务)?"
)
PICKED = re.compile(
    r"哪(?:些|一|几|两|三)?(?:家|座|条|个(?:企业|公司|厂|园区|县|区|市|镇|村|街道|项目|电站))"
)


def last_turn(history: Sequence[Answer]) -> Answer | None:
    return next((a for a in reversed(history) if a.reason != "off_topic"), None)


def asked_in(answer: Answer) -> str:
    return CLOSER.sub("", OPENER.sub("", fold(answer.resolved or answer.question)))


def followed_issue(question: str, history: Sequence[Answer]) -> str | None:
    """Number of the issue that a pointing question (这个什么时候整改完) is about: the
    one that the last answer rests on. None: it points at none, or the answer rests on several."""
    before, whole = last_turn(history), fold(question)
    text = OPENER.sub("", whole)
    if before is None or NUMBERED.search(text):
        return None
    subjectless = _FIELD.search(text) and (text[: _FIELD.search(text).start()] in _NO_SUBJECT)
    if not (
        _ISSUE_DEIXIS.search(text) or subjectless or (_DEIXIS.search(whole) and _FIELD.search(text))
    ):
        return None
    numbers = before.issues or tuple(e.issue for e in before.evidence[:1] if e.issue)
    return numbers[0] if len(numbers) == 1 or before.kind == "fact" and numbers else None


_NO_SUBJECT = frozenset(
    (
        "",
        "现在",
        "目前",
        "要求",
        "是",
        "由",
        "最后",
        "最晚",
        "什么时候",
        "啥时候",
        "何时",
        "几月",
        "要",
        "有没有",
        "都",
    )
)


def _subject(prior: str, tokenizer: Tokenizer) -> str:
    """Whose answer the prior question wanted: a name, else its nominal lead."""
    lead = analyse(prior, tokenizer).lead
    return head_name(lead, tokenizer) or lead


def pointed(
    text: str, history: Sequence[Answer], prior: str, before: Answer, tokenizer: Tokenizer
) -> str:
    """`text` with its pronouns replaced by what they stand for."""
    number = followed_issue(text, history)
    if number and NUMBERED.fullmatch("问题" + number):
        if _ISSUE_DEIXIS.search(text):
            return _ISSUE_DEIXIS.sub("问题" + number, text, count=1)
        if _IT.search(text):
            return _IT.sub("问题" + number, text, count=1)
    step = _STEP.match(text)
    if step and NUMBERED.search(prior):
        return _next_issue(prior, step[1], text[step.end() :].lstrip("的"))
    if _THEY.search(text) and (several := _several(history, tokenizer)):
        return _THEY.sub(several, text, count=1)
    match = _IT.search(text)
    if not match or POINTER.match(text, match.start()) and match.start():
        return text
    named = _named(prior, before, match.group())
    one = named or _subject(prior, tokenizer)
    return text[: match.start()] + one + text[match.end() :] if one else text


def _named(prior: str, before: Answer, pronoun: str) -> str:
    """The last answer, where it is the thing that a pronoun can stand for; else ""."""
    if before.text is None or len(before.text) > 30 or "；" in before.text:
        return ""
    sort = expected(prior)[0]
    fits = sort in ("organisation", "place", "title") or PICKED.search(prior)
    return fold(before.text) if fits or (sort == "person" and pronoun in ("他", "她")) else ""


def _several(history: Sequence[Answer], tokenizer: Tokenizer) -> str:
    """What 它们 stands for: the issues of a list, or the subjects of the last turns alike."""
    last = last_turn(history)
    if last.kind in ("list", "count", "sum", "compare") and len(last.issues) > 1:
        return "和".join("问题" + number for number in last.issues[:6])
    subjects: dict[str, None] = {}
    for answer in history[-3:]:
        for part in split(asked_in(answer), tokenizer):
            if subject := _subject(part.question, tokenizer):
                subjects[subject] = None
    return "和".join(subjects)


def _next_issue(prior: str, way: str, rest: str) -> str:
    """下一个呢 after a question on issue 19 → the same of issue 20."""
    match = NUMBERED.search(prior)
    number = int(match[1]) if match[1].isdigit() else han_number(match[1])
    number += 1 if way in "下后" else -1
    wanted = str(number) if match[1].isdigit() or not 0 < number < 100 else to_han(number)
    head = prior[: match.start(1)] + wanted
    return head + (rest if INTERROGATIVE.search(rest) else prior[match.end(1) :])


def there(text: str, prior: str, history: Sequence[Answer], tokenizer: Tokenizer) -> str:
    """往里面排 → 往蘑菇湖水库排, the last place spoken of."""
    if not _THERE.search(text):
        return text
    for question in [prior, *(asked_in(a) for a in reversed(history))]:
        places = [n for n in names(question, tokenizer.tagged(question)) if n.kind == "place"]
        if places:
            longest = max(places, key=lambda n: n.end - n.start)
            return _THERE.sub(question[longest.start : longest.end], text, count=1)
    return text
