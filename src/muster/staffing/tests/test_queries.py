"""What different people read of seats; lists stay quick."""

import pytest

from muster.kernel.problems import NotAllowed, NotFound
from muster.staffing import access, commands, queries, words
from muster.staffing.models import Seat
from muster.staffing.positions import unit_positions
from muster.staffing.tests import town as towns
from muster.units.models import Unit

from .conftest import TEAM, ZONE


def named(actor):
    return {
        sitting.title: sitting.name
        for sitting in queries.sittings(actor, group_id=ZONE)
        if sitting.assignment_id
    }


@pytest.fixture
def staffed(system, zone, people):
    """A keeper from the hospital, and the member as a helper."""
    commands.assign(system, seat_id=zone["leader"].pk, person_id=people.hospital[0].pk)
    commands.assign(system, seat_id=zone["general"].pk, person_id=people.member.pk)
    return zone


def test_who_may_read_lists_of_people_sees_who_serves_there_wherever_their_roll_lies(staffed, officer, chief):
    for actor in (officer, chief):
        assert named(actor) == {"zone keeper": "hospital1", "helper": "riverside2"}


def test_others_see_that_somebody_serves_but_not_who(staffed, auditor):
    assert named(auditor) == {"zone keeper": None, "helper": None}
    assert all(sitting.person_id is None for sitting in queries.sittings(auditor, group_id=ZONE))


def test_whoever_serves_there_sees_the_leader_and_themselves(staffed, system, member, people):
    third = people.riverside[2]
    commands.assign(system, seat_id=staffed["other"].pk, person_id=third.pk)
    sittings = queries.sittings(member, group_id=ZONE)
    assert [(one.name, one.is_oneself) for one in sittings if one.name] == [
        ("hospital1", False),
        ("riverside2", True),
    ]
    assert len([one for one in sittings if one.assignment_id]) == 3


def test_strangers_and_nobody_see_no_seat(staffed, stranger, nobody, system, member):
    assert queries.sittings(stranger, group_id=ZONE) == []
    assert queries.sittings(nobody, group_id=ZONE) == []
    commands.release(system, assignment_id=queries.own_roles(member)[0].pk)
    assert queries.sittings(member, group_id=ZONE) == []


def test_the_leader_comes_first_then_skills(zone, officer):
    assert [one.title for one in queries.sittings(officer, group_id=ZONE)] == [
        "zone keeper",
        "care",
        "helper",
        "helper",
    ]


def test_ones_own_roles(staffed, member, nobody, officer):
    (own,) = queries.own_roles(member)
    assert own.seat.group_name == "riverside zone"
    assert queries.own_roles(nobody) == queries.own_roles(officer) == []


def test_vacancies_in_sight_leaders_first(zone, opened, officer, stranger, tree, operation):
    opened(tree.lakeside, group=TEAM, kind="team", leader=1)
    mine = queries.vacancies(officer, operation_id=operation.pk)
    assert [seat.kind for seat in mine] == ["leader", "skilled", "general", "general"]
    assert [seat.group_name for seat in queries.vacancies(stranger, operation_id=operation.pk)] == [
        "lakeside team"
    ]


def test_vacancies_are_filtered(zone, opened, chief, tree, operation, system):
    opened(tree.lakeside, group=TEAM, kind="team", at=(106.70, 30.40), leader=1, nurse=1)
    commands.commit_staff(
        system,
        plan_id=commands.plan_staff(system, operation_id=operation.pk, unit_id=tree.south.pk, seconds=60).pk,
    )

    def count(**asked):
        return queries.vacancies(chief, operation_id=operation.pk, **asked).count()

    assert count() == 5
    assert count(group_kind="team") == count(reason="nobody_qualified") == count(text="lake") == 1
    assert count(reason=queries.NOT_PLANNED) == count(unit_id=tree.north.pk) == 4
    with pytest.raises(NotFound):
        queries.vacancies(chief, operation_id=operation.pk, unit_id=ZONE)


def test_the_tally_and_the_reasons_add_up(staffed, chief, operation, tree):
    tally = queries.tally(chief, operation_id=operation.pk, unit_id=tree.city.pk)
    assert [(one.group_kind, one.kind, one.seats, one.filled, one.vacant) for one in tally] == [
        ("zone", "leader", 1, 1, 0),
        ("zone", "skilled", 1, 0, 1),
        ("zone", "general", 2, 1, 1),
    ]
    assert [str(one.label) for one in tally] == ["leader", "skilled", "general"]
    assert {str(one.group_label) for one in tally} == {"zone"}
    reasons = queries.reasons(chief, operation_id=operation.pk, unit_id=tree.city.pk)
    assert [(key, str(label), count) for key, label, count in reasons] == [
        ("not_planned", "not planned yet", 2)
    ]


def test_candidates_are_free_near_and_fit(zone, officer, people, tree, system, town):
    near = towns.settle(tree.riverside, 2)
    far = towns.settle(tree.lakeside, 1)
    towns.mobilise(system, operation_id=zone["leader"].operation_id)
    type(near[1]).objects.filter(pk=near[1].pk).update(is_spared=True)
    found = queries.candidates(officer, seat_id=zone["leader"].pk)
    assert [one.person_id for one in found] == [near[0].pk]
    assert found[0].metres < 200
    everywhere = queries.candidates(system, seat_id=zone["leader"].pk, text="lakeside新")
    assert [one.person_id for one in everywhere] == [far[0].pk]
    assert everywhere[0].metres > 10_000
    assert queries.candidates(officer, seat_id=zone["leader"].pk, text="lakeside新") == []


def test_candidates_have_the_skill_and_no_role(zone, officer, tree, system, town):
    carer, other = towns.settle(tree.riverside, 1, skills=["care"]) + towns.settle(
        tree.hillside, 1, skills=["care"]
    )
    towns.mobilise(system, operation_id=zone["leader"].operation_id)
    assert {one.person_id for one in queries.candidates(officer, seat_id=zone["skilled"].pk)} == {
        carer.pk,
        other.pk,
    }
    commands.assign(system, seat_id=zone["skilled"].pk, person_id=other.pk)
    assert [one.person_id for one in queries.candidates(officer, seat_id=zone["skilled"].pk)] == [carer.pk]


def test_candidates_for_a_leaders_seat_are_full_members(zone, officer, tree, system, town):
    towns.settle(tree.riverside, 1, kind="probationary")
    towns.mobilise(system, operation_id=zone["leader"].operation_id)
    assert queries.candidates(officer, seat_id=zone["leader"].pk) == []
    assert len(queries.candidates(officer, seat_id=zone["general"].pk)) == 1


def test_candidates_are_for_those_who_plan(zone, auditor, stranger, member):
    for actor, problem in ((auditor, NotAllowed), (stranger, NotFound), (member, NotFound)):
        with pytest.raises(problem):
            queries.candidates(actor, seat_id=zone["leader"].pk)


def test_plans_and_jobs_are_shown_to_those_who_plan(
    zone, system, operation, tree, officer, stranger, auditor
):
    plan = commands.plan_staff(system, operation_id=operation.pk, unit_id=tree.north.pk, seconds=60)
    assert list(queries.plans(officer, operation_id=operation.pk)) == [plan]
    assert not queries.plans(stranger, operation_id=operation.pk).exists()
    assert not queries.plans(auditor, operation_id=operation.pk).exists()
    job = commands.start_staffing(officer, operation_id=operation.pk, unit_id=tree.north.pk)
    assert list(queries.running(officer, operation_id=operation.pk, names=["staffing.plan"])) == [job]
    assert not queries.running(stranger, operation_id=operation.pk, names=["staffing.plan"]).exists()


def test_a_page_of_vacancies_costs_one_query(zone, officer, operation, django_assert_num_queries):
    with django_assert_num_queries(2):  # and one for the operation's subtree: none
        page = list(queries.vacancies(officer, operation_id=operation.pk)[:20])
        access.seats_visible_to(officer).count()
    with django_assert_num_queries(0):
        assert [(words.title(seat), words.why(seat), seat.unit.name) for seat in page]


def test_the_seats_of_a_group_cost_two_queries(staffed, officer, django_assert_num_queries):
    with django_assert_num_queries(2):
        queries.sittings(officer, group_id=ZONE)


@pytest.mark.parametrize(
    ("reason", "qualified", "rivals", "words_said"),
    [
        ("", None, None, "not planned yet"),
        ("nobody_available", 0, 3, "nobody is free"),
        ("too_few_qualified", 12, 20, "more such seats than people for them (12 people for 20 such seats)"),
        (
            "too_few_qualified",
            2,
            9,
            "more such seats than people for them (fewer than five people for 9 such seats)",
        ),
        ("needed_elsewhere", 0, 1, "those who could are needed more elsewhere (0 people for 1 such seat)"),
        ("needed_elsewhere", None, None, "those who could are needed more elsewhere"),
        ("taken_meanwhile", None, None, "whoever was meant for it took another role or is no longer free"),
    ],
)
def test_why_a_seat_is_vacant_in_words(reason, qualified, rivals, words_said):
    assert words.why(Seat(reason=reason, qualified=qualified, rivals=rivals)) == words_said


def test_what_seats_are_called(zone, opened, tree):
    assert words.title(zone["general"]) == "helper"
    opened(tree.riverside, group=TEAM, kind="team", leader=1, general=1)
    assert [words.title(seat) for seat in Seat.objects.filter(group_id=TEAM).order_by("pk")] == [
        "team leader",
        "teammate",
    ]


def test_units_work_where_their_buildings_are_or_where_they_stand(town, tree):
    positions = unit_positions()
    river, hill = positions[tree.riverside.pk], positions[tree.hillside.pk]
    assert river[0] == pytest.approx(106.601)
    assert river[0] < positions[tree.north.pk][0] < hill[0]
    assert positions[tree.hospital.pk] == river  # it stands there
    assert positions[tree.health.pk] == positions[tree.city.pk]
    branch = Unit.objects.create(
        code="b",
        name="b",
        kind_id="branch",
        level="other",
        is_base=True,
        parent=tree.hillside,
        began_on="2010-01-01",
        path="x",
    )
    assert unit_positions()[branch.pk] == hill


def test_without_buildings_nobody_knows_where_units_work(tree):
    assert set(unit_positions().values()) == {(0.0, 0.0)}


def test_people_are_told_by_line_and_by_locality_and_count_once(system, tree, opened, operation, officer):
    here = opened(tree.riverside, general=3)
    local, guest = towns.settle(tree.riverside, 1)[0], towns.settle(tree.hospital, 1)[0]
    for seat, person in zip(here, (local, guest), strict=False):
        commands.welcome(system, operation_id=operation.pk, unit_id=tree.riverside.pk, person_id=person.pk)
        commands.assign(system, seat_id=seat.pk, person_id=person.pk)
    lines = queries.whose(officer, operation_id=operation.pk, unit_id=tree.riverside.pk)
    assert {(line.name, line.people, line.is_own) for line in lines} == {
        (tree.county.name, 1, True),
        (tree.health.name, 1, False),
    }
    assert sum(line.local + line.elsewhere for line in lines) == 2
    others = queries.people_by_line(
        officer, operation_id=operation.pk, unit_id=tree.riverside.pk, only_others=True
    )
    assert [(one.name, one.roll) for one in others] == [(guest.name, tree.hospital.name)]
