"""Units from a spreadsheet."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from muster.kernel.actor import Actor
from muster.kernel.changes import Columns, Held, filled, held_by
from muster.kernel.dates import date_
from muster.kernel.importing import Column, Layout, Reading
from muster.kernel.parsers import choice, code, text
from muster.kernel.pinyin import searchable
from muster.kernel.statements import Written

from . import queries, rules
from .commands import UnitRow, put_units
from .models import Level

unit_code = code(r"[0-9A-Za-z_.\-]{1,40}", form=_("letters, digits, dots and hyphens, at most 40"))
KINDS = {
    **dict.fromkeys(("党委", "committee"), "committee"),
    **dict.fromkeys(("党总支", "general branch"), "general_branch"),
    **dict.fromkeys(("党支部", "支部", "branch"), "branch"),
    **dict.fromkeys(("联合党支部", "joint branch"), "joint_branch"),
    **dict.fromkeys(("党小组", "group"), "group"),
    **dict.fromkeys(("党组", "leading group"), "leading_group"),
    **dict.fromkeys(("党工委", "工委", "working committee"), "working_committee"),
}
LEVELS = {
    **dict.fromkeys(("市", "city"), Level.CITY),
    **dict.fromkeys(("区市县", "county"), Level.COUNTY),
    **dict.fromkeys(("乡镇(街道)", "township"), Level.TOWNSHIP),
    **dict.fromkeys(("村(社区)", "village"), Level.VILLAGE),
    **dict.fromkeys(("其他", "other"), Level.OTHER),
}
LAYOUT = Layout(
    key="units",
    label=_("units"),
    columns=(
        Column(
            "code",
            ("组织代码", "unit code"),
            unit_code,
            required=True,
            also=("党组织代码", "组织编码", "编码"),
        ),
        Column(
            "name",
            ("组织名称", "unit name"),
            text(120),
            required=True,
            also=("党组织名称", "名称", "组织全称", "党组织全称"),
        ),
        Column(
            "kind",
            ("组织类别", "kind"),
            choice(KINDS),
            required=True,
            also=("党组织类别", "组织类型", "类别"),
        ),
        Column(
            "parent",
            ("上级组织代码", "parent unit code"),
            unit_code,
            also=("上级代码", "上级党组织代码", "上级组织编码"),
        ),
        Column("locality", ("属地组织代码", "locality unit code"), unit_code),
        Column("level", ("层级", "level"), choice(LEVELS), required=True, also=("组织层级", "级别")),
        Column("sector", ("条线", "line"), text(40)),
        Column("area", ("区划代码", "area code"), code(r"\d{6}(\d{6})?", form=_("6 or 12 digits"))),
        Column("began_on", ("成立日期", "set up on"), date_(), also=("建立日期", "成立时间", "建立时间")),
    ),
    unique=("code",),
    sheet_names=("组织", "units"),
)


def store(actor: Actor, *, reading: Reading, day: date) -> Written:
    """Check what only the whole tree can tell, then write. Rejected rows are in `reading`; then nothing is written."""
    _check_references(reading)
    _check_loops(reading)
    if not reading.ok:
        return Written()
    return put_units(actor, rows=_rows(reading, day), day=day)


COMPARED = ("name", "kind", "parent", "locality", "level", "sector", "area", "began_on")


def held(reading: Reading, day: date) -> Held:  # noqa: ARG001 - every table's takes the day
    return held_by(reading, "code", COMPARED, queries.rows_by_code(codes=reading.columns["code"]))


def wanted(reading: Reading, held: Held) -> Columns:
    """What will be stored: a line or area left empty is none; a day left empty stays what it is."""
    columns = reading.columns
    began = zip(columns["began_on"], held.columns["began_on"], strict=True)
    return {
        **columns,
        "sector": filled(columns["sector"], ""),
        "area": filled(columns["area"], ""),
        "began_on": [given or before for given, before in began],
    }


def _rows(reading: Reading, day: date) -> Iterator[UnitRow]:
    counting = queries.kinds_that_count()
    columns = reading.columns
    began = {code: row[-1] for code, row in queries.rows_by_code(codes=columns["code"]).items()}
    for index in range(len(reading)):
        kind, level, name = columns["kind"][index], columns["level"][index], columns["name"][index]
        yield UnitRow(
            code=columns["code"][index],
            name=name,
            pinyin=searchable(name),
            kind=kind,
            parent_code=columns["parent"][index],
            locality_code=columns["locality"][index],
            level=level,
            is_base=rules.is_base(counts_as_base=kind in counting, level=level),
            sector=columns["sector"][index] or "",
            area_code=columns["area"][index] or "",
            began_on=columns["began_on"][index] or began.get(columns["code"][index], day),
        )


def _check_references(reading: Reading) -> None:
    known = set(queries.parents_by_code()) | set(reading.columns["code"])
    for key in ("parent", "locality"):
        for index, wanted in enumerate(reading.columns[key]):
            if wanted is not None and wanted not in known:
                message = _("No unit has this code, neither in the file nor in the tree.")
                reading.reject(index, key, rule="unknown_unit", message=message)


def _check_loops(reading: Reading) -> None:
    codes, parents = reading.columns["code"], reading.columns["parent"]
    loop = set(rules.cycle_in({**queries.parents_by_code(), **dict(zip(codes, parents, strict=True))}))
    for index, unit in enumerate(codes):
        if unit in loop:
            message = _("This unit would be its own ancestor.")
            reading.reject(index, "parent", rule="own_ancestor", message=message)
