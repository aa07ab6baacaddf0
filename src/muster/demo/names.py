"""Words that the demo city's invented names are made of. Nobody and no place is meant."""

from collections.abc import Iterable, Iterator

import numpy as np

# How often each occurs, in thousandths; roughly as in the whole country, with Sichuan's favourites.
SURNAMES = {
    "王": 66, "李": 74, "张": 66, "刘": 56, "陈": 58, "杨": 42, "赵": 18, "黄": 26, "周": 30, "吴": 24,
    "徐": 15, "孙": 9, "胡": 20, "朱": 12, "高": 9, "林": 12, "何": 22, "郭": 12, "马": 10, "罗": 22, "梁": 9,
    "宋": 9, "郑": 8, "谢": 14, "韩": 6, "唐": 20, "冯": 8, "于": 3, "董": 5, "萧": 1, "程": 7, "曹": 8,
    "袁": 9, "邓": 19, "许": 7, "傅": 4, "沈": 4, "曾": 14, "彭": 13, "吕": 6, "苏": 7, "卢": 5, "蒋": 20,
    "蔡": 6, "贾": 4, "丁": 5, "魏": 6, "薛": 4, "叶": 6, "阎": 1, "余": 10, "潘": 6, "杜": 8, "戴": 4, "夏": 7,
    "钟": 7, "汪": 4, "田": 6, "任": 6, "姜": 3, "范": 5, "方": 4, "石": 5, "姚": 6, "谭": 10, "廖": 12,
    "邹": 8, "熊": 7, "金": 3, "陆": 3, "郝": 1, "孔": 2, "白": 3, "崔": 3, "康": 4, "毛": 3, "邱": 6, "秦": 6,
    "江": 5, "史": 3, "顾": 2, "侯": 3, "孟": 3, "龙": 6, "万": 5, "段": 4, "雷": 7, "钱": 2, "汤": 4, "尹": 4,
    "易": 4, "常": 1, "武": 1, "乔": 2, "贺": 4, "赖": 4, "龚": 6, "文": 5, "游": 3, "甘": 3, "代": 5, "向": 4,
    "粟": 1, "冉": 3, "肖": 8, "付": 3, "蒲": 4, "聂": 3, "苟": 2, "敬": 1,
}  # fmt: skip
MALE_FIRST = "建国志文明永光世天德家成兴华正云春海金玉宗仕庆绍俊开朝登显承远大长新良友贵福荣昌礼义仁学思立安"
MALE_SECOND = "华军平明林生全才富贵荣昌成斌波涛辉峰松柏清云刚祥元兵川江海洋龙飞宇轩杰权伦毅良友安福"
MALE_SINGLE = "勇军伟斌波涛辉峰松林杰浩宇川兵洋凯"
FEMALE_FIRST = "秀玉桂素淑春翠金碧月晓雪丽美红冬秋雅诗思梦佳婉琼清永明世天国光仕先"
FEMALE_SECOND = "英华珍芳琼梅莲芬容群玉菊碧秀云霞燕红丽萍娟琴蓉敏洁莉娜婷怡雯颖妮欣萱"
FEMALE_SINGLE = "英芳琼梅霞燕红丽萍娟琴蓉敏洁莉娜婷"

# Natural villages: two fanciful characters and a shape of the land.
_NATURAL_FIRST = "云月星松竹桂兰荷溪泉霞露雪枫梧槐榆橘柚鹭鹤雁莺蝉萤笛琴砚墨笺棠"
_NATURAL_SECOND = "栖落照鸣隐映归眠听卧倚临渡醉耘耕拂浣簇浮漱望暖霁蔚酣"
_NATURAL_SHAPE = "坝湾沟坪垭坡岭塘堰坎嘴院梁坳埂冲岩榜滩溪岗埝洼峡"

_COMPOUND_FIRST = (
    "金桂", "银杏", "翰林", "书香", "锦绣", "江畔", "渠畔", "滨河", "枫林", "梧桐", "紫薇", "玉兰", "海棠",
    "丹桂", "云锦", "御景", "阳光", "晨曦", "明月", "星河", "碧水", "青山", "绿洲", "凤鸣", "鹤鸣", "龙腾",
    "祥和", "瑞丰", "嘉和", "安居", "幸福", "和谐",
)  # fmt: skip
_COMPOUND_LAST = (
    "花园", "家园", "雅苑", "名邸", "华府", "新城", "佳苑", "丽景", "公馆", "新村", "国际", "半岛", "名居",
    "庭院", "水岸", "尚城",
)  # fmt: skip
FIRM_FIRST = "恒瑞嘉宏泰鼎裕盛润博德信诚翔骏昱晟朗铭禾沃茂皓启卓弘曜"
FIRM_SECOND = "源丰达通兴远腾隆泽康辰益昌峰岳航锐联创景和园捷川合晖"
FIRM_TRADE = (
    "农业开发", "生态养殖", "果蔬种植", "粮油加工", "机械配件", "电子科技", "建材", "物流", "商贸", "物业服务",
    "家政服务", "纺织服装", "食品", "医药连锁", "汽车配件", "包装印刷", "餐饮管理", "文化传媒", "环保科技",
    "建筑劳务", "家具", "酒店管理",
)  # fmt: skip
SOCIAL_BODIES = (
    "民办幼儿园",
    "志愿服务协会",
    "律师事务所",
    "老年大学",
    "养老服务中心",
    "行业商会",
    "社会工作服务中心",
    "会计师事务所",
)


def natural_villages(divisions: Iterable[str], rng: np.random.Generator) -> Iterator[str]:
    """Invented names of natural villages, none twice, none within the name of a real division."""
    real = "\n".join(divisions)
    every = [a + b + c for a in _NATURAL_FIRST for b in _NATURAL_SECOND for c in _NATURAL_SHAPE]
    invented = [name for name in every if name not in real]
    return (invented[number] for number in rng.permutation(len(invented)))


def compounds(rng: np.random.Generator) -> Iterator[str]:
    every = [first + last for first in _COMPOUND_FIRST for last in _COMPOUND_LAST]
    return (every[number] for number in rng.permutation(len(every)))


def firms(rng: np.random.Generator) -> Iterator[str]:
    every = [a + b for a in FIRM_FIRST for b in FIRM_SECOND]
    order = rng.permutation(len(every) * len(FIRM_TRADE))
    return (f"{every[number % len(every)]}{FIRM_TRADE[number // len(every)]}有限公司" for number in order)
