"""Measure words and units of figures, folded, in the forms that reports use."""

import re

_COMPOUND = (
    "微克/立方米 毫克/立方米 毫克/升 微克/升 克/立方米 毫克/千克 毫克/公斤 立方米/日 立方米/天 立方米/小时 "
    "立方米/秒 吨/日 吨/天 吨/年 吨/小时 吨/时 蒸吨/小时 蒸吨/时 千瓦时 兆瓦时 千伏安 "
    "平方公里 平方千米 平方米 立方米 平方 立方 个百分点 百分点 个工作日 工作日 个小时 小时 分钟 个月 个季度 "
    "个星期 个礼拜 星期 礼拜 周年 周岁 平方厘米 公里 千米 厘米 毫米 微克 毫克 千克 公斤 公顷 平米 蒸吨 兆瓦 千瓦 千帕 "
    "千伏 分贝 标箱 人次 辆次 家次 户次 件次 批次 架次 场次 班次 艘次 羊单位 课时 学时 车次 标方 频道 部门 部委"
).split()
_LATIN = (
    "mg/m3 ug/m3 μg/m3 mg/l ug/l g/l mg/kg kg/t m3/d m3/h m3/s m/s m/min t/h t/d t/a m3 m2 km2 "
    "m3/t m3/a m3/km l/s kwh/t kwh/m2 g/kwh kg/h kg/a kgce/t hm2 kpa mpa pa lx min mm/d g/m2 db(a) db kwh mwh mw gw kw kva kv kg km mg cm mm ml g t m l h s d"
).split()
_SINGLE = (
    "℃ 度 克 吨 米 亩 升 倍 斤 秒 天 日 周 年 月 岁 号 个 台 眼 口 家 户 套 辆 座 项 件 次 人 名 处 块 "
    "条 份 起 只 头 尾 株 棵 门 节 期 批 轮 场 趟 本 篇 幅 张 艘 架 栋 幢 间 层 级 类 种 部 支 枚 具 盏 根 段 "
    "片 所 届 对 队 笔 宗 例 桩 排 组 路 站 方 步 把 颗 粒 箱 袋 瓶 桶 车 船 床 桌 道 盘 线 位 员 岗 分 章 回 "
    "遍 版 集 点 羽 盒"
).split()


def _alternatives(words: list[str]) -> str:
    """The words as a pattern, longer ones first: an alternation takes the first that fits."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


MEASURE = rf"{_alternatives(_COMPOUND)}|{_alternatives(_SINGLE)}"
"""Pattern of a Chinese unit or measure word."""
LATIN_UNIT = rf"(?:{_alternatives(_LATIN)})(?![a-z])"
"""Pattern of a unit in Latin letters; a blank may stand before it."""
MONEY_UNIT = r"(?:元|美元|港元|欧元|日元|英镑)(?:/\(?(?:吨|度|千瓦时|立方米|平方米|亩|户|辆|年|月|日|天|人次|人)\)?)?"
"""Pattern of a unit of money, per something or plain."""
HAN_MEASURE = (
    "个百分点|个工作日|元|美元|港元|欧元|平方公里|平方米|立方米|公里|公顷|公斤|千克|毫米|厘米|吨|亩|倍|个月|个小时|小时|分钟|学时|课时|"
    "分贝|人次|周岁|周年|[个米岁台眼口家户套辆座项件次人名处块份天日年周所株栋批"
    "种支张条轮头艘场间篇本趟只队组笔宗幢]"
)
"""Pattern of the units that follow a number in characters; 一级, 二期, 三类 and 四线 are ordinals."""
INDIVISIBLE = frozenset(
    "个 台 眼 口 家 户 套 辆 座 项 件 次 人 名 处 块 条 份 起 只 头 尾 株 棵 门 批 轮 场 本 篇 幅 张 艘 架 栋 "
    "幢 间 支 枚 具 盏 根 段 片 所 届 对 队 笔 宗 例 桩 组 路 颗 粒 箱 袋 瓶 桶 位 人次 辆次 家次 户次 件次 "
    "批次 架次 场次 班次 艘次 羊单位 课时 学时 部门".split()
)
"""Units of which there is no half: `1.17条` is item 1 and 17条."""
CAPACITY = frozenset(
    "mw kw gw kv kva 千瓦 兆瓦 蒸吨 蒸吨/小时 蒸吨/时 吨/日 吨/天 吨/年 吨/小时 吨/时 立方米/日 立方米/天 "
    "m3/d m3/h m3/s t/d t/a 千伏 千伏安 t/h 立方米/小时 立方米/秒".split()
)
"""Units of what a plant or a machine can do."""
