"""Answers that are neither figure nor name: what is quoted, reasons, sanctions, areas, grades, halves."""

import re
from collections.abc import Iterator

_QUOTED = re.compile(r"“[^”]{2,40}”")
_BECAUSE = re.compile(r"(?:因为|由于|(?<!原)因|鉴于)[^,。;]{2,40}")
# 因融资未到位推迟至三季度开工: what came of it follows without a mark.
_BECAUSE_BEFORE = re.compile(
    r"(?:因为|由于|(?<!原)因|鉴于)(?!此|地制宜)[^,。;]{2,30}?(?=被|受到|推迟|推后|延[期迟后至]|拖延|顺延|预计|暂[时缓停未]|尚[有未余]|仍|"
    r"未[能按如予]|无法|不能|导致|致使|造成|引发|改为|调整|终止|中止|停[工产用]|取消|剩余|至今|迟迟|滞后|落后|没有?[能按])"
)
_GROUND = re.compile(
    r"(?:(?<=原因是)|(?<=原因为)|(?<=原因:)|(?<=原因在于)|(?<=主要是))[^。;]{2,60}"
)
_FIRST_GROUND = re.compile(_GROUND.pattern.replace("[^。;]{2,60}", "[^,。;]{2,40}"))
_CAUSED = re.compile(r"(?<=系)[^,。;]{4,40}(?=所致|导致|造成|引[起发])")
_SANCTION = (
    r"(?:党内|行政|政务)?(?:严重)?(?:警告|记大过|记过|降级|撤职)(?:处分)?|开除党籍|(?:开除)?公职|留党察看(?:[一二两]年)?|"
    r"撤销党内职务|诫勉(?:谈话)?|批评教育|提醒谈话|谈话提醒|(?:作出|责令)?书面检查|通报批评|引咎辞职|免职|停职(?:检查)?|"
    r"调离(?:工作)?岗位|移送司法(?:机关)?|取保候审|刑事拘留|行政拘留|逮捕|留置|约谈"
)
_SANCTIONS = re.compile(rf"(?:{_SANCTION})(?:[、和,](?:{_SANCTION}))*")
_TERM = r"(?:有期徒刑|拘役|管制)[一二三四五六七八九十零年个月日\d]+"
_SENTENCE = re.compile(rf"(?<=判处){_TERM}")
_SUSPENDED = re.compile(rf"(?<=判处){_TERM}[,、]?(?:宣告)?缓刑[一二三四五六七八九十零年个月日\d]+")
# Who does it: 由中农联实业承建, 牵头单位区教育局. A tagger knows few firms.
_AGENT = re.compile(
    r"(?<=由)(?!于|此|来|衷)[\u4e00-\u9fff()]{2,24}?(?=承[建担办接]|开发|负责|审[批查核]|牵头|组织|实施|编制|监[督管]|管理|建[设成]|投资|运[营维]|"
    r"总承包|设计|施工|监理|提供|约谈|处[以理罚]?|责令|会同|批准|办理|受理|督办|包联|包抓|接任|主持|起草|制定|没收|吊销|核定|"
    r"代管|归口|出资|查处|统一|协[助调同]|配合|具体|依[法照据]|按)"
)
_ROLE = re.compile(
    r"[头任合办管标建设工理营维价制草货包测收查罚](?:单位|部门|机构)[为是:]?(?P<who>(?!名单|人员|内部|应当|要)[\u4e00-\u9fff()]{3,20}?)"
    r"(?=[,。;、(\n]|$|[被因对未已罚将擅]|承[建担接]|投[资标入]|中标|处罚|于\d)"
)
_SITE = re.compile(
    r"(?:位于|[选设建放]在|倾倒[在至到]|[改移迁]到|调整到|迁至)(?P<who>[\u4e00-\u9fff\da-z]{2,18}?)(?=[,。;、(]|$|建|新)"
)
_EACH = re.compile(r"每(?:立方米|升|千克|公斤|克)[\d.]+(?:微克|毫克|克)")
_OFTEN = re.compile(
    r"每(?:[两半\d一二三四五六七八九十]*个?)(?:年|季度|月|周|旬|天|日|小时|d|h)(?:[\d一二三四五六七八九十两]+次)?"
)
_AREA = re.compile(r"[^,。;:]{1,12}以[东西南北](?:、[^,。;、]{1,12}以[东西南北])+[^,。;]{0,12}")
_HALF = re.compile(r"(?:超过|不足|不少于|不低于|近|约)?(?:一半|半数)(?:以上|以下|左右)?")
# Grades of water, air, standards and sights: 劣V类, 一级A, 国家4A级, 二级标准.
_GRADE = re.compile(
    r"劣?(?:[ivxⅰ-ⅻ]{1,4}|[一二三四五六七八九])类(?:标准|水(?:质|体)?)?(?![一-龥]{0,3}(?:企业|项目|问题))"
    r"|(?:国家|省|市)?[一二三四五1-5]?(?:a{1,5}级|级[a-c](?:标准|排放标准)?)"
)
# Which one in a row: 第27位, 令第58号.
_ORDINAL = re.compile(
    r"(?<=令)第[\d一二三四五六七八九十百]+号|第[\d一二三四五六七八九十百]+[位名](?![员单])"
)
# Numbers of cases and the like, of letters and digits.
_CODE = re.compile(r"(?<![a-z\d])(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{8,24}(?![a-z\d])")
_TRUE = re.compile(r"(?<=是否属实[:：])(?:部分|基本|不|全部)?属实")
_KINDS = (
    ("percent", _HALF),
    ("quoted", _QUOTED),
    ("reason", _BECAUSE),
    ("reason", _BECAUSE_BEFORE),
    ("reason", _GROUND),
    ("reason", _FIRST_GROUND),
    ("reason", _CAUSED),
    ("thing", _SANCTIONS),
    ("thing", _SENTENCE),
    ("thing", _SUSPENDED),
    ("organisation", _AGENT),
    ("organisation", _ROLE),
    ("place", _SITE),
    ("count", _EACH),
    ("thing", _OFTEN),
    ("area", _AREA),
    ("thing", _GRADE),
    ("number", _ORDINAL),
    ("document", _CODE),
    ("status", _TRUE),
)


def phrases(folded: str) -> Iterator[tuple[str, int, int]]:
    """(kind, start, end) of each in a folded text, kind by kind."""
    for kind, pattern in _KINDS:
        for match in pattern.finditer(folded):
            yield kind, *match.span("who" if "who" in pattern.groupindex else 0)
