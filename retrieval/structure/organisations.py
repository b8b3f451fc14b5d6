"""The names in a field of responsible units, one each.

`市生态环境局，临汀区政府` are two units; `白碛县委、县政府` is one, for 县政府 names no place.
"""

import re

_SEPARATOR = re.compile(r"[，、,；;\s/]+(?![^（(]*[）)])|\s*\n\s*")
_PLACELESS = re.compile(
    r"(?:省|市|县|区|州|旗|盟|乡|镇|团场?|师市?|街道)?"
    r"(?:人民)?(?:政府|管委会|行政公署|行署|办事处|管理委员会)(?=$|[（(])"
)
_PARTY = re.compile(r"(?:委|党委|工委|党组|党工委|委员会)(?:[）)])?$")
_TAIL = "。；;，,、：: 　\t\n"


def organisations(value: str) -> tuple[str, ...]:
    """The units named in the value of a field, in their order, each once."""
    names: list[tuple[str, int]] = []
    start = 0
    for separator in [*_SEPARATOR.finditer(value), None]:
        end = separator.start() if separator else len(value)
        name = value[start:end].strip(_TAIL)
        if name and names and _belongs_to(name, names[-1][0]):
            first = names[-1][1]
            names[-1] = (value[first:end].strip(_TAIL), first)
        elif name:
            names.append((name, start + len(value[start:end]) - len(value[start:end].lstrip())))
        start = separator.end() if separator else end
    return tuple(dict.fromkeys(name for name, _ in names))


def _belongs_to(name: str, previous: str) -> bool:
    """Is it the government beside the party committee named before (`临汀区委、区政府`)?"""
    party = _PARTY.search(previous)
    if not party:
        return False
    place = previous[: party.start()]
    return bool(_PLACELESS.match(name)) or name == place and len(place) > 1
