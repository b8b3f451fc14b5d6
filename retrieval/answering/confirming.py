"""A question that only wants a figure confirmed (天业罚款12万对吗) as the one that asks for it.

What the report says is told instead of yes or no: who asked compares it with his own.
"""

import re

from retrieval.language.normalise import fold
from retrieval.language.quantities import quantities

_CONFIRM = re.compile(
    r"[,，]?(?:对吗|对吧|对不对|是吗|是吧|是不是|没错吧|没错|正确吗|准确吗|吗|么|吧)[?？。]*$"
)
_ASKS = re.compile(r"多少|几|哪|谁|什么|怎|何")
_KINDS = ("money", "count", "percent")
_IS = re.compile(r"(?:是不是|是否|有没有|是)$")


def opened(question: str) -> str:
    """`question` with 多少 for the one figure that it wants confirmed; else as it is.

    >>> opened("天业集团罚款12万元对吗")
    '天业集团罚款多少'
    """
    folded = fold(question)
    tail = _CONFIRM.search(folded)
    if not tail or _ASKS.search(folded):
        return question
    found = [
        q for q in quantities(folded[: tail.start()]) if q.kind in _KINDS or q.kind == "number"
    ]
    if len(found) != 1:
        return question
    figure = found[0]
    before, after = folded[: figure.start], folded[figure.end : tail.start()]
    unit = figure.unit if figure.kind == "count" else ""
    return f"{_IS.sub('', before)}多少{unit}{after}"
