"""What the demo's papers say. Written for the demo."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

SERIES = "演组"
OPERATION = "疫情防控应急行动(演示)"
HEADQUARTERS = "疫情防控指挥部"
TASKS = ("定点医院救护", "交通卡口值守", "隔离点服务", "物资转运", "流调支援")


@dataclass(frozen=True, slots=True)
class Text:
    kind: str
    purpose: str
    title: str
    body: str


NOTICE = Text(
    kind="notice",
    purpose="for_action",
    title="关于立即行动起来做好疫情防控工作的通知",
    body=(
        "各级党组织:\n\n"
        "一、收到本通知后请即签收,并于当日向下级组织传达。\n"
        "二、划好党员责任区,每一户都有人负责,责任人名单在村(社区)公布。\n"
        "三、组建先锋队、突击队和志愿服务队,队员就近编组,身体不便和需要照护家人的同志不安排上岗。\n"
        "四、值守、走访、消杀逐项登记,没有情况的也请报告。\n"
        "五、遇到困难及时报告,不要自行硬扛。\n"
    ),
)
URGENT = Text(
    kind="notice",
    purpose="for_action",
    title="关于立即清点防护物资的紧急通知",
    body=(
        "各党支部:\n\n"
        "一、收到即签收,当日清点口罩、消毒液、测温枪的现存数量。\n"
        "二、缺口当日上报,不足三天用量的注明。\n"
        "三、没有缺口的也请报告。\n"
    ),
)
APPEAL = Text(
    kind="appeal",
    purpose="for_information",
    title="致全体党员的倡议书",
    body=(
        "同志们:\n\n"
        "防控工作需要每一个人。倡议大家在保重身体的前提下,向所在村(社区)报到,做一件力所能及的事。\n"
        "是否参加由本人决定,不参加不需要说明理由。\n"
    ),
)


def temporary_unit(number: int) -> str:
    return f"第{number}临时党支部(演示)"


BULLETIN_TITLE = "动员情况简报(第一期)"


def bulletin(values: Mapping[str, Decimal | None]) -> str:
    """Every number comes from a figure; the members are also given in ten thousands, as people write them."""

    def of(key: str) -> str:
        return f"{values[key]:,.0f}"

    members = values["people.mobilised"] or Decimal()
    rounded = f"{members / 10_000:.1f}万" if members >= 10_000 else f"{members:.0f}"  # noqa: PLR2004 - 万
    return (
        f"响应启动以来,全市共动员{of('units.mobilised')}个基层党组织、{rounded}名党员,"
        f"组建{of('operations.temporary_units')}个临时党组织,划分{of('zones.zones')}个党员责任区,"
        f"成立{of('teams.teams')}支党员先锋队、突击队和志愿服务队。\n\n"
        "以上各数均可点开查看口径、时间和明细。\n"
    )


# The measures. What they ask and count is invented for the demo.
MEASURES_TITLE = "关于疫情防控十条措施的任务分工方案"
MEASURES_BASIS = "《中华人民共和国传染病防治法》"
MEASURES_BODY = (
    "各级党组织:\n\n"
    "为把防控工作落到每一户,现将十条措施的任务分工印发给你们。\n"
    "一、牵头单位对本条负总责,责任(配合)单位主动配合。\n"
    "二、各单位按时限推进,每日按规定时间上报,没有情况的报零报告。\n"
    "三、联系电话:0826-0000001。\n"
)
MEASURES_CHANGE = ("0826-0000001", "0826-0000002")
MEASURES_NOTE = "更正联系电话"
MEASURES = (
    ("为定点医院和社区卫生站配齐防护用品,每日清点库存。", "口罩(只)"),
    ("对外出返乡人员逐户走访登记,当日录入。", "走访户数(户)"),
    ("小区和院落设固定值守点,登记进出。", "值守点(个)"),
    ("对楼道、电梯、公共厕所每日消杀两次。", "消杀点位(个)"),
    ("为独居老人和行动不便的居民代购送货。", "代购户数(户)"),
    ("公布咨询电话,群众来电当日答复。", "答复来电(个)"),
    ("集贸市场分时段限流,入口测温。", "市场(个)"),
    ("保障生活物资供应,价格每日公示。", ""),
    ("关心一线医务人员家庭,落实倾斜支持。", "走访家庭(户)"),
    ("宣传防护知识,明白纸入户。", "明白纸(份)"),
)
PROGRESS = ("已全部完成,清单已公示。", "完成过半,其余明日完成。")
DAILY = ("走访户数", "新登记返乡人员")
FOR_RESIDENTS = {
    "headline": "在家少出门,有事打电话",
    "points": "出门戴口罩,回家先洗手\n从外地回来,请当天告诉社区\n买菜取药有困难,社区帮您代办\n发热咳嗽,先打电话再就医",
    "ask": "社区电话 0826-0000002",
}
