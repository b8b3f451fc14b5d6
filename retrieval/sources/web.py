"""Web pages (.html): the article without navigation, share buttons and footer.

The article is the smallest element that holds nearly all of the page's prose, and beside which no
sentences stand but the site's own. (trafilatura was
tried: on pages of Chinese authorities it kept the menus, and broke numbers where a tag parts them.)
"""

import re
from pathlib import Path

from lxml import etree, html

from retrieval.errors import UnreadableSource
from retrieval.records import Page
from retrieval.sources.markup import SKIPPED, element_text, heading_text, lines_of
from retrieval.sources.text import decode

ARTICLE = 0.85
"""Share of the page's prose that the article's element must hold."""

MINOR = 0.2
"""Share of the prose below which an element named like a menu or a footer is dropped."""

SENTENCE = 25
"""Fewest characters beside the article that may be a further part of the report."""

TITLE = 8
"""Fewest characters of a line that may be the title, said again in the page's name."""

_LABEL = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FURNITURE = re.compile(
    r"(^|[-_ ])(nav\w*|menu\w*|foot\w*|share\w*|bshare|bdshare\w*|breadcrumbs?|crumbs?|position"
    r"|location|dqwz|sidebar|side|related|copyright|toolbar|tools?|search\w*|login|links?|qrcode"
    r"|ewm|print|pager|prenext|banner|top|header|recommend\w*|hot\w*|comments?|tuijian|xgyd|xgxw)"
    r"($|[-_ ])",
    re.IGNORECASE,
)
_NAMES = ("id", "class", "role", "title")  # title: where Word and LibreOffice mark page headers
_KEPT = ("html", "body", "table", "tbody", "tr", "td", "th", "h1")
_NOISE = re.compile(
    r"(分享到|分享至|打印本页|打印|关闭窗口|关闭|收藏|返回顶部|返回首页|扫一扫|手机版|无障碍|繁体|上一[篇条]|下一[篇条]"
    r"|相关(链接|阅读|新闻|文章|附件下载)|您?(现在|当前)?(的|所在)?位置[:：]|当前位置|字[体号][:：]|浏览次数|阅读次数|点击数"
    r"|首页\s*[|>›»])",
)
_SITE = re.compile(r"ICP备|公网安备|网站标识码|版权所有|Copyright", re.IGNORECASE)
_DISCLAIMER = re.compile(r"免责声明|版权声明|本网站?|本站|转载|扫描二维码|浏览器")
_COUNTER = re.compile(r"\s*(浏览次数|阅读次数|点击数|字[体号]|【?字体)[:：]?.*$")


def read_web(path: Path) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """The article of a web page: one page without number, with its headings.

    Raises UnreadableSource where the page holds no text, as when a script would write it.
    """
    root = _parsed(path)
    named = re.split(r"[_|]|\s[-–—]\s", root.findtext(".//title") or "")[0].strip()
    for element in list(root.iter(*SKIPPED)):
        if element.getparent() is not None:
            element.drop_tree()
    body = root.find(".//body")
    body = root if body is None else body
    _drop_covered(body)
    total = _prose(body)
    for element in list(body.iter()):
        if element.getparent() is not None and _is_furniture(element, total):
            element.drop_tree()
    article = _article(body)
    lines, headings = lines_of(article)
    title = _title(named, body, lines)
    found = [(title, True)] if title else []
    found += [(_COUNTER.sub("", line), i in headings) for i, line in enumerate(lines)]
    kept = [(line, head) for line, head in found if not _is_noise(line)]
    if not any(line for line, _ in kept):
        found_, cure = (
            f"“{path.name}”里没有正文",
            "请在浏览器中打开，打印为 .pdf 或把正文复制为 .txt",
        )
        raise UnreadableSource(found_, "网页里应有报告正文", cure)
    heads = tuple(i for i, (line, head) in enumerate(kept) if head and line)
    return (Page("\n".join(line for line, _ in kept), None, heads),), ()


def _parsed(path: Path) -> html.HtmlElement:
    """The page as a tree; its text is read by content, its label asked only for other scripts."""
    data = path.read_bytes()
    label = _LABEL.search(data[:4096])
    text = decode(data)[0]
    if label and label[1].lower() in (b"big5", b"big5-hkscs") and not _is_utf8(data):
        text = data.decode("big5hkscs", errors="replace")
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        return html.document_fromstring(text, parser=html.HTMLParser(huge_tree=True))
    except (etree.ParserError, ValueError) as error:
        found = f"“{path.name}”不是完整的网页"
        raise UnreadableSource(found, "应为网页文件", "请在浏览器中重新保存") from error


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _prose(element: html.HtmlElement) -> int:
    """Characters below `element` outside links: menus are links, articles are not."""
    links = sum(len(element_text(link)) for link in element.iter("a"))
    return max(0, len(element_text(element)) - links)


def _drop_covered(body: html.HtmlElement) -> None:
    """Take out forms and what is hidden, but for the article itself: some sites wrap the whole page
    in one form, others hide the article until a script has run."""
    total = _prose(body)
    for element in list(body.iterdescendants()):
        if element.getparent() is None or not isinstance(element.tag, str):
            continue
        hidden = _HIDDEN.search(element.get("style", "")) or element.get("hidden") is not None
        if (hidden or element.tag == "form") and _prose(element) < total / 2:
            element.drop_tree()


def _is_furniture(element: html.HtmlElement, total: int) -> bool:
    """Whether the element is a menu, a footer or the like: by its name, or as a list of links."""
    if not isinstance(element.tag, str) or element.tag in _KEPT:
        return False
    named = any(_FURNITURE.search(element.get(key, "")) for key in _NAMES)
    if named:
        return _prose(element) < MINOR * total and element.find(".//h1") is None
    if element.tag not in ("ul", "ol", "dl", "div", "p"):
        return False
    links = [element_text(link) for link in element.iter("a")]
    size = len(element_text(element))
    return len(links) > 2 and sum(map(len, links)) > 0.6 * size and size < MINOR * total


def _article(body: html.HtmlElement) -> html.HtmlElement:
    """The smallest element that holds nearly all of the prose, and all sentences of the report."""
    least, article = ARTICLE * _prose(body), body
    while True:
        inner = next((child for child in article if _holds(child, least)), None)
        if inner is None or inner.tag in ("table", "tbody", "p", "ul", "ol"):
            return article
        if any(_tells(child) for child in article if child is not inner):
            return article
        article = inner


def _holds(element: html.HtmlElement, least: float) -> bool:
    return isinstance(element.tag, str) and _prose(element) >= least > 0


def _tells(element: html.HtmlElement) -> bool:
    """Whether the element holds sentences that are not the site's own: an annex, a signature."""
    if not isinstance(element.tag, str) or _prose(element) < SENTENCE:
        return False
    text = element_text(element)
    return "。" in text and not (_SITE.search(text) or _DISCLAIMER.search(text))


def _title(named: str, body: html.HtmlElement, lines: list[str]) -> str | None:
    """The page's main heading, else the name in its head; None: the article says it itself."""
    heading = next(iter(body.iter("h1")), None)
    title = (heading_text(heading) if heading is not None else "") or named
    plain = "".join(title.split())
    first = ["".join(line.split()) for line in lines[:6]]
    # The name in the head may go on with that of the site: 整改情况报告-澄州市生态环境局.
    said = plain in "".join(first) or any(
        len(line) >= TITLE and plain.startswith(line) for line in first
    )
    return title if title and not said else None


def _is_noise(line: str) -> bool:
    """Whether a line is the site's and not the report's: a button, a path, a licence number."""
    button = len(line) < 60 and _NOISE.match(line.strip("【】[] |·"))
    return bool(button) or (len(line) < 200 and bool(_SITE.search(line)))
