"""Members from a spreadsheet."""

from collections.abc import Container, Iterator
from datetime import date
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from muster.kernel.actor import Actor
from muster.kernel.changes import Columns, Held, filled
from muster.kernel.crypto import blind_index, unsealed
from muster.kernel.dates import date_
from muster.kernel.importing import Column, Layout, Reading
from muster.kernel.parsers import choice, integer, list_of, national_id, phone, text, yes_no
from muster.kernel.personal import Mask, masked_by
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
ID_NUMBER = ("身份证号", "身份证号码", "身份证", "证件号码", "公民身份证号码", "id number", "id card")
PHONE = ("手机", "手机号", "电话", "联系电话", "联系方式", "电话号码", "移动电话", "mobile", "telephone")
UNIT_NAME = (
    "所在党支部",
    "所属党支部",
    "所在组织",
    "所属组织",
    "党支部",
    "党支部名称",
    "所在支部",
    "组织名称",
)
OLDEST, AGES_APART = 130, 2  # some count the year of birth as the first
# These are held against the identity number and not kept, or name the unit: leaving them out empties nothing.
NOT_KEPT = frozenset({"born_on", "age", "unit", "unit_name"})
# Only that a person is spared is kept; the reason is theirs.
SPARED = choice(dict.fromkeys(("年老", "患病", "孕期", "照护家人", "old", "ill", "pregnant", "caring"), True))


def layout() -> Layout:
    """Skills are data, so their names are read when the layout is used."""
    return Layout(
        key="people",
        label=_("members"),
        columns=(
            Column("name", ("姓名", "name"), text(60), required=True, also=("党员姓名", "名字", "full name")),
            Column("sex", ("性别", "sex"), choice(SEXES)),
            Column(
                "id_number", ("公民身份号码", "identity number"), national_id, required=True, also=ID_NUMBER
            ),
            Column("phone", ("手机号码", "phone"), phone, also=PHONE),
            Column("unit", ("所在组织代码", "unit code"), unit_code, also=("组织代码", "党支部代码")),
            Column("unit_name", ("所在组织名称", "unit name"), text(120), also=UNIT_NAME),
            Column(
                "kind",
                ("成员类别", "membership"),
                choice(KINDS),
                required=True,
                also=("人员类别", "党员类别"),
            ),
            Column("office", ("职务", "office"), choice(OFFICES), also=("党内职务",)),
            Column("building", ("居住建筑编号", "building code"), place_code),
            Column("stairwell", ("居住单元", "stairwell"), integer(1, MOST_STAIRWELLS)),
            Column("floor", ("楼层", "floor"), integer(1, MOST_FLOORS)),
            Column("door", ("房号", "door"), integer(1, MOST_HOMES)),
            Column("skills", ("技能", "skills"), list_of(choice(queries.skill_codes_by_name()))),
            Column("available", ("可参加", "available"), yes_no),
            Column(
                "born_on",
                ("出生日期", "born on"),
                date_(),
                private=True,
                also=("出生年月日", "生日", "birthday"),
            ),
            Column("age", ("年龄", "age"), integer(0, OLDEST)),
            Column("spared", ("照顾原因", "spared because"), SPARED, private=True),
        ),
        unique=("id_number",),
        sheet_names=("成员", "党员", "people"),
    )


def store(actor: Actor, *, reading: Reading, day: date) -> Written:
    """Check what only the roll and the places can tell, then write. Rejected rows are in `reading`; then nothing is written."""
    unit_ids = units.ids_by_code()
    _find_units(reading, unit_ids)
    homes = _homes(reading)
    _check_births(reading, day)
    _check_identities(reading)
    if queries.is_anybody_on_roll():  # a first import would compare the whole city with nobody
        _check_other_numbers(reading)
        if reading.ok:
            _check_rolls(reading, day)
    if not reading.ok:
        return Written()
    return put_people(actor, rows=list(_rows(reading, unit_ids, homes)), day=day)


COMPARED = (
    *("name", "sex", "phone", "unit", "kind", "office", "building", "stairwell", "floor", "door", "skills"),
    *("available", "spared"),
)


def held(reading: Reading, day: date) -> Held:
    """A phone number that is the same stands as it is in the file; another one, masked."""
    phones = reading.columns["phone"]
    rows = queries.held_by_numbers(numbers=reading.columns["id_number"], day=day)
    same = [row[4] == index for row, index in zip(rows, blind_index(phones), strict=True)]
    others = unsealed(None if is_same else row[3] for row, is_same in zip(rows, same, strict=True))
    shown = [
        phone if is_same else (masked_by(Mask.PHONE, other) or None)
        for phone, is_same, other in zip(phones, same, others, strict=True)
    ]
    columns = dict(
        zip(COMPARED, map(list, zip(*(row[1:4] + row[5:] for row in rows), strict=True)), strict=True)
    )
    columns["phone"] = shown
    columns["skills"] = [tuple(skills) for skills in columns["skills"]]
    return Held([row[0] for row in rows], columns)


def wanted(reading: Reading, held: Held) -> Columns:  # noqa: ARG001 - every table's takes what is held
    columns = reading.columns
    return {
        **columns,
        "sex": filled(columns["sex"], ""),
        "office": filled(columns["office"], Office.NONE),
        "skills": [tuple(sorted(skills or ())) for skills in columns["skills"]],
        "available": filled(columns["available"], default=True),
        "spared": filled(columns["spared"], default=False),
    }


def _find_units(reading: Reading, known: Container[str]) -> None:
    """By code, or by a name that one unit alone bears: its code is then put into the column of codes."""
    codes, names = reading.columns["unit"], reading.columns["unit_name"]
    wanted = {name for code, name in zip(codes, names, strict=True) if code is None and name is not None}
    by_name = units.codes_by_name(names=wanted) if wanted else {}
    for index, (code_, name) in enumerate(zip(codes, names, strict=True)):
        if code_ is not None and code_ not in known:
            reading.reject(index, "unit", rule="unknown_unit", message=_("No unit has this code."))
        elif code_ is None and name is None and (index, "unit") not in reading.wrong:
            reading.reject(
                index, "unit", rule="required", message=_("It must not be empty, or name the unit.")
            )
        elif code_ is None and name is not None:
            bearers = by_name.get(name, ())
            if len(bearers) == 1:
                codes[index] = bearers[0]
            else:
                message = (
                    _("Several units bear this name: give the code.")
                    if bearers
                    else _("No unit has this name.")
                )
                reading.reject(index, "unit_name", rule="unknown_unit", message=message)


def _check_births(reading: Reading, day: date) -> None:
    """What stands beside the identity number must agree with it."""
    columns = reading.columns
    for index, (number, born_on, age) in enumerate(
        zip(columns["id_number"], columns["born_on"], columns["age"], strict=True)
    ):
        if number is None:
            continue
        birthday = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
        if birthday > day:
            message = _("The date of birth inside the identity number lies in the future.")
            reading.reject(index, "id_number", rule="not_yet_born", message=message)
        if born_on is not None and born_on != birthday:
            message = _("The identity number says another date of birth.")
            reading.reject(index, "born_on", rule="other_birthday", message=message)
        if age is not None and abs(age - (day.year - birthday.year)) > AGES_APART:
            message = _("The identity number says another age.")
            reading.reject(index, "age", rule="other_age", message=message)


def _check_identities(reading: Reading) -> None:
    """Two people with one number, or one person with two, in the file."""
    columns = reading.columns
    who = list(zip(columns["id_number"], columns["name"], columns["phone"], strict=True))
    by_number: dict[str, int] = {}
    by_name: dict[tuple[str, str], int] = {}
    for index, (number, name, number_of_phone) in enumerate(who):
        if number is None or name is None:
            continue
        first = by_number.setdefault(number, index)
        if who[first][1] != name:
            message = format_lazy(
                _("Row {row} has the same identity number and another name."), row=reading.rows[first]
            )
            reading.reject(index, "name", rule="two_persons", message=message)
        first = by_name.setdefault((name, number_of_phone), index) if number_of_phone else index
        if who[first][0] != number:
            message = format_lazy(
                _("Row {row} has the same name and phone and another identity number."),
                row=reading.rows[first],
            )
            reading.reject(index, "id_number", rule="two_numbers", message=message)


def _check_other_numbers(reading: Reading) -> None:
    """The same, the file against the roll."""
    columns = reading.columns
    for index in queries.other_numbers(
        names=columns["name"], phones=blind_index(columns["phone"]), numbers=blind_index(columns["id_number"])
    ):
        message = _("On the roll, somebody of this name and phone has another identity number.")
        reading.reject(index, "id_number", rule="two_numbers", message=message)


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
        absent := [c.headers[0] for c in reading.layout.columns if c.key not in present | NOT_KEPT]
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
