"""Persons named behind their post, and the posts: 县长包明亮, 总工程师闻人拓. A tagger knows few names."""

import re
from collections.abc import Iterable, Iterator

_SINGLE = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
    "叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔"
    "贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁"
    "时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄包司柏宁柯阮桂闵解强柴"
    "喻窦岑卞湛禹狄茅骆虞昝裘缪单杭诸钮嵇滑荀羿储邴糜巫隗宓蓬班仰仲仇暴厉祖束韶蓟印蒲邰鄂籍卓蔺蒙胥苍莘逄堵宰雍璩桑濮"
    "寿扈郏浦尚茹容慎庾暨衡匡寇阙沃蔚夔隆巩厍晁敖融冷訾阚那沙鞠巢蒯荆竺权逯桓麦佟亢郗缑羊牧鹿沐东尧冼应麻戎"
    "华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁"
)
SURNAME = (
    "(?:欧阳|上官|司马|诸葛|皇甫|尉迟|慕容|令狐|司徒|闻人|端木|公羊|公孙|夏侯|东方|南宫|西门|百里|轩辕|"
    "长孙|宇文|呼延|申屠|独孤|澹台|钟离|赫连|太史|单于|宰父|谷梁|乐正|太叔|公西|东郭|仲长|羊舌|梁丘|左丘|乐羊|漆雕|"
    rf"万俟|濮阳|淳于|公冶|宗政|亓官|司寇|颛孙|巫马|鲜于|闾丘|拓跋|夹谷|段干|[{_SINGLE}])"
)
"""Pattern of a surname."""
_POST = re.compile(
    r"(?:书记|[局厅处科部院校县市区镇乡团师州省站所队行会司社村厂矿关盟旗班组店]长|经理|董事长|秘书长|检察长|主任|主席|"
    r"专员|政委|司令员?|指挥长|总指挥|[工会经][程计济]师|总监|技术员|科员|干事|秘书|助理|委员|常委|联系人|调研员|巡视员|负责人|责任人|代表人|控制人|法人|学生|教师|医生|村民|职工|"
    r"工人|业主|司机|驾驶员|操作工|安全员|会计|出纳|同志|党员|干部|原?(?:副)?职|人员)(?=[\u4e00-\u9fff])"
)
_NAMED = re.compile(rf"(?P<surname>{SURNAME})[\u4e00-\u9fff]{{1,2}}")
_SURELY_BEHIND = re.compile(r"$|[^\u4e00-\u9fff]|同志|任|兼|[被受因为等在对和与及的给于将已系均]")
_NO_PERSON = re.compile(
    r"全部|解决|成为|应当|方面|安全|常务|时间|时刻|高度|和(?![\u4e00-\u9fff]{1,2}[^\u4e00-\u9fff])"
)
_NO_GIVEN = re.compile(r"[的了与及在对由被为以从向等各本其任兼因受均]|.[和到]")

_HOLDS = re.compile(r"[\u4e00-\u9fff]{2,24}\Z")
_BEFORE_POST = re.compile(r".*(?:[由对被给向以为让免请将]|其中|责成)")
_JOINT = re.compile(r".*[和及与]")


def persons(folded: str) -> Iterator[tuple[int, int]]:
    """Half-open bounds of each name that stands behind a post in a folded text; where its end is
    in doubt, both ways to read it."""
    for post in _POST.finditer(folded):
        found = _NAMED.match(folded, post.end())
        if found is None:
            continue
        given = found.end("surname")
        ends = [end for end in (given + 1, found.end()) if not _NO_GIVEN.search(folded, given, end)]
        if _NO_PERSON.match(folded, post.end()) or not ends:
            continue
        sure = [end for end in ends if _SURELY_BEHIND.match(folded, end)]
        for end in dict.fromkeys(sure[:1] or ends):
            yield found.start(), end


def posts(folded: str, named: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Half-open bounds of the post before each named person: 设备科原科长 of 设备科原科长訾大海."""
    for end in dict.fromkeys(start for start, _ in named):
        run = _HOLDS.search(folded, max(0, end - 24), end)
        if run is None:
            continue
        start = run.start()
        for before in (_BEFORE_POST, _JOINT):
            cut = before.match(folded, start, end)
            if cut and before is _JOINT:
                yield start, end
            start = cut.end() if cut and end - cut.end() >= 2 else start
        yield start, end
