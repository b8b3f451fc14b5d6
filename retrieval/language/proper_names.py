"""Organisations and places that a text names, each with its exact bounds.

`names.py` proposes every stretch that may be a name; here only those stay that surely are one, for
tying names together and for listing them.
"""

import re
from collections import Counter
from collections.abc import Sequence

from retrieval.language.names import Name
from retrieval.language.tokenizer import Token

_COMPANY = re.compile(
    r"(?:(?:\(集团\))?(?:有限责任公司|股份有限公司|有限公司|集团公司|总公司|公司)|集团)"
    r"(?:[\u4e00-\u9fff]{2,8}?分公司)?"
)
_OFFICE = re.compile(
    r"人民政府|政府|管理委员会|委员会|管委会|办公室|办事处|党委|党组|党工委|纪委监委|纪委|监委|编办|政法委|国资委|发改委|"
    r"发展改革委|发展和改革委|卫健委|卫生健康委|经信委|组织部|宣传部|统战部|(?<=[省市县区州])委|(?<=[\u4e00-\u9fff]{2})(?<![格布结全大时])局|(?<!餐)厅|"
    r"中级人民法院|人民法院|法院|人民检察院|检察院|支队|总队|大队|督察组|巡视组|巡察组|督查组|领导小组|大学|学院|学校|"
    r"中学|小学|医院|银行|研究院|设计院|科学院|环科院|供销社|合作社|农场|牧场|林场|电厂|处理厂|水泥厂|煤矿|热电|铝业|硅业|"
    r"钢铁|水泥|煤电"
)
_PLACE = re.compile(
    r"自治区|自治州|自治县|[省市县区旗州镇乡]|街道|水库|湿地|自然保护区|开发区|工业园区|产业园区|产业园"
)
_DIVISION = re.compile(
    r"第?[一二三四五六七八九十]{1,3}师(?![大范生傅资])(?P<city>[\u4e00-\u9fff]{2,4}?市)?|\d{1,3}团(?![队结体组员长])"
)
_NO_PLACE = re.compile(
    r"(?:.*(?:师市|城乡)|[全本我该各两多省跨外]|[\u4e00-\u9fff]*(?:城|都|超|上|门|股))[市省县]|[各两三多全]个?[县区镇乡]|"
    r".*(?:社|小|城|郊|园|地|辖|库|景|山|灾|垦|牧|林|矿|校|厂|片|市|县|老|港|采|冲|心|验|示范|功能|纳污|棚户|服务|工业|核心|"
    r"牧|住宅|办公|生活|一级|二级|缓冲|限采|禁.{0,3}|联控|超采|乡|建成|污染|重点|敏感)区|.*(?:乡|集|城|村|街|建制|重点)镇|"
    r"(?:省|县|师|地|兵团师)市|.*(?:贫困|示范|试点)[县镇乡]|[省市县区]|自治[区州县]|.{0,2}(?:街道|水库|湿地|开发区|自然保护区|产业园区?|工业园区)"
)
_GENERIC = re.compile(
    r"(?:部分|有关|相关|个别|各级|各类|上述|涉及|涉案|责任|上级|下属|直属|市属|国有|重点|其他|其它|承运|运营|施工|建设|"
    r"参股|控股|下级|两家|多家|本级|基层|寄宿制|市直|公办|民办|地方|乡镇|市县|街道|"
    r"城镇|城市|园区|产业园区?|工业园区?|开发区|工业集中区|新材料|生活|工业|工业废水|师市|[各县]?级)*"
    r"(?:公司|集团|总公司|集团公司|分公司|有限公司|政府|人民政府|委员会|办公室|党委|党组|局|厅|法院|学校|医院|银行|电厂|煤矿|"
    r"水泥|钢铁|热电|处理厂|污水处理厂|废水处理厂|办事处|领导小组|工作领导小组|委员会办公室|领导小组办公室|督察组|子公司)"
)
_FUNCTION = frozenset(
    "的了和与及对由在将向把被为以等是有从经按给让至到并或其该各此每某即均已未不曾据因使请送报查同个级年月日次但待起所项座台几限"
)
# Deeds before a name that the lexicon's entries tag as nouns, or that jieba takes for nouns.
_DEED = frozenset(
    "封停 处罚 罚款 要求 责令 督促 指导 监督 委托 成立 立案 查处 关停 关闭 约谈 问责 追责 会同 联合 组织 开展 支持 推动 "
    "通报 印发 承租方 负责 委派 建设 新建 改造 整改 拆除 取缔 涉及 其中 经过 包括 由于 以及 还有 通过 位于 根据 按照 "
    "申请 报请 报送 移送 投资 收购 出资 组建 允许 同意 批准 核实 检查 抽查 发现".split()
)
_STOP_TAGS = ("v", "p", "c", "u", "d", "r", "m", "q", "y", "x", "t", "f", "w", "e", "o")
_KEPT_TAGS = ("vn",)
# 林业和草原局 is one office, 财政局和水利局 are two.
_ONE_OFFICE = re.compile(
    r"(?:林业|工业|经济|自然资源|人力资源|住房|发展|文化|卫生)和(?=草原|信息|规划|社会保障|城乡建设|改革|旅游|健康)"
)
_SUBJECT = re.compile(
    r".*(?:运营|施工|责任|代理)单位|企业(?=.{6})|时任|.*(?:组|局|委|厅|府|公司)(?:对|向|在|由|与|和|将|把)(?=.{2})"
)
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_BOUNDARY = re.compile(r"[^\u4e00-\u9fff]|[和与及在对由]")
_TITLED = re.compile(r"市|县|区|省|州|镇|乡|师|团|局|厅|委|公司|集团|政府|兵团")
_LONGEST = 24


def proper_names(folded: str, tagged: Sequence[Token]) -> list[Name]:
    """The organisations and places of a folded text in order, without overlap; the longest wins.

    `tagged` is `Tokenizer.tagged(folded)`.
    """
    ends = {token.end: index for index, token in enumerate(tagged)}
    found = [_division(match, tagged, ends) for match in _DIVISION.finditer(folded)]
    for kind, pattern in (("organisation", _COMPANY), ("organisation", _OFFICE), ("place", _PLACE)):
        for match in pattern.finditer(folded):
            if match.end() in ends and (name := _name(folded, kind, match, tagged, ends)):
                found.append(name)
    known = {token.end for token in tagged if token.tag == "ns"}
    return _without_overlap(_sure(folded, _trimmed(folded, found), known))


def _division(match: re.Match, tagged: Sequence[Token], ends: dict[int, int]) -> Name:
    """A division, with its city where a word ends as the city does: not 第四师组织城市."""
    city = match["city"]
    word = tagged[ends[match.end()]] if match.end() in ends else None
    before = tagged[ends[word.start]] if word and word.start in ends else None
    whole = (
        city is None
        or word is not None
        and (word.text.endswith(city) or word.text == "市" and not (before and before.tag == "v"))
    )
    return Name("place", match.start(), match.end() if whole else match.start("city"))


def is_generic(name: str) -> bool:
    """Does the folded name stand for no one in particular (有关企业, 城镇污水处理厂)?"""
    return _GENERIC.fullmatch(name) is not None


def _name(
    folded: str, kind: str, tail: re.Match, tagged: Sequence[Token], ends: dict[int, int]
) -> Name | None:
    """The name that ends in `tail`, from the word before which no name goes on; None: no name."""
    start = _start(folded, tail.start(), tagged, ends[tail.end()])
    if (subject := _SUBJECT.match(folded, start, tail.start())) and not _ONE_OFFICE.search(
        folded, start, tail.end()
    ):
        start = subject.end()
    name = folded[start : tail.end()]
    if kind == "place":
        known = tagged[ends[tail.end()]].tag == "ns" and tagged[ends[tail.end()]].start >= start
        fits = _NO_PLACE.fullmatch(name) is None and (
            3 <= len(name) <= 6 or known or len(tail.group()) > 1
        )
    else:
        fits = len(name) >= len(tail.group()) + (2 if _COMPANY.fullmatch(tail.group()) else 1)
        fits = fits and not is_generic(name)
    return Name(kind, start, tail.end()) if fits and len(name) <= _LONGEST else None


def _start(folded: str, start: int, tagged: Sequence[Token], last: int) -> int:
    """Where the name begins: left of `start`, over words that may belong to a name."""
    begin = start
    while last >= 0 and tagged[last].start >= start:
        last -= 1
    for token in (tagged[index] for index in range(last, -1, -1)):
        text = folded[token.start : min(token.end, start)]
        if text == "和" and _ONE_OFFICE.search(folded, max(0, token.start - 4), token.end + 4):
            continue
        if not _HAN.fullmatch(text) or text in _DEED or text in _FUNCTION:
            break
        ordinal = token.tag == "m" and text.startswith("第")
        if (
            len(text) > 1
            and token.tag.startswith(_STOP_TAGS)
            and token.tag not in _KEPT_TAGS
            and not ordinal
        ):
            break
        begin = token.start
    while start - begin > 1 and folded[begin] in _FUNCTION:
        begin += 1
    return begin


def _trimmed(folded: str, found: list[Name]) -> list[Name]:
    """Each name without the words before it, where without them it is a name found elsewhere more
    often (封停天业集团 → 天业集团); a place or an organisation before it stays."""
    counts = Counter(folded[name.start : name.end] for name in found)
    trimmed = []
    for name in found:
        text = folded[name.start : name.end]
        for cut in range(1, len(text) - 1):
            shorter, before = text[cut:], text[:cut]
            often = counts[shorter] > max(1, counts[text])
            if often and not _TITLED.search(before):
                name = Name(name.kind, name.start + cut, name.end)
                break
        trimmed.append(name)
    return trimmed


def _sure(folded: str, found: list[Name], known: set[int]) -> list[Name]:
    """Without places that are named once, right behind other words, and that no dictionary has:
    their first words may belong to the sentence (约谈县 in 约谈县政府领导)."""
    counts = Counter(folded[name.start : name.end] for name in found)
    return [
        name
        for name in found
        if name.kind != "place"
        or name.end in known
        or counts[folded[name.start : name.end]] > 1
        or _BOUNDARY.match(folded, max(0, name.start - 1))
        or name.start == 0
    ]


def _without_overlap(found: list[Name]) -> list[Name]:
    kept: list[Name] = []
    for name in sorted(found, key=lambda n: (n.start, -n.end, n.kind)):
        if kept and name.start < kept[-1].end:
            if name.end <= kept[-1].end:
                continue
            if name.end - name.start > kept[-1].end - kept[-1].start:
                kept[-1] = name
            continue
        kept.append(name)
    return kept
