import pytest

from retrieval.language.names import names
from retrieval.language.tokenizer import shared_tokenizer


def found(text):
    tagged = shared_tokenizer().tagged(text)
    return {(text[n.start : n.end], n.kind) for n in names(text, tagged)}


@pytest.mark.parametrize(
    "text, name, kind",
    [
        (
            "新疆蒙鑫水泥有限公司奇台分公司于2018年停窑",
            "新疆蒙鑫水泥有限公司奇台分公司",
            "organisation",
        ),
        ("由政委孙金龙同志任组长", "孙金龙", "person"),
        ("撤销了备案证明(兵发改产业发〔2018〕25号)", "兵发改产业发〔2018〕25号", "document"),
        ("依据青环罚〔2023〕61号、62号", "青环罚〔2023〕61号、62号", "document"),
        ("执行GB 3838-2002标准", "GB 3838-2002", "document"),
        ("出台《兵团实施〈办法（试行）〉细则》", "《兵团实施〈办法（试行）〉细则》", "title"),
        ("石河子市水利局、环境保护局批准同意", "石河子市水利局、环境保护局", "organisation"),
        ("光大山河和汉光嘉业两家企业已破产", "光大山河和汉光嘉业", "place"),
    ],
)
def test_a_name_is_found_whole(text, name, kind):
    assert (name, kind) in found(text)
