"""Questions for yes or no as those that ask what the report says.

A figure to be confirmed (天业罚款12万对吗) is asked for, whether something is spoken of (有没有提到土壤污染)
becomes which issues speak of it: what the report says is told instead of yes or no.
"""

import re

from retrieval.language.normalise import fold
from retrieval.language.quantities import quantities

_CONFIRM = re.compile(
    r"[,，]?(?:对吗|对吧|对不对|是吗|是吧|是不是|没错吧|没错|正确吗|准确吗|吗|么|吧)[?？。]*$"
)
_MENTION = re.compile(
    r"(?:(?:这份)?(?:报告|文件|材料|正文|附件)?(?:里面|里|中)?)(?:有没有|是否|有无)"
    r"(?:提到|提及|说到|写到|涉及|讲到|提过)(?:过|了)?([^,，]{2,20}?)(?:的问题|问题)?(?:吗|呢)?[?？]*"
)
_ASKS = re.compile(r"多少|几|哪|谁|什么|怎|何")
_KINDS = ("money", "count", "percent")
_IS = re.compile(r"(?:是不是|是否|有没有|是)$")


def opened(question: str) -> str:
    """`question` with 多少 for the one figure that it wants confirmed, or with 哪些问题 before what it
    asks the mention of; else as it is.

    >>> opened("天业集团罚款12万元对吗")
    '天业集团罚款多少'
    """
    folded = fold(question)
    if mention := _MENTION.fullmatch(folded):
        return f"哪些问题提到{mention[1]}"
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
