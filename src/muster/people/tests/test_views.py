"""Lists of people: only for those who may read them, numbers masked."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from conftest import TODAY
from muster.kernel.importing import read_layout
from muster.kernel.problems import BadRequest, NotAllowed
from muster.kernel.sheets import open_sheets
from muster.people import imports, queries
from muster.people.commands import choose_language
from muster.people.models import Account, Membership, Person
from muster.units.commands import UnitRow, put_units
from muster.units.models import Unit

HEADER = "姓名,性别,公民身份号码,手机号码,所在组织代码,成员类别,职务"
ZHANG = "张三,男,511602189001010012,19900000001,riverside,正式党员,书记"


@pytest.fixture
def zhang(tmp_path, system, tree, people):
    from stdnum.cn import ric

    number = "511602189001010019"[:17]
    number += ric.calc_check_digit(number + "0")
    path = tmp_path / "people.csv"
    path.write_text(f"{HEADER}\n张三,男,{number},19900000001,riverside,正式党员,书记", encoding="utf-8")
    reading = read_layout(open_sheets(path, filename="people.csv"), imports.layout())
    imports.store(system, reading=reading, day=TODAY)
    assert reading.ok
    return number


def url(unit):
    return reverse("people:of_unit", kwargs={"unit_id": unit.pk})


def words(response):
    return " ".join(unescape(response.content.decode()).split())


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("chief", 200),
        ("officer", 200),
        ("clerk", 200),
        ("auditor", 403),
        ("stranger", 404),
        ("member", 404),
        ("nobody", 302),
    ],
)
def test_who_may_read_the_list_of_a_unit(client_as, tree, who, status):
    assert client_as(who).get(url(tree.riverside)).status_code == status


def test_numbers_are_masked(client_as, tree, zhang):
    page = words(client_as("officer").get(url(tree.riverside)))
    assert "张三" in page
    assert "199****0001" in page
    assert "19900000001" not in page
    assert zhang not in page
    assert zhang[:4] + "*" * 10 + zhang[-4:] in page
    assert "Phone and identity numbers are masked." in page


def test_the_units_below_are_in_it_unless_they_are_left_out(client_as, tree):
    page = words(client_as("chief").get(url(tree.north)))
    assert "riverside1" in page
    assert "hillside1" in page
    assert "lakeside1" not in page
    assert "Nobody was found" in words(client_as("chief").get(url(tree.north), {"whose": "own"}))


def test_members_are_found_by_name_or_pinyin(client_as, tree, zhang):
    for text in ("张", "zhangsan"):
        page = words(client_as("chief").get(url(tree.city), {"q": text}))
        assert "张三" in page
        assert "riverside1" not in page


def test_long_lists_are_paged(client_as, tree):
    for number in range(30):
        person = Person.objects.create(name=f"甲{number:02}", pinyin=f"jia{number:02}")
        Membership.objects.create(
            person=person, unit=tree.lakeside, kind="full", during=(date(2015, 1, 1), None)
        )
    page = words(client_as("chief").get(url(tree.lakeside), {"page": "2"}))
    assert "21–33 of 33" in page


def test_an_empty_list_says_what_will_be_here(client_as, system, tree):
    put_units(
        system,
        rows=[UnitRow("new", "新支部", "", "branch", "north", None, "other", True, "", "", TODAY)],
        day=TODAY,
    )
    assert "No members yet" in words(client_as("chief").get(url(Unit.objects.get(code="new"))))


def test_the_list_asks_the_database_little(client_as, tree, django_assert_num_queries):
    client = client_as("chief")
    client.get(url(tree.city))
    with django_assert_num_queries(13):
        client.get(url(tree.city))


def test_people_are_found_by_name_or_by_a_whole_number_in_sight_alone(chief, officer, stranger, zhang, tree):
    for text in ("张", "zhangsan", zhang, "19900000001"):
        assert [roll.person.name for roll in queries.roll_in_sight(chief, text=text)] == ["张三"]
        assert not queries.roll_in_sight(stranger, text=text)
    assert not queries.roll_in_sight(chief, text=" ")
    assert not queries.roll_in_sight(chief, text="1990000")
    rolls = queries.roll_in_sight(officer, text="side1")
    assert {roll.unit_id for roll in rolls} == {tree.riverside.pk, tree.hillside.pk}


def test_names_are_told_of_those_in_sight(chief, officer, auditor, people):
    both = [people.member.pk, people.lakeside[0].pk]
    assert set(queries.names(chief, person_ids=both)) == set(both)
    assert set(queries.names(officer, person_ids=both)) == {people.member.pk}
    assert queries.names(auditor, person_ids=both) == {}


def test_a_strength_is_a_number_for_whoever_sees_the_unit(auditor, officer, tree):
    assert queries.strength(auditor, unit_id=tree.north.pk) == 7
    assert queries.strength(officer, unit_id=tree.riverside.pk) == 4
    with pytest.raises(NotAllowed):
        queries.roll_of(auditor, unit_id=tree.north.pk)


def test_the_name_of_oneself(member, nobody, people):
    assert queries.name_of_oneself(member) == people.member.name
    assert queries.name_of_oneself(nobody) == ""


def test_an_actor_is_made_of_the_roles_in_force(client_as, people, tree, system):
    client_as("officer")
    actor = queries.actor_of_person(people.officer.pk, now=system.now, system="a.job")
    assert (actor.person_id, actor.system) == (people.officer.pk, "a.job")
    assert actor.may("see_people", tree.riverside.path)
    assert not actor.may("see", tree.south.path)


def test_the_language_of_an_account_speaks_from_the_next_log_in_on(client_as, people, member):
    client_as("member")
    choose_language(member, language="en")
    assert Account.objects.get(username="member").language == "en"
    with pytest.raises(BadRequest):
        choose_language(member, language="klingon")
