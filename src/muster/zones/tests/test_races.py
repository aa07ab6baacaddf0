"""Two people at once, on two real connections."""

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.db import transaction

import conftest as cast
from muster.directives.tests.test_races import elsewhere, meanwhile
from muster.kernel.statements import fetch
from muster.operations.commands import close_operation
from muster.operations.problems import OperationClosed
from muster.people.models import Person
from muster.staffing import commands as staffing
from muster.staffing.models import Assignment, Seat
from muster.staffing.problems import HasRole, SeatNotVacant
from muster.staffing.tests import town as towns
from muster.zones import commands, problems
from muster.zones.models import Zone
from muster.zones.tests.test_commands import covered


@pytest.fixture
def city(committed_db, system):
    """The town, committed, with zones in force and a plan to replace those of each township."""
    tree = cast.make_tree(system)
    people = cast.make_people(tree)
    town = towns.make_town(system, tree)
    towns.settle(tree.riverside, 8)
    operation = towns.activate(system, tree)

    def plan(unit, zones):
        return commands.plan_zones(
            system, operation_id=operation.pk, unit_id=unit.pk, zones=zones, seconds=0.01
        ).pk

    commands.commit_zones(system, plan_id=plan(tree.city, 9))
    return SimpleNamespace(tree=tree, people=people, town=town, operation=operation, plan=plan, system=system)


def filled_seats_are_held():
    held = set(Assignment.objects.filter(ended_at=None).values_list("seat", flat=True))
    return held == set(Seat.objects.filter(state="filled").values_list("pk", flat=True))


def test_of_two_overlapping_plans_committed_at_once_one_is_put_into_force(city):
    first, second = city.plan(city.tree.city, 7), city.plan(city.tree.north, 5)
    _, other = meanwhile(
        lambda: commands.commit_zones(city.system, plan_id=first),
        lambda: commands.commit_zones(city.system, plan_id=second),
    )
    assert isinstance(other.exception(), problems.PlanDecided)
    assert Zone.objects.filter(state="active").count() == 7
    assert covered(city.operation) == (city.town.homes, city.town.homes)


def test_plans_of_two_townships_committed_at_once_are_both_put_into_force(city):
    north, south = city.plan(city.tree.north, 5), city.plan(city.tree.south, 2)
    meanwhile(
        lambda: commands.commit_zones(city.system, plan_id=north),
        lambda: commands.commit_zones(city.system, plan_id=south),
    )
    assert Zone.objects.filter(state="active").count() == 7
    assert covered(city.operation) == (city.town.homes, city.town.homes)


def test_a_double_click_commits_once(city):
    plan = city.plan(city.tree.city, 7)
    _, again = meanwhile(
        lambda: commands.commit_zones(city.system, plan_id=plan),
        lambda: commands.commit_zones(city.system, plan_id=plan),
    )
    assert isinstance(again.exception(), problems.PlanDecided)


def test_a_zone_that_is_being_replaced_is_not_handed_over(city):
    zone = Zone.objects.filter(state="active", unit=city.tree.riverside)[0]
    plan = city.plan(city.tree.city, 7)
    _, handed = meanwhile(
        lambda: commands.commit_zones(city.system, plan_id=plan),
        lambda: commands.hand_over_zone(city.system, zone_id=zone.pk, person_id=city.people.member.pk),
    )
    assert isinstance(handed.exception(), problems.ZoneEnded | SeatNotVacant)
    assert not Assignment.objects.filter(ended_at=None).exists()


def test_a_commit_does_not_hold_up_other_work_in_the_operation(city):
    """Officers fill seats elsewhere while zones of another township are put into force."""
    plan = city.plan(city.tree.south, 2)
    seat = Seat.objects.filter(unit=city.tree.riverside, kind="general")[0]
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        commands.commit_zones(city.system, plan_id=plan)
        other = pool.submit(
            elsewhere, lambda: staffing.assign(city.system, seat_id=seat.pk, person_id=city.people.member.pk)
        )
        assert other.result(30).seat_id == seat.pk


def test_a_plan_that_meets_the_operations_end_is_refused(city):
    plan = city.plan(city.tree.city, 7)
    _, committed = meanwhile(
        lambda: close_operation(city.system, operation_id=city.operation.pk),
        lambda: commands.commit_zones(city.system, plan_id=plan),
    )
    assert isinstance(committed.exception(), OperationClosed)
    assert Zone.objects.filter(state="active").count() == 9


# Seats.


def staff(city, unit=None):
    return staffing.plan_staff(
        city.system, operation_id=city.operation.pk, unit_id=(unit or city.tree.city).pk, seconds=1
    )


def placements(plan):
    return [
        (seat, person)
        for seat, person, *_ in staffing.unpacked(bytes(type(plan).objects.get(pk=plan.pk).placements))
        if person
    ]


def test_a_person_assigned_while_a_plan_commits_is_dropped_by_the_plan(city):
    plan = staff(city)
    planned = dict(placements(plan))
    seat, person = next(iter(planned.items()))
    spare = Seat.objects.filter(state="vacant", kind="general").exclude(pk__in=planned)[0]
    _, committed = meanwhile(
        lambda: staffing.assign(city.system, seat_id=spare.pk, person_id=person),
        lambda: staffing.commit_staff(city.system, plan_id=plan.pk),
    )
    assert (committed.result().placed, committed.result().dropped) == (len(planned) - 1, 1)
    assert Seat.objects.get(pk=seat).reason == "taken_meanwhile"
    assert filled_seats_are_held()


def test_a_seat_filled_while_a_plan_commits_is_left_alone(city):
    plan = staff(city)
    seat, _person = placements(plan)[0]
    chosen = {person for _seat, person in placements(plan)}
    free = Person.objects.exclude(pk__in=chosen).filter(memberships__kind="full")[0]
    Seat.objects.filter(pk=seat).update(kind="general", skill=None)
    _, committed = meanwhile(
        lambda: staffing.assign(city.system, seat_id=seat, person_id=free.pk),
        lambda: staffing.commit_staff(city.system, plan_id=plan.pk),
    )
    assert committed.result().dropped == 1
    assert Assignment.objects.get(seat=seat).person == free
    assert filled_seats_are_held()


def test_the_other_way_round_the_plan_has_the_person_and_the_officer_is_told(city):
    plan = staff(city)
    planned = dict(placements(plan))
    person = next(iter(planned.values()))
    spare = Seat.objects.filter(state="vacant", kind="general").exclude(pk__in=planned)[0]
    filled, assigned = meanwhile(
        lambda: staffing.commit_staff(city.system, plan_id=plan.pk),
        lambda: staffing.assign(city.system, seat_id=spare.pk, person_id=person),
    )
    assert filled.dropped == 0
    assert isinstance(assigned.exception(), HasRole)
    assert filled_seats_are_held()


def test_two_who_give_one_person_two_seats_give_one(city):
    one, other = Seat.objects.filter(state="vacant", kind="general").order_by("pk")[:2]
    person = city.people.member.pk
    _, second = meanwhile(
        lambda: staffing.assign(city.system, seat_id=one.pk, person_id=person),
        lambda: staffing.assign(city.system, seat_id=other.pk, person_id=person),
    )
    assert isinstance(second.exception(), HasRole | SeatNotVacant)
    assert Assignment.objects.filter(person=person, ended_at=None).count() == 1
    assert filled_seats_are_held()


def test_two_staffing_plans_of_two_townships_commit_at_once(city):
    north, south = staff(city, city.tree.north), staff(city, city.tree.south)
    first, second = meanwhile(
        lambda: staffing.commit_staff(city.system, plan_id=north.pk),
        lambda: staffing.commit_staff(city.system, plan_id=south.pk),
    )
    assert first.dropped == second.result().dropped == 0
    assert filled_seats_are_held()
    ((held, persons),) = fetch(
        "SELECT count(*), count(DISTINCT person_id) FROM staffing_assignment WHERE ended_at IS NULL"
    )
    assert held == persons
