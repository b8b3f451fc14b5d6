"""What a question asks: its kind, the sort of answer, its unit, its words, and where to look."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answering.deeds import deed, forms
from retrieval.language.names import names
from retrieval.language.normalise import clean_question, fold
from retrieval.language.quantities import han_number
from retrieval.language.tokenizer import Token, Tokenizer
from retrieval.records import Query, Scope

_FILLER = re.compile(
    r"(?:你好|您好|在吗|请问(?:一下)?|麻烦(?:您|你)?(?:了)?|谢谢(?:你|您)?|感谢(?:感谢)?|辛苦了?|打扰了?|不好意思|我想(?:问|知道|确认|查)(?:一下|下)?|"
    r"想(?:问|确认|知道|了解)(?:一下|下)|帮(?:我|忙)(?:查|看)(?:一下|下)?|我这边要写材料|能不能告诉我|到底|究竟|那个|就是|啊|呀|呢|吧|哈|哦|噢|嘛)"
)

EXPECTS = (
    "money count percent date deadline status document_number person reason capacity "
    "organisation place title text"
).split()
# The sort of answer → the words that ask for it; the first that fits decides.
_EXPECTS = tuple(
    (expects, re.compile(pattern))
    for expects, pattern in (
        ("document_number", r"文号|发文号|几号文|文件号|编号是"),
        (
            "deadline",
            r"时限|期限|到期|截止(?:时间|日期)|最晚|最迟|限(?:几月|什么时候|何时|哪|到)|(?:要|该|应|得|要求).{0,6}(?:什么时候|啥时候|何时|哪年|几月|哪天).{0,4}(?:改|整改|完)|(?:什么时候|啥时候|何时|几月).{0,6}(?:要|得|该|应).{0,3}(?:改|整改)",
        ),
        (
            "status",
            r"改完了?(?:吗|没|没有|么)|整改了(?:吗|没|没有|么)|(?:完成|整改完|改好|销号|到位|验收)了?(?:没|吗|没有|么)|(?:算|是).{0,3}(?:改完|完成).{0,2}(?:吗|没)|(?:有没有|是否|是不是)(?:已经?|按时|全部)*(?:完成|整改完|改完|改好|整改到位|销号)|什么状态|状态$|(?:整改|完成)情况$|(?:整改|现在|目前)(?:得)?(?:怎么样|咋样|如何|进展|到哪一步)|进展(?:如何|怎么样|咋样|情况|是|$)|按时完成|进度.{0,4}(?:跟上|正常|怎么样|咋样|如何)|(?:算不算|是不是|有没有)(?:跟上|达到)(?:序时)?进度",
        ),
        (
            "percent",
            r"百分之几|百分之多少|百分比|比例|占比|率(?:是|达到|达|有)?(?:多少|几)|(?:涨|升|降|增|减|下降|上升|增长|提高|降低|升高|减少)了?(?:多少|几)(?!个|台|人|件|家|吨|户|天|元|万)|几成|付款比例|.(?:率|满意度|比例|占比|比重)$|满意度(?:是|为|有|达到|达)?(?:多少|几|怎)|(?:多少|几)个(?:百分)?点",
        ),
        (
            "date",
            r"哪(?:一)?天|几号|哪(?:一)?年|几月|什么时候|啥时候|何时|什么时间|啥时|时间$|日期|几时|哪个月|哪月",
        ),
        (
            "money",
            r"多少钱|多少(?:亿|万)?元|几(?:个)?(?:亿|万|块)?(?:元|块)|花了多少|罚(?:了|款|金)?(?:多少|几)|罚款|罚金|(?:投资|投入|资金|经费|费用|金额|造价|收入|补贴|租金|投)了?(?:是|有|总共|一共|共)?(?:多少|几)|掏了?(?:多少|几)|(?:水资源费|水费|租金|押金|保费|投资额|总投资)",
        ),
        ("person", r"谁(?!家)|何人|哪位|叫什么名字|姓什么|哪个领导"),
        ("reason", r"为什么|为啥|为何|什么原因|啥原因|原因是|咋回事|凭什么"),
        ("capacity", r"多少兆瓦|装机|机组多大|处理能力|规模多大|多大规模|多少蒸吨|一天(?:能)?处理"),
        ("place", r"几师|几团(?!队)"),
        ("text", r"几[类级]"),
        ("count", r"多少|几(?=[\u4e00-\u9fff])|数量"),
        (
            "organisation",
            r"哪(?:个|些|几个|两个|三个)?(?:单位|部门|公司|企业|机构|局)|哪家|哪几家|哪两家|哪些家|归哪|找谁|由谁|谁家",
        ),
        (
            "place",
            r"哪里|哪儿|在哪|什么地方|哪个(?:县|市|区|镇|乡|村|师|团|省|街道|园区|景区|地方)|哪一片|哪几个(?:县|市|区|镇|团)|几师",
        ),
        ("title", r"哪(?:份|个|部)(?:文件|规定|办法|细则|方案|制度)|什么文件|依据什么|根据什么"),
    )
)
_UNIT = re.compile(
    r"(?:多少|几)(?:个|万|亿|百|千)?(?P<unit>平方米|立方米|平方公里|公里|千米|微克|毫克|兆瓦|千瓦|蒸吨|分钟|小时|星期|礼拜|"
    r"个(?!百分点|点)|[台眼口家户套辆座项件次人名处块条份吨米亩天周年月度倍所只头株棵期批轮场篇张栋间根艘具支回遍])"
)
# Words for the same thing counted: wells are 眼 or 口, people 人, 名 or 个.
SAME_UNIT = tuple(
    frozenset(group.split())
    for group in (
        "眼 口 个",
        "人 名 个 位",
        "家 个 户",
        "次 回 遍 场 人次",
        "周 星期 礼拜",
        "套 户 间",
        "台 个 座",
        "处 个",
        "份 张 个 件",
        "项 个 条",
        "块 个",
        "起 件 宗",
        "公里 千米",
        "平方米 平米",
        "吨 t",
        "方 立方米",
        "兆瓦 mw",
        "天 日 个工作日",
        "亩 公顷",
        "所 家 个",
        "兆瓦 mw 千瓦 kw",
        "辆 台 部",
        "微克 微克/立方米",
        "毫克 毫克/升 毫克/立方米",
    )
)
# Words that only ask; what they ask for is the answer's to hold.
_ASKS = re.compile(r"(?:第|百分之)?几(?!乎)|多[少大长高久远重深宽厚快]|哪|什么|怎|何|为什么|啥|咋")
# What a question leaves out is not what its answer stands beside: 除了没收的钱,另外罚了多少.
_EXCEPT = re.compile(
    r"(?:除[了去开]|刨[去掉开]|扣[除掉]|不算)[^,]{1,14}?(?:之?外|以外|,)|[^,的]{2,4}之外"
    r"|(?<![解免拆清废排消扣删])除(?!尘)[^,]{1,14}?(?:之?外|以外)"
)
_OF_SOMEBODY = frozenset(
    "整改 整改时限 整改进展 整改情况 整改措施 整改目标 责任单位 时限 期限 进展 进度 状态 完成 情况 问题 责任 单位 责任人 措施 目标 罚款 处罚 投资 投入 资金 金额 时间".split()
)
_ASKING = re.compile(r"[多几哪谁何啥怎咋吗]|什么|有没有|是不是|是否")
_DONE = re.compile(r"[^除为极算罢]了")
HAN_NUMBER = r"(?:(?!一[共直起些般定样])[一二三四五六七八九十百]){1,4}"
"""A number in Chinese numerals, without the 一 of 一共 that follows it (问题十九一共)."""
_ISSUE_NUMBER = re.compile(
    r"(?:问题(?!一[共起直些般定样])|第)(?P<a>"
    + HAN_NUMBER
    + r"|\d{1,3})(?:号|项|条|个)?(?:整改)?(?:问题|任务)?"
)
# 问题二(一)2 of a report whose numbers restart in its parts, 问题2.1, 十七号问题.
_ISSUE_PARTS = re.compile(
    r"(?:问题|第)?(?P<a>[一二三四五六七八九十]{1,3}\([一二三四五六七八九十]{1,3}\)(?:\d{1,2})?)"
    r"|(?:问题|第)(?P<b>\d{1,3}(?:[.-]\d{1,2}){1,2})(?!\d|[%万亿吨亩元米])"
    r"|(?P<d>第\d{1,3}批第\d{1,3}[件项号])"
    rf"|(?<![一-龥\d])(?P<c>{HAN_NUMBER}|\d{{1,3}})号(?:问题|任务)"
)
_ISSUE_WORD = re.compile(r"问题|整改(?:任务|事项)|第.{1,4}[项条]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=年|[^\d]|$)|(?<!\d)(\d{2})年")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all that the reader needs of it.

    `text` is folded and without fillers; `words` its content words in order, `names` those of them
    that belong to an organisation, a place or a person; `years` the years it names; `issue_number`
    a number of an issue that it names, as digits or Chinese; None: none. `deed`: the word
    that tells what was done, then its other names; () for none.
    """

    query: Query
    text: str
    words: tuple[str, ...]
    names: frozenset[str]
    years: tuple[int, ...]
    issue_number: str | None
    deed: tuple[str, ...]


def understand(question: str, scope: Scope, tokenizer: Tokenizer) -> Asked:
    """The question as a Query and its words; `question` as typed."""
    cleaned = clean_question(question)
    text = _FILLER.sub("", fold(cleaned)).strip(" ,，。？?!！、") or fold(cleaned)
    number = _named_issue(text)
    left_out = [m.span() for m in _EXCEPT.finditer(text)]
    tokens = [
        token
        for token in tokenizer.content_words(text)
        if not _ASKS.match(token.text) and not any(a <= token.start < b for a, b in left_out)
    ]
    words = tuple(dict.fromkeys(_bare(t.text) for t in tokens))
    expects, unit = expected(text)
    query = Query(cleaned, "fact", expects, unit, (), words, scope)
    tagged = tokenizer.tagged(text)
    named = _named(text, tokens, tagged)
    done = forms(deed(text, tokens, tagged), tokenizer.lexicon)
    return Asked(query, text, words, named, _years(text), number, done)


def _bare(word: str) -> str:
    """A verb without what only tells that it was done: 封 of 封了."""
    return word[:1] if _DONE.fullmatch(word) else word


def _named(text: str, tokens: Sequence[Token], tagged: Sequence[Token]) -> frozenset[str]:
    spans = [(n.start, n.end) for n in names(text, tagged) if n.kind in ("organisation", "place")]
    spans += [(t.start, t.end) for t in tagged if t.tag in ("nr", "ns", "nt", "nz", "nrt")]
    return frozenset(
        t.text
        for t in tokens
        if len(t.text) > 1 and any(a <= t.start and t.end <= b for a, b in spans)
    )


def asks_nothing(asked: Asked) -> bool:
    """Is it a bare name (天富集团), or what is asked of somebody (整改时限) without whom?"""
    words = set(asked.words)
    bare = words <= asked.names or words <= _OF_SOMEBODY
    return bare and not _ASKING.search(asked.text)


def expected(text: str) -> tuple[str, str]:
    """The sort of answer a folded question expects, and the unit it names ("" for none)."""
    match = _UNIT.search(text)
    unit = match["unit"] if match else ""
    for expects, pattern in _EXPECTS:
        if pattern.search(text):
            if expects == "capacity" and unit in ("个", "台", "家"):
                continue
            return expects, unit
    return "text", unit


def same_unit(asked: str, found: str) -> bool:
    """Do two folded units count the same kind of thing (口 and 眼)?"""
    bare = found.split("/")[0]
    return asked in (found, bare) or any(
        asked in g and (found in g or bare in g) for g in SAME_UNIT
    )


def _years(text: str) -> tuple[int, ...]:
    found = (int(m[1]) if m[1] else 2000 + int(m[2]) for m in _YEAR.finditer(text))
    return tuple(dict.fromkeys(found))


def _named_issue(text: str) -> str | None:
    """The number of an issue that the question names (问题十九, 第19个问题, 二(一)2), else None."""
    if match := _ISSUE_PARTS.search(text):
        return match[match.lastgroup]
    for match in _ISSUE_NUMBER.finditer(text):
        named = match.group()
        if named.startswith("问题") or _ISSUE_WORD.search(named):
            return match["a"]
    return None


def same_number(asked: str, number: str) -> bool:
    """Is `asked` (19, 十九, 二(一)2) the issue number `number` (十九, 二（一）2)?"""
    return (
        asked == number
        or fold(asked) == fold(number)
        or _as_int(asked) == _as_int(number) is not None
    )


def _as_int(text: str) -> int | None:
    try:
        return int(text) if text.isdigit() else han_number(text)
    except ValueError:
        return None
