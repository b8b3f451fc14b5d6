"""Columns and numbers in the words of letters from the public, audits and annual checks."""

import pytest
from layouts import ledger

LETTERS = """群众信访举报件边督边改公开情况一览表
第24批第1件（受理编号D2ZJ202009240011）
交办问题基本情况：某烧烤店油烟直排。
行政区域：青秀区
责任单位：青秀区人民政府
处理和整改情况：罚款5000元。
是否办结：已办结
第24批第2件（受理编号X2ZJ202009240004）
交办问题基本情况：养猪场粪污直排水沟。
行政区域：良庆区
责任单位：良庆区人民政府
处理和整改情况：责令限期清栏。
是否办结：未办结
"""

NO_AND_OTHER_WORDS = """整改方案销号情况表
No.3
存在问题：违规上马“两高”项目17个。
整改责任：南港市人民政府
完成节点：2018年底前完成，并长期坚持
办理结果：17个项目全部处置。
进展状态：已销号
No.4
存在问题：保护区内采矿。
整改责任：西山县人民政府
完成节点：2019年上半年
办理结果：关停矿山6座。
进展状态：整改中
"""

TWO_WORDS_IN_ONE_LABEL = """内部审计发现问题整改汇总
问题（一）：物资采购未公开招标。
责任部门/单位：采购部
办结时间：2022-09-30
落实结果：已完成
问题（二）：应收账款长期挂账。
责任部门/单位：财务部
办结时间：2022-12-31
落实结果：正在推进
"""


@pytest.mark.parametrize(
    "text, rows",
    [
        pytest.param(
            LETTERS,
            [
                ("1", "某烧烤店油烟直排。", None, "完成", ("青秀区人民政府",)),
                ("2", "养猪场粪污直排水沟。", None, "未达序时进度", ("良庆区人民政府",)),
            ],
            id="letters_of_a_batch",
        ),
        pytest.param(
            NO_AND_OTHER_WORDS,
            [
                ("3", "违规上马“两高”项目17个。", "2018-12-31", "完成", ("南港市人民政府",)),
                ("4", "保护区内采矿。", "2019-06-30", "持续推进", ("西山县人民政府",)),
            ],
            id="no_before_the_number_and_synonyms_of_every_label",
        ),
        pytest.param(
            TWO_WORDS_IN_ONE_LABEL,
            [
                ("一", "物资采购未公开招标。", "2022-09-30", "完成", ("采购部",)),
                ("二", "应收账款长期挂账。", "2022-12-31", "持续推进", ("财务部",)),
            ],
            id="labels_of_two_words_parted_by_a_stroke",
        ),
    ],
)
def test_every_issue_is_read_with_its_fields(text, rows):
    assert ledger(text) == rows
