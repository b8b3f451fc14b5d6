"""Words of a question that ask for issues of a certain status, in all their spoken forms."""

import re
from collections.abc import Callable, Iterable, Sequence

from retrieval.answering.entries import Condition, Entry, Place
from retrieval.language.normalise import fold
from retrieval.records import Status

StatusTest = Callable[[Status], bool]

_SEPARATOR = re.compile(r"[,，、;；]")
_NO = "(?:还|尚|仍|也|都|并)?(?:没有|没能|没|未能|未|尚未|不)"
_DO = "(?:整改|改|干|弄|做|办|搞|解决|落实|处理)"
_ENDED = "(?:完成|到位|完毕|完|好|掉|结|成)"
_EASED = "(?:全部|彻底|完全|真正|都|能)?"


def _normal(*forms: str) -> StatusTest:
    return lambda status: status.normal in forms


def _says(words: str) -> StatusTest:
    pattern = re.compile(words)
    return lambda status: pattern.search(fold(status.text)) is not None


def _not(test: StatusTest) -> StatusTest:
    return lambda status: not test(status)


_DONE = _normal("完成")
_LATE = _normal("未达序时进度")
_GOING = _normal("持续推进", "达到序时进度")
_CLOSED: StatusTest = lambda s: "销号" in s.text and not re.search("[待未拟]|申请", s.text)  # noqa: E731

# Words of the question → tests, of which the first that any issue meets counts: a report that
# knows no 逾期 calls it 未按序时进度. Longer and narrower wordings come first.
_WORDS: tuple[tuple[re.Pattern[str], tuple[StatusTest, ...]], ...] = tuple(
    (re.compile(asked), tests)
    for asked, tests in (
        (rf"{_NO}(?:启动|开工|动工|开始(?:整改)?|动静)|还没动", (_normal("未启动"),)),
        (
            r"逾期|超期|超时|过了?期限?|误了?期|"
            rf"{_NO}按(?:照)?(?:时限|时间|时|期|序时进度|期限)(?:{_DO}?{_ENDED}(?:整改)?(?:任务)?)?",
            (_says("逾期|超期|未按|没按|没有按"), _LATE),
        ),
        (
            rf"{_NO}(?:达到|达|跟上|赶上|跟得上|符合)(?:整改)?(?:序时)?(?:的)?(?:进度|要求)?|"
            r"(?:进度|进展)?跟不上(?:进度)?|赶不上|落(?:在)?了?后(?:头|面|边)?|滞后|拖(?:了)?后腿|拉(?:了)?后腿|"
            r"掉(?:了)?队|(?:进度|进展)(?:比较|有点|偏|较|太|很)?缓?慢",
            (_LATE,),
        ),
        (
            rf"(?:就|只|光)?(?:等(?:着)?|差|待)[^,，。的]{{0,8}}?(?:验收|销号)(?:[、和并]?销号)?|{_NO}(?:通过)?验收",
            (_says("待.{0,8}(?:验收|销号)|申请.{0,4}(?:验收|销号)"), _says("验收")),
        ),
        (r"基本(?:上)?(?:完成|改完|到位|解决)", (_normal("基本完成"),)),
        (
            rf"阶段性(?:的)?(?:整改)?(?:{_ENDED})?(?:整改)?|(?:一直|长期|始终|常年)(?:要|得)?(?:盯|抓|管|守)(?:着|住)?",
            (_says("阶段性"), _says("长期坚持|常态"), _normal("长期坚持")),
        ),
        (
            r"(?:达到|达|符合|按照?)(?:了)?(?:序时|时序)(?:进度)?(?:推进)?|(?:进度)?跟得上(?:进度)?|(?:进度)?跟上了(?:进度)?|"
            r"(?:进度|进展)正常|(?:按计划|正常|顺利)推进",
            (_normal("达到序时进度"), _normal("持续推进")),
        ),
        (rf"{_NO}(?:完成)?(?:销(?:了|掉)?号|摘牌)", (_not(_CLOSED),)),
        (r"(?:已经|已)?(?:完成)?(?:整改)?销(?:了|掉)?号(?:了)?", (_CLOSED, _DONE)),
        (
            rf"{_NO}{_EASED}(?:{_DO}?{_ENDED}|整改|解决|落实)(?:整改)?(?:任务)?|剩(?:下|余)?(?:没|未)?(?:改|完成)?的?",
            (_not(_DONE),),
        ),
        (
            rf"(?:还|正|仍)?(?:正在|在)(?:持续|继续|抓紧|积极|稳步)?(?:{_DO}|推进|进行)(?:着|中|当中)?|(?:推进|整改|办理|进行)中|"
            r"(?:还在|持续|积极|继续)推进",
            (_says("正在|整改中|推进中|办理中"), _GOING),
        ),
        (
            rf"(?:已经|已|都|全部|彻底|真正)*{_DO}?{_ENDED}(?:了)?(?:整改)?(?:任务)?(?:了)?|"
            r"(?:已|已经)(?:整改|解决|落实)(?:了)?|"
            r"清零|搞定|交了?账|过关",
            (_DONE,),
        ),
    )
)


def status_conditions(text: str, ledger: Sequence[Entry]) -> tuple[list[Condition], str]:
    """What the folded text asks of the status, and the text without those words (a blank each)."""
    statuses = {s.text: s for e in ledger if (s := e.issue.status)}.values()
    conditions, text = _literal(text, statuses)
    for pattern, tests in _WORDS:
        if pattern.search(text):
            test = next((t for t in tests if any(map(t, statuses))), tests[0])
            conditions.append(_holds(test))
            text = pattern.sub(" ", text)
    return conditions, text


def _literal(text: str, statuses: Iterable[Status]) -> tuple[list[Condition], str]:
    """Statuses named in the report's own words (持续整改), but for 完成: spoken of in other senses."""
    pieces = {
        piece for s in statuses if s.normal != "完成" for piece in _pieces(s) if len(piece) >= 4
    }
    conditions = []
    for piece in sorted(pieces, key=lambda p: (-len(p), p)):
        at = text.find(piece)
        if at >= 0 and not re.search(rf"{_NO}$", text[:at]):
            conditions.append(_holds(lambda s, piece=piece: piece in _pieces(s)))
            text = text.replace(piece, " ")
    return conditions, text


def _pieces(status: Status) -> list[str]:
    return [piece.strip("。 ") for piece in _SEPARATOR.split(fold(status.text))]


def _holds(test: StatusTest) -> Condition:
    def condition(entry: Entry) -> list[Place] | None:
        status = entry.issue.status
        if status is None or not test(status):
            return None
        return entry.places(status.start, status.end)

    return condition
