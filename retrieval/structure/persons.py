"""Persons named beside their unit: `县水务局 局长 张三` is the unit 县水务局 and who answers for it.

A person is told by the post before the name; a bare name only where the field says that it holds
persons as well (责任单位及责任人).
"""

import re

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
    "叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔"
    "贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁"
    "时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄包司柏宁柯阮桂闵解强柴"
    "华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁"
)
_UNIT_END = "局委办部厅院府会处科所队司镇乡县区市团师州省站室中心校村街道集行社厂矿"
# 市长江办 is no mayor: no name ends like a unit.
_NAME = (
    rf"(?:欧阳|上官|司马|诸葛|皇甫|尉迟|慕容|令狐|司徒|[{_SURNAMES}])[\u4e00-\u9fff]{{1,2}}"
    r"(?<![局委办部厅院府处科所队司镇乡县区])"
)
_POST = (
    r"(?:(?:党委|党组|党工委|党总支|党支部|党)?(?:常务)?副?(?:第一)?书记|(?:常务)?副?(?:"
    r"[局厅处科部院校县市区镇乡团师州省站所队行会司社村厂矿关盟旗]长|(?:总|副总)?经理|董事长|秘书长|检察长|"
    r"主任|主席|专员|组长|政委|司令员?|指挥长|总指挥|总工程师)|[一二三四]级(?:主任科员|调研员|巡视员)|"
    r"调研员|巡视员|负责人|责任人|联系人)"
)
_POSTS = rf"(?:{_POST}[兼、，,：: ]?){{1,4}}"
_PERSON = rf"(?:{_POSTS}\s*{_NAME}|{_NAME}(?:\s*{_POST})?)"
_BEHIND = re.compile(rf"[\s：:]*(?P<post>{_POSTS})\s*{_NAME}(?:同志)?$")
_BARE_POST = re.compile(rf"\s*(?P<post>{_POSTS})$")
_BARE_NAME = re.compile(rf"(?:(?<=[{_UNIT_END}])|^)[\s：:]*{_NAME}(?<![{_UNIT_END}])$")
_POST_IN_BRACKETS = re.compile(rf"[（(]\s*(?:{_POSTS}\s*(?:{_NAME})?|{_NAME}\s*{_POST})[）)]$")
_IN_BRACKETS = re.compile(rf"[（(]\s*{_PERSON}(?:[、，,；; ]\s*{_PERSON})*[）)]$")
_SPACED = re.compile(rf"[ \t　]*(?P<post>{_POSTS})[ \t　]+(?={_NAME}(?:$|[、，,；;\s]))")
_SEVERAL = re.compile(rf"(?P<post>{_POST})[、，,](?={_POSTS}\s*{_NAME}(?:$|[、，,；;\s]))")
_ALWAYS = (_POST_IN_BRACKETS, _BEHIND)
_AMONG_PERSONS = (_IN_BRACKETS, _BARE_POST, _BARE_NAME)


def unspaced(value: str) -> str:
    """The value without the blanks between a unit, a post and a name, and without the marks
    between the posts of one person, for they part no units."""
    return _SPACED.sub(r"\g<post>", _SEVERAL.sub(r"\g<post>", value))


def unit_of(name: str, persons: bool = False) -> str:
    """The unit without the person behind it; "": there is nothing but a person. `persons`: the
    field holds persons as well, so that a post or a name may stand by itself."""
    for pattern in (*_ALWAYS, *(_AMONG_PERSONS if persons else ())):
        if match := pattern.search(name):
            post = match.groupdict().get("post") or ""
            name = _with_its_end(name[: match.start()].rstrip(), post)
    return name


def _with_its_end(unit: str, post: str) -> str:
    """The unit, with the character that it shares with the post in 县水务局长 and 河口镇长."""
    shared = bool(unit) and unit[-1] not in _UNIT_END and post[:1] in _UNIT_END
    return unit + post[:1] if shared else unit
