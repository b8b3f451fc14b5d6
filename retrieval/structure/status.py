"""Status of an issue: its words in the report, and their normal form.

`完成整改` is a part of `未按序时进度完成整改任务`: negation is looked at before the verb.
"""

import re

# A status phrase is made of these words and nothing else; a figure or a name makes it a sentence.
_WORDS = (
    "已经|已|均|都|全部|全面|总体|基本|初步|完成|整改|销号|并|验收|待|省级|市级|县级|国家|核查|达到|达|序时|"
    "时序|进度|未|尚未|没有|按照|按|任务|工作|持续|推进|长期|坚持|阶段性|阶段|正在|正|进行|加快|积极|有序|稳步|"
    "逾期|滞后|立行立改|立整立改|通过|申请|转入|落实|到位|启动|开展|实施|巩固|成效|目标|办结|解决|取得|明显|"
    "进展|超期|超前|提前|如期|按期|按时|计划|要求|完毕|中|了|即知即改|边督边改|问题|部分|的|需|继续|较|慢|"
    "缓慢|符合|整治|治理|结束|保持|常态化|常抓不懈|动态|不|力|未到|到期|时限|期限|办理|施工|建设|复查|复核|合格|闭环|"
    r"于(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底|[上中下]旬)?"
)
_CORE = "完成|销号|坚持|推进|进度|整改|启动|办结|落实|解决|滞后|逾期|开展|到位|完毕|办理|施工|进行中|建设中|闭环"
_PART = re.compile(rf"(?=.*(?:{_CORE}))(?:{_WORDS})+")
_SEPARATOR = re.compile(r"[，,、；;]")
_CLAUSE = re.compile(r"[^。！？\n（()）]*")
_SENTENCE = re.compile(r"[^。！？；\n]+")
_SENTENCE_BREAK = re.compile(r"[。！？；;\n]")
# What may stand before the phrase: 截至2024年6月底，该问题
_BEFORE = re.compile(
    r"(?P<since>(?:截[至止][^，,。\n]{2,16}|目前|现阶段|现)?[，,]?)"
    r"(?:(?:该|此|本)(?:项|个)?(?:整改)?(?:问题|事项|任务)?(?:整改)?)?"
)
# What a short value of progress begins with that says no more than the status: 已拆除, 正在修复.
_SHORT = re.compile(
    r"(?:目前|现)?(?:已经?|均已?|均?未(?!来)|尚未|正在?|仍在|全部)[\u4e00-\u9fff]{2,8}[。；;]?"
)
_REST = re.compile(r"(?:剩余|其余|余下)[^，,；;]{0,8}?(?=正在?|仍在?|尚未|未|持续|继续)")
_ITEM = re.compile(r"[①-⑳]|[（(]\d[）)]")
_SHARE = re.compile(
    r"(?:目前|累计|已|整改|完成率?|达到?|进度|了|总|任务|工程|目标|计划|量|的|约)*(?P<percent>\d+(?:\.\d+)?)[%％]"
)
_BOXES = "□☐○☑☒√✓✔■"
_EMPTY_BOX = re.compile("[□☐○]")
_BEHIND_BOX = re.compile(rf"[☑☒√✓✔■]\s*(?P<ticked>[^{_BOXES}\s]+)")
_BEFORE_BOX = re.compile(rf"(?P<ticked>[^{_BOXES}\s]+)\s*[☑☒√✓✔■]")
_NEGATION = "未能|未|没有|没|不|无法"
_LONGEST = 30
_DONE = (
    "拆除|更换|修复|取缔|关停|关闭|清理|清运|安装|加装|补齐|配齐|修订|退还|追回|收回|上缴|疏通|封堵|搬迁|"
    "注销|消除|补缴|纠正|整治|治理"
)

_NORMAL_FORMS = (
    ("未启动", r"(?:尚?未|没有)(?:启动|开展|开工|动工|实施|整改$)|未整改"),
    (
        "达到序时进度",
        r"^序时推进|(?<!未)(?<!没有)(?<!不)(?:达到|达|符合|按照|按|超过?|超前)(?:序时|时序)",
    ),
    (
        "持续推进",
        r"(?:即将|预计|有望|力争)[^，,、；;]{0,8}(?:完成|销号|办结|到位)|部分(?:完成|整改)|未到期|未到(?:整改|完成)?(?:时限|期限)|^否$",
    ),
    (
        "未达序时进度",
        rf"(?:{_NEGATION})[^，,、；;]*(?:进度|完成|达|销号|到位|整改|办结|落实|解决|推进|完毕|闭环|按[期时])",
    ),
    ("未达序时进度", r"滞后|逾期|超期|缓慢"),
    (
        "长期坚持",
        r"阶段性.*长期坚持|^(?!.*(?:完成|到位|销号|办结|完毕)).*(?:长期坚持|常态化|常抓不懈)",
    ),
    ("基本完成", r"(?:基本|初步|阶段性|总体)[^，,、；;]{0,4}(?:完成|整改|落实|解决|办结|销号)"),
    (
        "完成",
        r"完成|销号|办结|闭环|已整改|整改到位|落实到位|已落实|已解决|完毕|^已?到位|^是$"
        r"|(?<![未没有待])(?:已通过|通过|已)(?:[省市州县区]级)?验收|验收合格|已(?:立行立改|即知即改|立整立改)"
        rf"|^(?:目前|现)?(?:已经?|均已?|全部)(?:全部)?(?:{_DONE})",
    ),
    ("长期坚持", r"长期坚持|长期整改"),
    (
        "持续推进",
        r"持续|正在|推进|整改中|进行中|办理|施工|建设中|已[开动]工|仍在|开展|转入|启动|加快",
    ),
)
_LEAST_FIRST = (
    "未启动",
    "未达序时进度",
    "持续推进",
    "达到序时进度",
    "长期坚持",
    "基本完成",
    "完成",
)
"""Of several items with a status each the least counts."""


def is_status_phrase(text: str) -> bool:
    """Is the whole text a status (`已完成整改，待省级验收销号`) and nothing more?"""
    text = text.strip("。 \t\n")
    return 0 < len(text) == len(_leading_phrase(text))


def opening_status(text: str) -> tuple[int, int] | None:
    """Where the status phrase lies that the text opens with, up to its 。 or line end; None: it
    opens with none. Offsets count in `text`.

    Of a clause such as `已完成整改，罚款12万元` the parts that are a status are taken.
    """
    start = _BEFORE.match(text).end()
    phrase = _leading_phrase(text[start:])
    return (start, start + len(phrase)) if phrase else None


def stated_status(text: str) -> tuple[int, int] | None:
    """Where the last sentence says the status (`该问题已完成整改。`, `目前正在整改，…`); None: no
    sentence does."""
    found = None
    for sentence in _SENTENCE.finditer(text):
        span = opening_status(sentence.group())
        if span and (span[1] == len(sentence.group()) or _BEFORE.match(sentence.group())["since"]):
            found = (sentence.start() + span[0], sentence.start() + span[1])
    return found


def closing_status(text: str) -> tuple[int, int] | None:
    """Where a text of one sentence closes with a status (`复绿320亩，基本完成。`, `…，剩余3个正在推进`);
    None: it doesn't."""
    sentence = text.rstrip("。；;）) \t\n")
    start = max(sentence.rfind(mark) for mark in "，,") + 1
    rest = _REST.match(sentence, start)
    if start == 0 or _SENTENCE_BREAK.search(sentence):
        return None
    return (
        (start, len(sentence))
        if is_status_phrase(sentence[rest.end() if rest else start :])
        else None
    )


def ticked_status(text: str) -> tuple[int, int] | None:
    """Where the option lies whose box is ticked (`☑已完成 □正在整改`, `已完成□ 正在整改√`); None:
    there are no boxes."""
    options = _BEHIND_BOX if text.lstrip()[:1] in _BOXES else _BEFORE_BOX
    found = options.search(text) if _EMPTY_BOX.search(text) else None
    return found.span("ticked") if found else None


def whole_status(text: str) -> tuple[int, int] | None:
    """Where the status lies if the text is nothing else: `已拆除`, `已完成80%`, or one for each
    item of a list (`①已完成；②正在推进`); None: it says more."""
    value = text.rstrip("。；; \t\n")
    parts = [part.strip("；;，,。 \n") for part in _ITEM.split(value)]
    listed = len(parts) > 1 and not parts[0] and all(map(is_status_phrase, parts[1:]))
    whole = listed or _SHARE.fullmatch(value) or _SHORT.fullmatch(value)
    return (0, len(value)) if whole else None


def _leading_phrase(text: str) -> str:
    clause = _CLAUSE.match(text).group().rstrip()
    end, start = 0, 0
    for separator in [*_SEPARATOR.finditer(clause), None]:
        stop = separator.start() if separator else len(clause)
        if stop > _LONGEST or not _PART.fullmatch(clause[start:stop].strip()):
            break
        end, start = stop, separator.end() if separator else stop
    return clause[:end]


def normal_status(words: str) -> str | None:
    """One of 完成, 基本完成, 达到序时进度, 未达序时进度, 长期坚持, 持续推进, 未启动; None: unknown
    wording."""
    if share := _SHARE.fullmatch(words):
        return "完成" if float(share["percent"]) >= 100 else "持续推进"
    forms = {_normal_form(item) for item in _ITEM.split(words) if item}
    return next((form for form in _LEAST_FIRST if form in forms), None)


def _normal_form(words: str) -> str | None:
    for form, pattern in _NORMAL_FORMS:
        if re.search(pattern, words):
            return form
    return None
