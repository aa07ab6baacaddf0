"""Members from a spreadsheet."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from muster.kernel.actor import Actor
from muster.kernel.importing import Column, Layout, Reading
from muster.kernel.parsers import choice, integer, list_of, national_id, phone, text, yes_no
from muster.kernel.pinyin import searchable
from muster.kernel.statements import Written
from muster.places import queries as places
from muster.places.imports import MOST_FLOORS, MOST_HOMES, MOST_STAIRWELLS, place_code
from muster.units import queries as units
from muster.units.imports import unit_code

from . import queries
from .commands import PersonRow, put_people
from .models import MembershipKind, Office

SEXES = {"男": "male", "male": "male", "女": "female", "female": "female"}
KINDS = {
    **dict.fromkeys(("正式党员", "full"), MembershipKind.FULL),
    **dict.fromkeys(("预备党员", "probationary"), MembershipKind.PROBATIONARY),
}
OFFICES = {
    **dict.fromkeys(("书记", "secretary"), Office.SECRETARY),
    **dict.fromkeys(("副书记", "deputy secretary"), Office.DEPUTY),
    **dict.fromkeys(("委员", "committee member"), Office.COMMITTEE),
    **dict.fromkeys(("无", "none"), Office.NONE),
}
# Only that a person is spared is kept; the reason is theirs.
SPARED = choice(dict.fromkeys(("年老", "患病", "孕期", "照护家人", "old", "ill", "pregnant", "caring"), True))


def layout() -> Layout:
    """Skills are data, so their names are read when the layout is used."""
    return Layout(
        key="people",
        label=_("members"),
        columns=(
            Column("name", ("姓名", "name"), text(60), required=True),
            Column("sex", ("性别", "sex"), choice(SEXES)),
            Column("id_number", ("公民身份号码", "identity number"), national_id, required=True),
            Column("phone", ("手机号码", "phone"), phone),
            Column("unit", ("所在组织代码", "unit code"), unit_code, required=True),
            Column("kind", ("成员类别", "membership"), choice(KINDS), required=True),
            Column("office", ("职务", "office"), choice(OFFICES)),
            Column("building", ("居住建筑编号", "building code"), place_code),
            Column("stairwell", ("居住单元", "stairwell"), integer(1, MOST_STAIRWELLS)),
            Column("floor", ("楼层", "floor"), integer(1, MOST_FLOORS)),
            Column("door", ("房号", "door"), integer(1, MOST_HOMES)),
            Column("skills", ("技能", "skills"), list_of(choice(queries.skill_codes_by_name()))),
            Column("available", ("可参加", "available"), yes_no),
            Column("spared", ("照顾原因", "spared because"), SPARED, private=True),
        ),
        unique=("id_number",),
        sheet_names=("成员", "党员", "people"),
    )


def store(actor: Actor, *, reading: Reading, day: date) -> Written:
    """Check what only the roll and the places can tell, then write. Rejected rows are in `reading`; then nothing is written."""
    unit_ids = units.ids_by_code()
    for index, wanted in enumerate(reading.columns["unit"]):
        if wanted is not None and wanted not in unit_ids:
            reading.reject(index, "unit", rule="unknown_unit", message=_("No unit has this code."))
    homes = _homes(reading)
    if reading.ok:
        _check_rolls(reading, day)
    if not reading.ok:
        return Written()
    return put_people(actor, rows=list(_rows(reading, unit_ids, homes)), day=day)


def _homes(reading: Reading) -> list[UUID | None]:
    columns = reading.columns
    buildings = columns["building"]
    homes = places.home_ids(
        buildings=buildings, stairwells=columns["stairwell"], floors=columns["floor"], doors=columns["door"]
    )
    for index, (building, home) in enumerate(zip(buildings, homes, strict=True)):
        if building is not None and home is None:
            message = _("There is no such door in this building.")
            reading.reject(index, "building", rule="unknown_home", message=message)
    return homes


def _check_rolls(reading: Reading, day: date) -> None:
    held = queries.unit_codes_of_rolls(id_numbers=reading.columns["id_number"], day=day)
    for index, (unit, elsewhere) in enumerate(zip(reading.columns["unit"], held, strict=True)):
        if elsewhere is not None and elsewhere != unit:
            message = _("This person's roll lies in another unit already; a roll is moved by a transfer.")
            reading.reject(index, "unit", rule="roll_elsewhere", message=message)
    _check_columns(reading, held)


def _check_columns(reading: Reading, held: list[str | None]) -> None:
    """A column left out says nothing, but would empty what is held of people who are on the roll already."""
    known = next((index for index, unit in enumerate(held) if unit is not None), None)
    present = {key for _, heading in reading.headings for key in heading.positions}
    if known is not None and (
        absent := [c.headers[0] for c in reading.layout.columns if c.key not in present]
    ):
        message = format_lazy(
            _(
                "The file has no column {columns}; for people on the roll already that would empty it. Add the column."
            ),
            columns="、".join(absent),
        )
        reading.reject(known, "id_number", rule="column_missing", message=message)


def _rows(reading: Reading, unit_ids: dict[str, UUID], homes: list[UUID | None]) -> Iterator[PersonRow]:
    columns = reading.columns
    for index, home in enumerate(homes):
        name, available = columns["name"][index], columns["available"][index]
        yield PersonRow(
            name=name,
            pinyin=searchable(name),
            sex=columns["sex"][index] or "",
            id_number=columns["id_number"][index],
            phone=columns["phone"][index],
            unit_id=unit_ids[columns["unit"][index]],
            kind=columns["kind"][index],
            office=columns["office"][index] or Office.NONE,
            home_id=home,
            skills=columns["skills"][index] or (),
            is_available=available is not False,
            is_spared=bool(columns["spared"][index]),
        )
