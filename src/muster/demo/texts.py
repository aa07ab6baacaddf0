"""What the demo's papers say. Written for the demo."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

SERIES = "演组"
OPERATION = "疫情防控应急行动(演示)"
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
