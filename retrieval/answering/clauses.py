"""The clauses of a question: where it is cut, what each asks, and whose answer it wants.

Closed classes of Chinese only (interrogatives, particles, adverbs, prepositions, words of time);
everything else comes from the tokenizer's tags and from `language/names.py`.
"""

import re
from dataclasses import dataclass

from retrieval.language.names import names
from retrieval.language.tokenizer import Token, Tokenizer

INTERROGATIVE = re.compile(
    r"百分之(?:几|多少)|(?<=[罚投花付补达])几何|为(?:什么|啥|何)|(?:什么|啥|几|何)时候?|何(?:人|地)|多少|第几|几成几?|"
    r"(?<![近好十这那前后头数上下过])几(?![乎何内])|哪|谁|怎么样?|怎样|咋样?|如何|"
    r"多(?=[大久长高远宽深重快厚](?!期|年|量|家))|什么|啥|是否|有没有|是不是|还是|"
    r"吗|(?<=[\u4e00-\u9fff])没有?(?=$|[,，。;；?？])"
)
TIME = re.compile(
    r"(?:19|20)?\d{2}年(?:度)?(?:\d{1,2}月(?:份)?(?:\d{1,2}[日号])?)?(?:上半年|下半年|[年]?底|年初|末)?|"
    r"\d{1,2}月(?:份)?|(?:今|去|前|明|当|上|本)年(?:度)?(?:上半年|下半年|底)?|[上下]半年|"
    r"[一二三四五六七八九十两]+年(?:来)?|近[一二两三几四五]年|十[一二三四五]五(?:末|期间)?|第?[一二三四]季度|"
    r"现在|目前|眼下|如今|原来|原先|最新|头[一二三四五六七八九十\d]+个?月"
)
MARK = re.compile(
    r"分别|各自|各(?!省|市|县|区|级|地|类|种|界|族|部|单位|厅|局|方(?!面)|国|师|团|乡|镇|村|街|行|位|路|科|项|个|企业|园|处(?!罚|理|分))|"
    r"(?<=[\u4e00-\u9fff])都(?=是|有|在|要|被|罚|花|投|修|关|拆|封|[\u4e00-\u9fff]了)"
)
CONJUNCTION = re.compile(r"、|以及|还有|和|与|及|跟|同")
# A part of the whole, or a side of the matter: it has no sense without what it is a part of.
RELATIVE = re.compile(
    r"^(?:其中|其余|剩下|剩余|余下|实际上?|计划|目标|原定|预计|打算|按要求|要求|本来|最后|最终|另外|下面|里面|上面|之前|之后|后来)的?"
)
LINK = re.compile(
    r"^(?:(?:正文|报告|文中|附件|文件)(?:里|中)?(?:面)?(?:说|写|提到|讲)|另外|还有|以及|并且|而且|同时|然后|那么|那|又|再|,|，|、|\s)+"
)
_PARTICLE = re.compile(
    r"(?:了|过|的|地|得|着|是|有|到|要|会|能|该|应|想|共|达|达到|一共|总共|合计|累计|又|再|也|还|都|才|就|已|已经|先|自己|也有)$"
)
_OFFICE = re.compile(r"[组队局处科省市县区镇乡村校院厂站部司会行所团师州厅]长$")
_SUFFIX = "厂县河湖岭村镇局院所站区市省乡"
_SEPARATOR = re.compile(r"([,，;；?？。、]+|\s+)")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a folded question.

    `lead`: the nominal stretch before the predicate, whose answer it is (丰泰钢铁; 388眼自备井); ""
    where the clause names none. `times`: the years and months that it names. `asks`: half-open span
    of the first interrogative in `text`; None where it has none.
    """

    text: str
    lead: str
    times: tuple[str, ...]
    asks: tuple[int, int] | None


def asks(text: str) -> bool:
    """Does a stretch of a folded question hold an interrogative?"""
    return INTERROGATIVE.search(text) is not None


def cut_clauses(text: str) -> list[str]:
    """A folded question → its stretches that each ask something, in order.

    A stretch without an interrogative goes with the one after it (a topic, a part of a list), the
    last one with the one before it. One stretch: an ordinary question.
    """
    chunks = _SEPARATOR.split(text)
    found, held = [], ""
    for chunk, mark in zip(chunks[::2], [*chunks[1::2], ""], strict=True):
        held += chunk
        if asks(chunk) and found and (_DECIDES.fullmatch(chunk) or _WHICH.fullmatch(chunk)):
            found[-1] += "," + chunk  # when it is done, and who says when: one answer
            held = ""
        elif asks(chunk):
            found += _repeated(held)
            held = ""
        elif held:
            held += mark
    if held.strip(" ,，、"):
        if not found:
            return [text]
        found[-1] += "," + held
    return [clause.strip(" ,，、") for clause in found] or [text]


_DECIDES = re.compile(r"(?:由|归)?(?:谁|哪.{0,4})(?:说了算|来?定|决定|规定)$")
_COUNTED = re.compile(r"(?:多少|(?<![近好十这那前后头数上下过])几)[\u4e00-\u9fff]?")
_WHICH = re.compile(r"都?是?(?:哪(?:个|些|几个|一?[家条项])|谁|什么|啥)")


def _repeated(chunk: str) -> list[str]:
    """厅级几个处级几个 → two; one where the chunk asks once (哪天到哪天 is once)."""
    found = list(_COUNTED.finditer(chunk))
    if len(found) < 2 or len({m.group() for m in found}) > 1:
        return [chunk]
    if INTERROGATIVE.sub("", found[0].group()) == "" or chunk[found[-1].end() :].strip("了的"):
        return [chunk]
    cuts = [0, *(m.end() for m in found[:-1]), len(chunk)]
    pieces = [chunk[a:b] for a, b in zip(cuts, cuts[1:], strict=False)]
    between = [_COUNTED.sub("", piece) for piece in pieces[1:]]
    if any(len(b) < 2 or re.match(r"[到至比~-]", b) for b in between):
        return [chunk]
    return pieces


def analyse(text: str, tokenizer: Tokenizer) -> Clause:
    """The clause with its lead and its interrogative."""
    match = INTERROGATIVE.search(text)
    end = match.start() if match else len(text)
    lead = lead_of(text[:end], tokenizer) if match else text
    times = tuple(m.group() for m in TIME.finditer(text) if "年" in m.group() or "月" in m.group())
    return Clause(text, lead, times, match.span() if match else None)


def lead_of(before: str, tokenizer: Tokenizer) -> str:
    """The nominal stretch of `before`, the text ahead of an interrogative: its verb, the verb's
    adverbs and words of time dropped from the end, links and relative words from the beginning."""
    text = LINK.sub("", before)
    comma = max(text.rfind(","), text.rfind("，")) + 1
    topic, text = text[:comma], text[comma:]
    tokens = pieces(text, tokenizer)
    end, verbs = len(tokens), 0
    while end:
        token = tokens[end - 1]
        follows_particle = end < len(tokens) and tokens[end].text in ("了", "过")
        if token.tag == "t":
            end, verbs = end - 1, verbs + 1  # what stands before a word of time is no verb
        elif _says_nothing(token):
            end -= 1
        elif verbs == 0 and (follows_particle or _is_verb(token, end < len(tokens))):
            end, verbs = end - 1, 1
        elif verbs and token.tag == "v" and len(token.text) == 1:
            end -= 1
        else:
            break
    lead = text[: tokens[end - 1].end] if end else ""
    lead = RELATIVE.sub("", lead.strip(" 的、"))
    return (topic + lead).strip(" ,，、")


def pieces(text: str, tokenizer: Tokenizer, joined: bool = False) -> list[Token]:
    """Tagged tokens, with words of time, distributive marks and conjunctions cut out whole: the
    tagger joins what it does not know to its neighbours (各降, 和润丰).

    `joined`: cuts at every character that can be a conjunction (恒屹和朗澈 is one word to the tagger).
    """
    fixed = [(m.start(), m.end(), "t") for m in TIME.finditer(text)]
    fixed += [(m.start(), m.end(), "mark") for m in MARK.finditer(text)]
    if joined:
        fixed += [(m.start(), m.end(), "c") for m in CONJUNCTION.finditer(text)]
    fixed.sort()
    tokens: list[Token] = []
    at = 0
    for start, end, tag in [*fixed, (len(text), len(text), "")]:
        if start < at:
            continue
        for token in tokenizer.tagged(text[at:start]):
            tokens += _without_conjunction(
                Token(token.text, at + token.start, at + token.end, token.tag)
            )
        if tag:
            tokens.append(Token(text[start:end], start, end, tag))
        at = end
    return tokens


def _without_conjunction(token: Token) -> list[Token]:
    """和润丰 → 和, 润丰; a word of two characters (和平, 和田) stays."""
    if token.text[0] in "和与" and len(token.text) > 2 and token.tag[:1] in "n":
        middle = token.start + 1
        return [
            Token(token.text[0], token.start, middle, "c"),
            Token(token.text[1:], middle, token.end, token.tag),
        ]
    return [token]


def _says_nothing(token: Token) -> bool:
    """A particle, an adverb, a distributive mark or a word that only relates (实际, 计划)."""
    function = token.tag == "mark" or token.tag[:1] in ("d", "u", "r", "x", "p", "y")
    return function or bool(_PARTICLE.fullmatch(token.text) or RELATIVE.fullmatch(token.text))


def _is_verb(token: Token, followed: bool) -> bool:
    """A verb before an interrogative; the tagger takes 花了 for a noun, 投用 for a verbal noun."""
    if token.text.endswith(("了", "到", "过")) and len(token.text) > 1:
        return True
    if _OFFICE.search(token.text):
        return False  # 组长, a verb to the tagger
    if token.tag == "zg" and token.text not in _SUFFIX:
        return True  # 罚: the tagger's guess for many verbs of one character, and for 厂, 县
    return token.tag in ("v", "vd", "vi", "vg") or (token.tag == "vn" and followed)


def head_name(lead: str, tokenizer: Tokenizer) -> str:
    """The longest organisation or place at the beginning of `lead` (丰泰钢铁 of 丰泰钢铁备案证明);
    else its first proper noun; "" where it names none."""
    tagged = tokenizer.tagged(lead)
    ends = [
        n.end
        for n in names(lead, tagged)
        if n.kind in ("organisation", "place") and n.end - n.start > 1 and _runs(tagged, n.start)
    ]
    if ends:
        return lead[: max(ends)]
    first = tagged[0] if tagged else None
    if first is None or first.tag not in ("nr", "ns", "nt", "nz", "nrt", "j"):
        return ""
    if len(first.text) == 1 and len(tagged) > 1 and len(tagged[1].text) == 1:
        return lead[: tagged[1].end]  # 琅 湖
    return first.text if len(first.text) > 1 else ""


def _runs(tagged: list[Token], start: int) -> bool:
    """Is all before `start` part of the name that ends there (兵团 整改 工作领导小组)?"""
    ahead = [t for t in tagged if t.end <= start]
    return all(t.tag[:1] in "njbs" or (t.tag in ("v", "vn") and len(t.text) == 2) for t in ahead)


def owner(lead: str, tokenizer: Tokenizer) -> str:
    """Whose attribute `lead` is: its name, else what stands before its last 的, else all of it."""
    return head_name(lead, tokenizer) or lead.rpartition("的")[0] or lead
