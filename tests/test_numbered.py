"""Several issues named by their numbers: which they are, what is asked of them, and the answers."""

import pytest

from retrieval.answering.numbered import numbered


@pytest.mark.parametrize(
    "question, numbers, rest, over_all",
    [
        ("问题十一、十四、十九的罚款合计多少", "十一 十四 十九", "罚款合计多少", True),
        ("问题五和问题六的时限分别是什么", "五 六", "时限分别是什么", False),
        ("第5个和第6个问题整改完了吗", "5 6", "整改完了吗", False),
        ("问题十一到十三的状态", "十一 十二 十三", "状态", False),
        ("问题19-21时限", "19 20 21", "时限", False),
        ("问题五、六这两个问题都完成了吗", "五 六", "完成了吗", False),
        ("问题十九一共罚了多少", "十九", "一共罚了多少", True),
    ],
)
def test_numbers_and_what_is_asked_of_them(question, numbers, rest, over_all):
    found = numbered(question)
    assert (" ".join(found.numbers), found.rest, found.over_all) == (numbers, rest, over_all)


@pytest.mark.parametrize(
    "question",
    [
        "问题十九罚款多少",
        "问题五和六千亩林地",
        "问题十九和二十家企业",
        "问题一共有几个",
        "罚款合计多少",
    ],
)
def test_a_question_that_names_one_issue_or_none_is_left_alone(question):
    assert numbered(question) is None


@pytest.mark.parametrize(
    "question, kind, text, issues, coverage",
    [
        ("问题十一和问题十九一共罚了多少", "sum", "181万元", "十一 十九", "2/2"),
        ("问题十九一共罚了多少", "sum", "16万元", "十九", "1/1"),
        (
            "问题五、九的时限各是什么",
            "multi",
            "问题五：2018年6月；问题九：2018年12月",
            "五 九",
            None,
        ),
        ("问题五和问题六都完成了吗", "multi", "问题五：完成整改；问题六：完成整改", "五 六", None),
        ("问题五和问题三十的时限", "multi", "问题五：2018年6月；问题三十：报告未写明", "五", None),
        ("问题三十和三十一的时限", "abstain", None, "", None),
    ],
)
def test_each_issue_named_is_answered_for(assistant, question, kind, text, issues, coverage):
    answer = assistant.ask(question)
    found = (answer.kind, answer.text, " ".join(answer.issues), answer.coverage)
    assert found == (kind, text, issues, coverage)
    assert (answer.reason == "no_such_issue") == (kind == "abstain")
