"""The names in a field of responsible units, one each.

`市生态环境局，临汀区政府` are two units; `白碛县委、县政府` is one, for 县政府 names no place.
"""

import re

from retrieval.structure.persons import unit_of, unspaced

_SEPARATOR = re.compile(r"[，、,；;\s/]+(?![^（(]*[）)])|\s*\n\s*")
_PLACELESS = re.compile(
    r"(?:省|市|县|区|州|旗|盟|乡|镇|团场?|师市?|街道)?"
    r"(?:人民)?(?:政府|管委会|行政公署|行署|办事处|管理委员会)(?=$|[（(])"
)
_PARTY = re.compile(r"(?:委|党委|工委|党组|党工委|委员会)(?:[）)])?$")
_TAIL = "。；;，,、：: 　\t\n"
_ROLE = re.compile(r"(?<=[局委办部厅院府会处科所队公司镇乡县区市])(?:负责)?(?:牵头|主办|负责)$")
_AND_OTHERS = re.compile(r"(?<!高)等(?:(?:有关|相关)?(?:单位|部门))?$")
_HELPERS = re.compile(r"(?:[（(](?:配合|协办|协助)(?:单位)?[）)]|(?<=.{2})(?:配合|协办|协助))$")


def organisations(value: str, persons: bool = False) -> tuple[str, ...]:
    """The units named in the value of a field, in their order, each once; those that the field
    says only help (`…；市财政局、市编办配合`) are left out, unless there are no others, and so are
    the persons beside them. `persons`: the field is for units and persons."""
    value = unspaced(_without_helpers(value))
    names: list[tuple[str, int]] = []
    start = 0
    for separator in [*_SEPARATOR.finditer(value), None]:
        end = separator.start() if separator else len(value)
        name = unit_of(value[start:end].strip(_TAIL), persons)
        if name and names and _belongs_to(name, names[-1][0]):
            first = names[-1][1]
            names[-1] = (value[first:end].strip(_TAIL), first)
        elif name:
            names.append((name, start + len(value[start:end]) - len(value[start:end].lstrip())))
        start = separator.end() if separator else end
    return tuple(dict.fromkeys(_ROLE.sub("", _AND_OTHERS.sub("", name)) for name, _ in names))


def _without_helpers(value: str) -> str:
    """The value without the groups of names, parted by ； or else by ，, that end with 配合."""
    mark = re.search("[；;]", value) or re.search("[，,]", value)
    groups = re.split(f"[{'；;' if mark.group() in '；;' else '，,'}]", value) if mark else [value]
    kept = [group for group in groups if not _HELPERS.search(group.rstrip(_TAIL))]
    return "；".join(kept) if kept and len(kept) < len(groups) else value


def _belongs_to(name: str, previous: str) -> bool:
    """Is it the government beside the party committee named before (`临汀区委、区政府`)?"""
    party = _PARTY.search(previous)
    if not party:
        return False
    place = previous[: party.start()]
    return bool(_PLACELESS.match(name)) or name == place and len(place) > 1
