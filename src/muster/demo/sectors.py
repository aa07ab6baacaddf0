"""The units of sectors: agencies, hospitals, schools, stations, firms. Each reports to its line and to the place it stands in."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from muster.demo import names
from muster.demo.divisions import COUNTY, TOWNSHIP, VILLAGE, Division, at
from muster.demo.tree import BRANCH, COMMITTEE, GENERAL, JOINT, LEADING, NEW, WORKING, Tree, Unit, unit_code

HEALTH, HOSPITALS, POLICE, CITY_MANAGEMENT, MARKET = "卫生健康", "医院", "公安", "城管执法", "市场监管"
EMERGENCY, EDUCATION, FINANCE, TRANSPORT, STATE_FIRMS = "应急管理", "教育", "金融", "交通运输", "国有企业"
AGENCIES, RETIRED = "直属机关", "离退休干部"
LETTERS = {
    HEALTH: "WS", HOSPITALS: "YY", POLICE: "GA", CITY_MANAGEMENT: "CG", MARKET: "SC", EMERGENCY: "YJ", EDUCATION: "JY",
    FINANCE: "JR", TRANSPORT: "JT", STATE_FIRMS: "GQ", AGENCIES: "JG", RETIRED: "LT", NEW: "LX",
}  # fmt: skip

_TYPICAL_VILLAGES = 286  # of a county, whose agencies then have all their sections
_SMALLEST = 0.1


@dataclass(frozen=True)
class Body:
    """An agency with branches in its sections."""

    line: str
    name: str
    kind: str
    sections: tuple[str, ...]
    weight: float = 16


_BUREAUS = (
    Body(HEALTH, "卫生健康局", COMMITTEE, (
        "机关", "疾病预防控制中心", "妇幼保健中心", "卫生执法大队", "急救中心", "中心血库",
    )),
    Body(POLICE, "公安局", COMMITTEE, (
        "指挥中心", "刑侦大队", "治安大队", "交警大队", "特巡警大队", "经侦大队", "网安大队", "禁毒大队",
        "看守所", "出入境管理大队", "法制大队", "政工监督室", "警务保障室", "离退休民警",
    )),
    Body(EDUCATION, "教育局", COMMITTEE, ("机关", "教师进修学校", "招生考试中心", "电教馆", "幼儿教育", "退休教师")),
    Body(CITY_MANAGEMENT, "综合行政执法局", GENERAL, ("机关", "市容大队", "环卫所", "园林所", "路灯所")),
    Body(MARKET, "市场监督管理局", GENERAL, ("机关", "稽查大队", "检验检测中心", "消费者权益保护中心")),
    Body(EMERGENCY, "应急管理局", GENERAL, ("机关", "消防救援大队", "防灾减灾中心", "安全执法大队")),
    Body(TRANSPORT, "交通运输局", GENERAL, ("机关", "公路养护段", "运输管理所", "公交公司", "海事处", "客运总站")),
    Body(FINANCE, "金融系统", GENERAL, (
        "税务局机关", "税务局直属分局", "农商银行机关", "村镇银行", "信用担保公司", "人寿保险公司",
        "财产保险公司",
    )),
    Body(RETIRED, "老干部局", GENERAL, ("第一离退休", "第二离退休", "第三离退休", "第四离退休"), 34),
)  # fmt: skip
_HOSPITALS = tuple(
    Body(HOSPITALS, name, COMMITTEE, (
        "行政", "内科", "外科", "急诊科", "护理", "医技", "门诊", "儿科", "妇产科", "骨科", "重症医学科",
        "感染科", "后勤", "退休职工",
    ))
    for name in ("中心医院", "中医医院", "第二医院", "康复医院")
)  # fmt: skip
_SCHOOLS = tuple(
    Body(EDUCATION, name, GENERAL, ("行政", "文科教研", "理科教研", "退休教师"), 18)
    for name in (
        "第一中学", "第二中学", "第三中学", "第四中学", "职业中学", "实验中学", "实验小学", "城北小学",
        "城南小学", "滨江小学", "特殊教育学校",
    )
)  # fmt: skip
_STATE_FIRMS = tuple(
    Body(STATE_FIRMS, name, GENERAL, ("机关", "生产", "项目"), 12)
    for name in (
        "城市建设公司", "农业投资公司", "交通建设公司", "供水公司", "燃气公司", "粮油储备公司", "文化旅游公司",
    )
)  # fmt: skip
_OFFICES = (
    "党委办公室", "人大机关", "政府办公室", "政协机关", "纪委机关", "组织部", "宣传部", "统战部", "政法委",
    "编办", "信访局", "档案馆", "党校", "工会", "团委", "妇联", "科协", "残联", "红十字会", "法院", "检察院",
    "发展改革局", "经济信息化局", "科技局", "民政局", "司法局", "财政局", "人力资源社会保障局", "自然资源局",
    "生态环境局", "住房城乡建设局", "水务局", "农业农村局", "商务局", "文化广播旅游局", "退役军人事务局",
    "审计局", "统计局", "医疗保障局", "林业局", "机关事务中心", "融媒体中心", "气象局", "供销社",
)  # fmt: skip
_LARGE_OFFICE_EVERY = 3  # each third office has a general branch with branches
_LEADING_GROUPS = 14

# Stations in townships: line, name, weight, and every how many townships there is one.
_STATIONS = (
    (HEALTH, "卫生院", 14, 1),
    (POLICE, "派出所", 9, 1),
    (EDUCATION, "中心小学", 18, 1),
    (EDUCATION, "初级中学", 20, 2),
    (MARKET, "市场监管所", 6, 2),
    (CITY_MANAGEMENT, "综合执法中队", 6, 2),
    (EMERGENCY, "消防救援站", 6, 3),
    (FINANCE, "农商银行支行", 7, 2),
    (TRANSPORT, "客运站", 5, 3),
    (RETIRED, "离退休干部", 26, 1),
)


@dataclass(frozen=True)
class FirmSort:
    share: float
    kind: str
    name: str
    weight: float
    sections: tuple[str, ...] = ()


_FIRMS = (
    FirmSort(0.55, BRANCH, "{firm}党支部", 7),
    FirmSort(0.22, JOINT, "{place}片区{short}等企业联合党支部", 10),
    FirmSort(0.14, BRANCH, "{place}{short}{body}党支部", 7),
    FirmSort(0.08, GENERAL, "{firm}党总支", 0, ("行政", "生产")),
    FirmSort(0.01, COMMITTEE, "{firm}党委", 0, ("行政", "生产一线", "研发", "营销")),
)
_RURAL_FIRMS = 0.3


class Sectors:
    """The sectors of one seat, the city or a county, in a tree."""

    def __init__(self, tree: Tree, seat: Division, divisions: Sequence[Division]) -> None:
        self._tree = tree
        self._seat = seat
        self._top = unit_code(seat.code)
        self._numbers = dict.fromkeys(LETTERS, 0)
        self._near = [one for one in at(VILLAGE, divisions) if one.code.startswith(seat.stem)]
        self._built_up = (
            [one for one in self._near if one.is_core]
            or [one for one in self._near if one.is_community]
            or self._near
        )
        self._townships = [one for one in at(TOWNSHIP, divisions) if one.code.startswith(seat.stem)]
        self._scale = min(1.0, max(_SMALLEST, self.villages / _TYPICAL_VILLAGES))
        self._bureaus: dict[str, Unit] = {}
        self.firms_report_to = ""

    @property
    def villages(self) -> int:
        return len(self._near)

    def add(self) -> None:
        """All sectors but the firms."""
        agencies = self._unit(AGENCIES, f"{self._seat.name}直属机关工委", WORKING, self._top).code
        self.firms_report_to = self._unit(NEW, f"{self._seat.name}{NEW}工委", WORKING, self._top).code
        for body in _BUREAUS:
            self._bureaus[body.line] = self._body(body, self._top if body.kind == COMMITTEE else agencies)
        for body in self._some(_HOSPITALS):
            self._body(body, self._bureaus[HEALTH].code)
        for body in self._some(_SCHOOLS):
            self._body(body, self._bureaus[EDUCATION].code)
        for body in self._some(_STATE_FIRMS):
            self._body(body, agencies)
        self._offices(agencies)
        if self._seat.level == COUNTY:
            self._stations()

    def _some(self, things: Sequence[Body]) -> Sequence[Body]:
        return things[: max(1, round(len(things) * self._scale))]

    def _unit(
        self,
        line: str,
        name: str,
        kind: str,
        parent: str,
        *,
        place: Division | None = None,
        weight: float = 0.0,
    ) -> Unit:
        """A unit of this seat that stands in `place`, or somewhere built up."""
        place = place or self._built_up[int(self._tree.rng.integers(len(self._built_up)))]
        self._numbers[line] += 1
        code = f"DZ{self._seat.code[:6]}-{LETTERS[line]}{self._numbers[line]:03}"
        home = place.code[:9]
        return self._tree.add(
            Unit(code, name, kind, parent, unit_code(place.code), line=line, home=home, weight=weight)
        )

    def _body(self, body: Body, parent: str) -> Unit:
        whole = f"{self._seat.name}{body.name}"
        unit = self._unit(body.line, f"{whole}{body.kind}", body.kind, parent)
        for section in body.sections[: max(2, round(len(body.sections) * self._scale))]:
            self._tree.below(unit, f"{whole}{section}党支部", BRANCH, home=unit.home, weight=body.weight)
        return unit

    def _offices(self, parent: str) -> None:
        count = max(3, round(len(_OFFICES) * self._scale))
        for number, office in enumerate(_OFFICES[:count]):
            if number % _LARGE_OFFICE_EVERY:
                self._unit(AGENCIES, f"{self._seat.name}{office}党支部", BRANCH, parent, weight=15)
            else:
                self._body(Body(AGENCIES, office, GENERAL, ("机关", "下属单位", "退休职工")), parent)
        for office in _OFFICES[-min(_LEADING_GROUPS, count) :]:
            self._unit(AGENCIES, f"{self._seat.name}{office}党组", LEADING, self._top)

    def _stations(self) -> None:
        for line, name, weight, every in _STATIONS:
            for town in self._townships[::every]:
                parent = self._bureaus[line].code
                self._unit(line, f"{town.name}{name}党支部", BRANCH, parent, place=town, weight=weight)

    def add_firm(self, firm: str, *, room: int) -> int:
        """A firm, a social body or several small firms, of at most `room` base-level units; how many that made."""
        tree = self._tree
        place = self._built_up[int(tree.rng.integers(len(self._built_up)))]
        if tree.rng.random() < _RURAL_FIRMS:
            place = self._near[int(tree.rng.integers(len(self._near)))]
        fitting = [one for one in _FIRMS if len(one.sections) < room]
        shares = np.array([one.share for one in fitting])
        sort = fitting[int(tree.rng.choice(len(fitting), p=shares / shares.sum()))]
        body = names.SOCIAL_BODIES[int(tree.rng.integers(len(names.SOCIAL_BODIES)))]
        name = sort.name.format(firm=firm, short=firm[:2], body=body, place=place.short)
        unit = self._unit(NEW, name, sort.kind, self.firms_report_to, place=place, weight=sort.weight)
        for section in sort.sections:
            tree.below(unit, f"{firm}{section}党支部", BRANCH, home=unit.home, weight=8)
        return 1 + len(sort.sections)


def add_sectors(tree: Tree, divisions: Sequence[Division], *, total: int, with_city: bool) -> None:
    """Every sector's units, and as many firms and social bodies as make `total` base-level units."""
    counties = at(COUNTY, divisions)
    seats = [
        Sectors(tree, seat, divisions) for seat in ([*divisions[:1], *counties] if with_city else counties)
    ]
    for seat in seats:
        seat.add()
    left = total - tree.base_units
    if left < 0:
        raise ValueError(f"{-left} units more than the {total} wanted, before any firm")
    hosts = seats[-len(counties) :]
    shares = np.array([host.villages for host in hosts])
    firms = names.firms(tree.rng)
    while left:
        host = hosts[int(tree.rng.choice(len(hosts), p=shares / shares.sum()))]
        left -= host.add_firm(next(firms), room=left)
