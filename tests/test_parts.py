"""Questions that ask several facts become one question for each; single facts stay whole."""

import json
from pathlib import Path

import pytest

from retrieval.answering.parts import split
from retrieval.language.normalise import fold
from retrieval.language.tokenizer import shared_tokenizer

QUESTIONS = Path(__file__).resolve().parent.parent / "corpus" / "questions"


def parts(question: str) -> list[str]:
    return [part.question for part in split(fold(question), shared_tokenizer())]


def labels(question: str) -> list[str]:
    return [part.subject for part in split(fold(question), shared_tokenizer())]


def asked(name: str) -> list[dict]:
    lines = (QUESTIONS / name).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "望川区和临河县2023年优良天数分别是多少",
            ["望川区2023年优良天数是多少", "临河县2023年优良天数是多少"],
        ),
        (
            "住建局、水利局、城管局各罚了多少",
            ["住建局罚了多少", "水利局罚了多少", "城管局罚了多少"],
        ),
        (
            "湖里的围网和餐饮船分别是什么时候拆完的",
            ["湖里的围网是什么时候拆完的", "湖里的餐饮船是什么时候拆完的"],
        ),
        ("一期、二期各有多少个监测点", ["一期有多少个监测点", "二期有多少个监测点"]),
        (
            "东埠、南埠两个街道各用了多少维修基金",
            ["东埠街道用了多少维修基金", "南埠街道用了多少维修基金"],
        ),
        (
            "青湖2021年总磷、总氮比2018年分别降了多少",
            ["青湖2021年总磷比2018年降了多少", "青湖2021年总氮比2018年降了多少"],
        ),
        ("灌排动力2020年和2025年各定了多少", ["灌排动力2020年定了多少", "灌排动力2025年定了多少"]),
    ],
)
def test_coordinated_parts_share_the_rest_of_the_clause(question, expected):
    assert parts(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "宏达钢铁是哪天停产的，许可证又是哪天撤销的",
            ["宏达钢铁是哪天停产的", "宏达钢铁许可证又是哪天撤销的"],
        ),
        ("棚改15年完成多少户，16年安排多少户", ["棚改15年完成多少户", "棚改16年安排多少户"]),
        (
            "大气监测，望川区建了多少个站，临河县建了多少套",
            ["大气监测,望川区建了多少个站", "大气监测,临河县建了多少套"],
        ),
        ("追责的干部里厅级几个处级几个", ["追责的干部里厅级几个", "追责的干部里处级几个"]),
        ("恒越置业查封了多少铺子、估值多少", ["恒越置业查封了多少铺子", "恒越置业估值多少"]),
        (
            "职校招老师要几年企业经历、什么学历",
            ["职校招老师要几年企业经历", "职校招老师要什么学历"],
        ),
        (
            "城东污水处理厂处理能力多大、什么时候开工",
            ["城东污水处理厂处理能力多大", "城东污水处理厂什么时候开工"],
        ),
    ],
)
def test_a_clause_takes_what_it_lacks_from_the_one_before(question, expected):
    assert parts(question) == expected


def test_two_groups_give_every_pair_with_the_first_slowest():
    question = "城东污水处理厂和城西污水处理厂提标改造的时限和进展分别是什么"
    assert parts(question) == [
        "城东污水处理厂提标改造的时限是什么",
        "城东污水处理厂提标改造的进展是什么",
        "城西污水处理厂提标改造的时限是什么",
        "城西污水处理厂提标改造的进展是什么",
    ]
    assert labels(question)[1] == "城东污水处理厂进展"


def test_labels_name_the_part_without_its_figures():
    assert labels("宏达钢铁是哪天停产的，许可证又是哪天撤销的") == ["宏达钢铁停产", "许可证撤销"]
    assert labels("388眼自备井关了多少眼，剩下的打算怎么弄")[0] == "自备井关"
    assert labels("城区2017年、2018年绿化面积各多少亩") == ["2017年", "2018年"]


def test_a_list_after_the_question_is_taken_as_its_subjects():
    assert parts("分别罚了多少，城东水务公司和城西水务公司") == [
        "城东水务公司罚了多少",
        "城西水务公司罚了多少",
    ]


@pytest.mark.parametrize(
    "question",
    [
        "督察组哪天到哪天在省里",
        "哪三个团场把烧煤锅炉换成电的了",
        "破产的两家棉浆粕企业是谁",
        "宏达铝业、鑫岳硅业这几家废气超标，限几月改好",
        "光大山河和汉光嘉业什么时候破产的",
        "法里说的夜间是几点到几点",
        "近几年一共投了多少钱",
        "城东和城西一共罚了多少",
        "整改办从各厅局借调了多少人",
        "有没有2019年到期的问题，是哪个",
        "第六师那几个问题完成了几个",
        "落后设备什么时候淘汰，哪个部门说了算",
        "《质量和安全管理办法》分别由谁发布",
        "修步道板、台阶、路边石花了多少钱",
    ],
)
def test_single_facts_stay_whole(question):
    assert parts(question) == [fold(question)]


def test_single_facts_of_the_question_sets_stay_whole():
    cut = [q["question"] for q in asked("factual.jsonl") if len(parts(q["question"])) > 1]
    assert cut == []


def test_questions_for_several_facts_are_split_into_as_many():
    several = asked("multi.jsonl")
    right = sum(
        len(parts(q["question"])) in (len(q["answers"]), len(q["answers"]) - 1) for q in several
    )
    assert right >= 0.9 * len(several)


@pytest.mark.parametrize(
    "text", ["", "?", "和", "多少", "分别", "、、、", "a和b各", "各多少，各多少"]
)
def test_scraps_do_not_break_it(text):
    assert parts(text)
