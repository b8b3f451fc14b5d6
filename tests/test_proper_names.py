import pytest

from retrieval.language.normalise import fold
from retrieval.language.proper_names import proper_names
from retrieval.language.tokenizer import shared_tokenizer


def found(text):
    folded = fold(text)
    names = proper_names(folded, shared_tokenizer().tagged(folded))
    return [(text[n.start : n.end], n.kind) for n in names]


@pytest.mark.parametrize(
    "text, names",
    [
        (
            "由栾浦城投集团有限公司和市财政局负责",
            [("栾浦城投集团有限公司", "organisation"), ("市财政局", "organisation")],
        ),
        (
            "新疆天业（集团）有限公司完成整改",
            [("新疆天业（集团）有限公司", "organisation")],
        ),
        (
            "省林业和草原局会同省自然资源厅",
            [("省林业和草原局", "organisation"), ("省自然资源厅", "organisation")],
        ),
        (
            "第八师石河子市、曲陵县",
            [("第八师石河子市", "place"), ("曲陵县", "place")],
        ),
        ("第四师组织城市绿化", [("第四师", "place")]),
        ("封停天业集团。天业集团，天业集团", [("天业集团", "organisation")] * 3),
        ("运营单位鹿陂清澜水务有限公司", [("鹿陂清澜水务有限公司", "organisation")]),
    ],
)
def test_a_name_has_its_exact_bounds(text, names):
    assert found(text) == names


@pytest.mark.parametrize(
    "text", ["有关部门和全市各县区", "产业布局与工作格局", "社区、园区、城中村", "两家企业、该公司"]
)
def test_general_words_are_no_names(text):
    assert found(text) == []
