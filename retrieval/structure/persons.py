"""Persons named beside their unit: `县水务局 局长 张三` is the unit 县水务局 and who answers for it.

A person is told by the post before the name; a bare name only where the field says that it holds
persons as well (责任单位及责任人).
"""

import re

from retrieval.language.persons import SURNAME

_UNIT_END = "局委办部厅院府会处科所队司镇乡县区市团师州省站室中心校村街道集行社厂矿"
# 市长江办 is no mayor: no name ends like a unit.
_NAME = (
    rf"{SURNAME}[\u4e00-\u9fff]{{1,2}}"
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
