"""Names that mean the same, as the reports themselves show."""

from pathlib import Path

import pytest

from retrieval.language.aliases import aliases, stated_aliases
from retrieval.language.tokenizer import shared_tokenizer

REPORTS = Path(__file__).parent / "data" / "reports"


def table(*texts):
    return aliases(texts, shared_tokenizer())


@pytest.mark.parametrize(
    "text, name, same",
    [
        (
            "新疆天富集团有限责任公司（以下简称“天富集团”）超采。",
            "天富集团",
            "新疆天富集团有限责任公司",
        ),
        ("《某市整改方案》（某发〔2018〕3号，以下简称《方案》）", "《方案》", "《某市整改方案》"),
        ("新疆天业（集团）有限公司超采，对天业集团罚款。", "天业", "新疆天业（集团）有限公司"),
        ("第八师石河子市召开会议。石河子市超采。", "八师", "石河子"),
        ("第七师胡杨河市。胡杨河市财政局、第七师财政局。", "第七师财政局", "胡杨河市财政局"),
        (
            "栾浦市政府：栾浦恒越置业有限公司改变用途，恒越置业补缴。栾浦市",
            "恒越置业",
            "栾浦恒越置业有限公司",
        ),
        (
            "石河子市郑氏化纤有限公司、郑氏化纤有限公司",
            "郑氏化纤有限公司",
            "石河子市郑氏化纤有限公司",
        ),
        ("市应急局和市应急管理局", "市应急局", "市应急管理局"),
        ("市住建局会同市住房城乡建设局", "市住建局", "市住房城乡建设局"),
        ("兵团发改委、兵团发展改革委", "兵团发改委", "兵团发展改革委"),
        ("曲陵县人民政府，曲陵县政府", "曲陵县政府", "曲陵县人民政府"),
    ],
)
def test_forms_of_one_name_are_tied(text, name, same):
    folded = same.replace("（", "(").replace("）", ")")
    assert folded in table(text).same(name)
    assert name in table(text).same(same)


@pytest.mark.parametrize(
    "text, one, other",
    [
        ("市生态环境局。市环保局。", "市生态环境局", "市环保局"),
        ("市林业局。市林业和草原局。", "市林业局", "市林业和草原局"),
        ("天富集团。天富能源股份有限公司。", "天富集团", "天富"),
        ("云岫市污水处理厂。鹿陂市污水处理厂。", "云岫市污水处理厂", "鹿陂市污水处理厂"),
        ("市应急局。县应急管理局。", "市应急局", "县应急管理局"),
        ("中石油公司、中石化公司（以下简称中方公司）", "中石化公司", "中方公司"),
        ("第四师组织城市绿化。", "第四师", "组织城市"),
    ],
)
def test_names_of_two_are_not_tied(text, one, other):
    assert other not in table(text).same(one)


def test_a_name_off_by_one_character_is_likely_and_not_certain():
    found = table("天富含盛热电未完成。\n天富合盛热电投资45万元。")
    assert found.likely("天富合盛热电") == ("天富含盛热电",)
    assert found.same("天富合盛热电") == ()


@pytest.mark.parametrize(
    "text", ["城东水泥厂。城西水泥厂。", "天富合盛热电、天富含盛热电分别完成。"]
)
def test_two_plants_of_like_names_are_not_even_likely_one(text):
    assert table(text).pairs == ()


def test_a_short_name_of_two_reports_does_not_make_one_of_them():
    found = table("《甲市方案》（以下简称《方案》）", "《乙市方案》（以下简称《方案》）")
    assert found.same("《方案》") == ("《甲市方案》", "《乙市方案》")
    assert found.same("《甲市方案》") == ("《方案》",)


def test_a_place_at_the_head_of_a_name_takes_its_other_names():
    assert "石河子市水利局" in table("第八师石河子市。石河子市。").forms("八师水利局")


def test_synonyms_for_a_search_leave_out_what_holds_the_word():
    synonyms = stated_aliases(["第八师石河子市。石河子市。"], shared_tokenizer()).synonyms()
    assert set(synonyms["石河子"]) == {"第八师", "八师"}


def test_groups_of_the_mission_in_a_fixed_order():
    text = next(REPORTS.glob("新疆*.txt")).read_text("utf-8")
    found = table(text)
    assert found == table(text)
    assert {"第八师石河子市", "第八师", "八师", "石河子市", "石河子"} <= {
        "八师",
        *found.same("八师"),
    }
    assert found.pairs == (("天富含盛热电", "天富合盛热电"),)
