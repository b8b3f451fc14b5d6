"""Web pages: the article and nothing of the site around it."""

from pathlib import Path

import pytest

from retrieval.errors import UnreadableSource
from retrieval.sources import open_source

ARTICLE = """<h1>澄州市整改情况报告</h1>
<div class="info">发布日期：2022-03-31 来源：市生态环境局 浏览次数：1203</div>
<div class="share">分享到：<a>微信</a><a>微博</a></div>
<div id="zoom"><p>　　督察组反馈了意见，共<span>1</span><span>6</span>项，PM<sub>2.5</sub>下降。</p>
<p><strong>一、总体要求</strong></p><p>坚持生态
优先。<br>第二行。</p>
<table><tr><th>序号</th><th>督察反馈问题</th><th>整改时限</th></tr>
<tr><td>1</td><td><p>蘅水河水质明显反弹。</p><p>断面超标。</p></td>
<td rowspan="2">2025年底前</td></tr>
<tr><td>2</td><td>污泥违规倾倒未核查。</td></tr></table>
<ol><li>加强领导</li><li>严格问责</li></ol></div>"""

PAGE = f"""<!DOCTYPE html><html><head><meta charset="gb2312">
<title>澄州市整改情况报告_澄州市人民政府</title><style>p{{}}</style></head><body>
<div class="top"><a href="/">首页</a> | <a href="/zw">政务公开</a> | <a href="/f">办事服务</a></div>
<div class="nav"><ul><li><a>市政府领导</a></li><li><a>政府文件</a></li></ul></div>
<div class="crumb">您现在的位置：<a>首页</a> &gt; 正文</div><div class="content">{ARTICLE}</div>
<script>var a = "脚本";</script><div style="display:none">隐藏</div>
<div class="related"><h3>相关链接</h3><ul><li><a>关于印发方案的通知</a></li></ul></div>
<div class="footer">主办：市政府办公室　备案号：澄ICP备05000000号　网站标识码1234567890</div>
</body></html>"""

EXPECTED = [
    "澄州市整改情况报告",
    "发布日期：2022-03-31 来源：市生态环境局",
    "督察组反馈了意见，共16项，PM2.5下降。",
    "一、总体要求",
    "坚持生态优先。",
    "第二行。",
    "",
    "序号：1",
    "督察反馈问题：蘅水河水质明显反弹。",
    "断面超标。",
    "整改时限：2025年底前",
    "",
    "序号：2",
    "督察反馈问题：污泥违规倾倒未核查。",
    "整改时限：2025年底前",
    "1.加强领导",
    "2.严格问责",
]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
def test_the_article_alone_is_read_whatever_the_label_says(tmp_path: Path, encoding: str):
    (tmp_path / "a.html").write_bytes(PAGE.encode(encoding))
    page = open_source(tmp_path / "a.html").pages[0]
    assert page.text.split("\n") == EXPECTED
    assert page.headings == (0, 3)
    assert page.number is None


def test_an_article_right_below_the_body_is_read_whole(tmp_path: Path):
    (tmp_path / "a.html").write_text(f"<html><body>{ARTICLE}</body></html>", "utf-8")
    assert open_source(tmp_path / "a.html").pages[0].text.split("\n") == EXPECTED


def test_a_page_that_a_script_would_write_is_refused(tmp_path: Path):
    (tmp_path / "a.html").write_text("<html><body><div id='app'></div></body></html>", "utf-8")
    with pytest.raises(UnreadableSource, match="没有正文.*打印为 .pdf"):
        open_source(tmp_path / "a.html")


def test_a_cell_that_claims_to_span_millions_costs_nothing(tmp_path: Path):
    cell = "<td colspan=99999999 rowspan=99999999>甲</td><td>乙</td>"
    table = f"<table><tr>{cell}</tr><tr>{cell}</tr></table>"
    (tmp_path / "a.html").write_text(f"<html><body>{table}</body></html>", "utf-8")
    assert "甲" in open_source(tmp_path / "a.html").pages[0].text


def test_the_number_of_an_item_stands_before_the_paragraph_inside_it(tmp_path: Path):
    items = (
        "<ol><li><p>封堵排口。</p><p>新建管网。</p></li><li></li><li><p>开展巡查。</p></li></ol>"
    )
    (tmp_path / "a.html").write_text(f"<html><body>{items}</body></html>", "utf-8")
    lines = open_source(tmp_path / "a.html").pages[0].text.split("\n")
    assert lines == ["1.封堵排口。", "新建管网。", "3.开展巡查。"]


def lines_of(folder: Path, body: str) -> list[str]:
    (folder / "a.html").write_text(f"<html><body>{body}</body></html>", "utf-8")
    return open_source(folder / "a.html").pages[0].text.split("\n")


@pytest.mark.parametrize(
    "frame",
    [
        '<form id="form1" action="a.aspx">{}</form>',
        '<div><div id="js_content" style="visibility: hidden; opacity: 0">{}</div><p>赞</p></div>',
    ],
    ids=["a form round the page", "hidden until a script shows it"],
)
def test_what_holds_the_article_is_never_taken_for_a_form_or_hidden(tmp_path: Path, frame: str):
    assert lines_of(tmp_path, frame.format(ARTICLE)) == EXPECTED


def test_an_annex_beside_the_article_is_kept_and_a_disclaimer_is_not(tmp_path: Path):
    prose = "".join(
        f"<p>{number}、污水直排河道的问题整改已经完成。</p>" for number in "一二三四五六七八"
    )
    annex = "附件：九、扬尘管控不力的问题。整改时限：2025年6月底前。"
    disclaimer = "免责声明：凡注明来源的稿件，版权均属原作者所有，如有侵权请联系删除。"
    body = f"<div>{prose * 2}</div><div>{annex}</div>"
    lines = lines_of(tmp_path, body)
    assert lines[-1] == annex
    assert len(lines) == 17
    for other in (
        f"<div>{disclaimer}</div>",
        '<div class="hotnews"><p>市领导调研污染防治攻坚工作，强调要压实责任抓好整改。</p></div>',
    ):
        assert len(lines_of(tmp_path, f"<div>{prose * 2}</div>{other}")) == 16


def test_lists_count_as_a_browser_counts(tmp_path: Path):
    items = """<ol style="list-style-type: cjk-ideographic"><li>甲<ol type="A" start="2"><li>乙</li>
<li value="5">丙</li></ol></li><li>丁</li></ol>"""
    assert lines_of(tmp_path, items) == ["一、甲", "B.乙", "E.丙", "二、丁"]


def test_raised_figures_are_no_part_of_the_number_before_them(tmp_path: Path):
    text = "<p>罚款12×10<sup>4</sup>元，面积3m<sup>2</sup>，<ruby>鄄<rp>(</rp><rt>juàn</rt></ruby>城县。</p>"
    assert lines_of(tmp_path, text) == ["罚款12×10⁴元，面积3m²，鄄城县。"]


def test_layout_tables_inside_layout_tables_are_no_hindrance(tmp_path: Path):
    deep = "<table><tr><td>" * 150 + "<p>污水直排问题已经整改。</p>" + "</td></tr></table>" * 150
    assert lines_of(tmp_path, deep) == ["污水直排问题已经整改。"]


def test_a_title_that_the_head_says_with_the_name_of_the_site_is_said_once(tmp_path: Path):
    page = f"<head><title>澄州市整改情况报告-澄州市人民政府</title></head><body>{ARTICLE}</body>"
    (tmp_path / "a.html").write_text(f"<html>{page}</html>", "utf-8")
    assert open_source(tmp_path / "a.html").pages[0].text.split("\n") == EXPECTED
    bare = page.replace("<h1>澄州市整改情况报告</h1>", "<p>澄州市整改情况报告</p>")
    (tmp_path / "a.html").write_text(f"<html>{bare}</html>", "utf-8")
    assert open_source(tmp_path / "a.html").pages[0].text.split("\n") == EXPECTED


def test_a_table_inside_a_cell_leaves_the_rows_around_it_issues(tmp_path: Path):
    inner = (
        "<table><tr><td>项目</td><td>投资</td></tr><tr><td>管网</td><td>200万元</td></tr></table>"
    )
    heads = "".join(f"<th>{name}</th>" for name in ("序号", "问题", "整改时限", "整改进展"))
    row = f"<td>污水直排入河</td><td>2024年</td><td>已完成。{inner}</td></tr>"
    rows = "".join(f"<tr><td>{n}</td>{row}" for n in (1, 2))
    (tmp_path / "a.html").write_text(f"<html><body><table><tr>{heads}</tr>{rows}</table></body>")
    text = open_source(tmp_path / "a.html").pages[0].text
    records = [
        f"序号：{n}\n问题：污水直排入河\n整改时限：2024年\n整改进展：已完成。\n项目：管网；投资：200万元"
        for n in (1, 2)
    ]
    assert text.strip() == "\n\n".join(records)
