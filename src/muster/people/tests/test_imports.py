"""People, units and places from sheets: what is wrong is named by its place, and nothing is half-stored."""

from datetime import date

import pytest

from muster.kernel.actor import Actor
from muster.kernel.importing import read_layout
from muster.kernel.sheets import open_sheets
from muster.kernel.statements import Written
from muster.people import imports
from muster.people.models import Membership, Person, PersonSkill
from muster.people.problems import OutsideYourMembers
from muster.places import imports as places
from muster.places.models import Area, Home
from muster.places.problems import OutsideYourAreas
from muster.units import imports as units
from muster.units.models import Unit

DAY = date(2020, 1, 28)
HEADER = "姓名,性别,公民身份号码,手机号码,所在组织代码,成员类别,职务,居住建筑编号,居住单元,楼层,房号,技能,可参加,照顾原因"
IDS = ("511602189001010011", "511602189001010038", "511602189001010054")


def with_check_digit(number: str) -> str:
    from stdnum.cn import ric

    return number[:17] + ric.calc_check_digit(number)


ZHANG, LI, WANG = map(with_check_digit, IDS)


def reading_of(tmp_path, layout, *lines: str):
    path = tmp_path / "sheet.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_layout(open_sheets(path, filename="sheet.csv"), layout)


@pytest.fixture
def store(tmp_path, system: Actor):
    def run(*lines: str, actor: Actor = system):
        reading = reading_of(tmp_path, imports.layout(), HEADER, *lines)
        return imports.store(actor, reading=reading, day=DAY), reading

    return run


@pytest.fixture
def places_of_riverside(tmp_path, system, tree):
    """One community with a building of 2 stairwells, 3 floors and 2 homes a floor."""
    for layout, run, lines in (
        (
            places.AREAS,
            places.store_areas,
            ("区划代码,名称,级别,上级代码,城乡,负责组织代码", "511602001001,河边村,村(社区),,乡村,riverside"),
        ),
        (
            places.GRIDS,
            places.store_grids,
            ("网格代码,网格名称,所属区划代码", "511602001001001,第一网格,511602001001"),
        ),
        (
            places.PREMISES,
            places.store_premises,
            ("小区编号,小区名称,所属区划代码,类别", "P1,河边小区,511602001001,小区"),
        ),
        (
            places.BUILDINGS,
            places.store_buildings,
            (
                "建筑编号,建筑名称,小区编号,网格代码,经度,纬度,单元数,层数,每层户数",
                "B1,1号楼,P1,511602001001001,106.6,30.5,2,3,2",
            ),
        ),
    ):
        reading = reading_of(tmp_path, layout, *lines)
        assert run(system, reading=reading, day=DAY) == Written(created=1)
        assert run(system, reading=reading, day=DAY) == Written()


def row(
    number: str = ZHANG,
    *,
    unit: str = "riverside",
    phone: str = "",
    home: str = ",,,",
    skills: str = "医生、驾驶",
    name: str = "张三",
) -> str:
    return f"{name},男,{number},{phone or '199' + number[9:17]},{unit},正式党员,无,{home},{skills},是,"


def test_a_person_comes_in_with_roll_home_and_skills(store, places_of_riverside):
    written, reading = store(row(home="B1,2,3,1"))
    assert (written, reading.errors) == (Written(created=1), [])
    person = Person.objects.get(name="张三")
    assert person.pinyin == "zhangsan zs"
    assert (person.home.stairwell.number, person.home.floor, person.home.door) == (2, 3, 1)
    assert person.memberships.get().unit.code == "riverside"
    assert set(person.skills.values_list("skill", flat=True)) == {"doctor", "driving"}
    assert ZHANG.encode() not in bytes(person.id_number)


def test_the_same_file_twice_changes_nothing(store, tree):
    lines = (row(), row(LI, unit="hillside"))
    assert store(*lines)[0] == Written(created=2)
    assert store(*lines)[0] == Written()


def test_what_differs_is_changed(store, tree):
    store(row())
    assert store(row(phone="19900000002", skills="护士"))[0] == Written(changed=1)
    assert list(PersonSkill.objects.values_list("skill", flat=True)) == ["nurse"]


def rules(reading) -> list[tuple[int, str, str]]:
    return [(error.row, error.column, error.rule) for error in reading.errors]


def test_an_unknown_unit_or_home_is_named_by_its_place(store, tree):
    written, reading = store(row(unit="nowhere"), row(LI, home="B9,1,1,1"))
    assert rules(reading) == [(2, "所在组织代码", "unknown_unit"), (3, "居住建筑编号", "unknown_home")]
    assert written == Written()
    assert not Person.objects.filter(name="张三").exists()


def test_a_person_in_two_full_memberships_is_refused(store, tree):
    _, reading = store(row(), row(unit="hillside"))
    assert [error.row for error in reading.errors] == [3]
    store(row())
    _, reading = store(row(unit="hillside"))
    assert rules(reading) == [(2, "所在组织代码", "roll_elsewhere")]
    assert Membership.objects.get(person__name="张三").unit.code == "riverside"


def test_an_impossible_identity_number_is_masked_in_the_error(store, tree):
    wrong = ZHANG[:17] + ("1" if ZHANG[17] != "1" else "2")
    _, reading = store(row(wrong))
    assert rules(reading)[0][:2] == (2, "公民身份号码")
    assert wrong not in reading.errors[0].value


WITH_BIRTH = f"{HEADER},所在组织名称,出生日期,年龄"


def with_birth(tmp_path, system, *lines: str):
    reading = reading_of(tmp_path, imports.layout(), WITH_BIRTH, *lines)
    imports.store(system, reading=reading, day=DAY)
    return rules(reading)


def test_two_people_with_one_number_are_told_apart_from_a_row_that_stands_twice(store, tree):
    _, reading = store(row(), row(name="李四"), row())
    assert rules(reading) == [
        (3, "公民身份号码", "repeated"),
        (4, "公民身份号码", "repeated"),
        (3, "姓名", "two_persons"),
    ]


def test_one_person_with_two_numbers_is_refused_in_the_file_and_against_the_roll(store, tree):
    _, reading = store(row(phone="13800000000"), row(LI, phone="13800000000"))
    assert rules(reading) == [(3, "公民身份号码", "two_numbers")]
    store(row(phone="13800000000"))
    _, reading = store(row(LI, phone="13800000000"))
    assert rules(reading) == [(2, "公民身份号码", "two_numbers")]
    _, reading = store(row(LI, phone="13800000000", name="李四"))
    assert reading.ok


def test_birthday_and_age_must_agree_with_the_identity_number(tmp_path, system, tree):
    young = with_check_digit("51160220000101001X")
    later = with_check_digit("51160220210101001X")
    assert with_birth(tmp_path, system, f"{row(young)},,民国89年1月1日,20") == []
    assert with_birth(tmp_path, system, f"{row(young)},,2000-01-02,40") == [
        (2, "出生日期", "other_birthday"),
        (2, "年龄", "other_age"),
    ]
    assert with_birth(tmp_path, system, f"{row(young)},,,150") == [(2, "年龄", "range")]
    assert with_birth(tmp_path, system, f"{row(later)},,,") == [(2, "公民身份号码", "not_yet_born")]


def test_a_unit_is_found_by_a_name_that_it_alone_bears(tmp_path, system, tree):
    assert with_birth(tmp_path, system, f"{row(unit='')},{tree.riverside.name},,") == []
    assert Membership.objects.get(person__name="张三").unit == tree.riverside
    assert with_birth(tmp_path, system, f"{row(LI, unit='')},无名支部,,") == [
        (2, "所在组织名称", "unknown_unit")
    ]
    Unit.objects.filter(code="hillside").update(name=tree.riverside.name)
    assert with_birth(tmp_path, system, f"{row(LI, unit='')},{tree.riverside.name},,") == [
        (2, "所在组织名称", "unknown_unit")
    ]
    assert with_birth(tmp_path, system, f"{row(LI, unit='')},,,") == [(2, "所在组织代码", "required")]


def test_a_clerk_brings_in_only_their_own_people(store, tree, actor_as):
    clerk = actor_as("clerk", unit=tree.north, who="officer")
    assert store(row(), actor=clerk)[0] == Written(created=1)
    with pytest.raises(OutsideYourMembers):
        store(row(LI, unit="lakeside"), actor=clerk)
    assert Person.objects.filter(name="张三").count() == 1


def test_homes_follow_from_the_building(places_of_riverside):
    assert Home.objects.count() == 12
    assert Area.objects.get(level="grid").parent.name == "河边村"


def test_a_building_that_would_lose_homes_is_refused(tmp_path, system, places_of_riverside):
    header = "建筑编号,建筑名称,小区编号,网格代码,经度,纬度,单元数,层数,每层户数"
    reading = reading_of(tmp_path, places.BUILDINGS, header, "B1,1号楼,P1,,106.6,30.5,1,3,2")
    places.store_buildings(system, reading=reading, day=DAY)
    assert [error.rule for error in reading.errors] == ["would_lose_homes"]
    assert Home.objects.count() == 12


def test_units_come_in_with_both_reporting_lines(tmp_path, system, tree):
    header = "组织代码,组织名称,组织类别,上级组织代码,属地组织代码,层级,条线,区划代码,成立日期"
    reading = reading_of(
        tmp_path, units.LAYOUT, header, "clinic,卫生院党支部,党支部,health,hillside,其他,卫生健康,,2010-01-01"
    )
    assert units.store(system, reading=reading, day=DAY) == Written(created=1)
    clinic = Unit.objects.get(code="clinic")
    assert (clinic.parent.code, clinic.locality.code, clinic.is_base) == ("health", "hillside", True)


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("x,甲,党支部,nowhere,,其他,,,", (2, "上级组织代码", "unknown_unit")),
        ("x,甲,党支部,x,,其他,,,", (2, "上级组织代码", "own_ancestor")),
        ("county,甲,党委,riverside,,区市县,,,", (2, "上级组织代码", "own_ancestor")),
    ],
)
def test_a_wrong_unit_row_is_named_by_its_place(tmp_path, system, tree, line, error):
    header = "组织代码,组织名称,组织类别,上级组织代码,属地组织代码,层级,条线,区划代码,成立日期"
    reading = reading_of(tmp_path, units.LAYOUT, header, line)
    assert units.store(system, reading=reading, day=DAY) == Written()
    assert rules(reading) == [error]


def test_a_file_without_a_column_does_not_empty_what_is_held(tmp_path, system, store, tree):
    store(row())
    short = "姓名,公民身份号码,所在组织代码,成员类别"
    reading = reading_of(tmp_path, imports.layout(), short, f"张三,{ZHANG},riverside,正式党员")
    assert imports.store(system, reading=reading, day=DAY) == Written()
    assert [error.rule for error in reading.errors] == ["column_missing"]
    assert set(PersonSkill.objects.values_list("skill", flat=True)) == {"doctor", "driving"}


def test_a_short_file_brings_new_people_in(tmp_path, system, tree):
    short = "姓名,公民身份号码,所在组织代码,成员类别"
    reading = reading_of(tmp_path, imports.layout(), short, f"张三,{ZHANG},riverside,正式党员")
    assert imports.store(system, reading=reading, day=DAY) == Written(created=1)


def test_a_clerk_does_not_take_over_the_grids_of_another_unit(
    tmp_path, system, tree, actor_as, places_of_riverside
):
    clerk = actor_as("clerk", unit=tree.south, who="stranger")
    areas = ("区划代码,名称,级别,上级代码,城乡,负责组织代码", "511602002001,湖边村,村(社区),,乡村,lakeside")
    places.store_areas(system, reading=reading_of(tmp_path, places.AREAS, *areas), day=DAY)
    grids = ("网格代码,网格名称,所属区划代码", "511602001001001,夺来的网格,511602002001")
    with pytest.raises(OutsideYourAreas):
        places.store_grids(clerk, reading=reading_of(tmp_path, places.GRIDS, *grids), day=DAY)
    assert Area.objects.get(level="grid").name == "第一网格"
