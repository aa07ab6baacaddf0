"""Seats: opened, taken, given up; by hand and by a plan. One person, one role."""

import pytest
from django.db import IntegrityError, transaction

from muster.kernel.models import Entry, Job
from muster.kernel.problems import NotAllowed, NotFound
from muster.operations.commands import close_operation
from muster.operations.models import MobilisedMember
from muster.operations.problems import OperationClosed
from muster.people.models import Membership, PersonSkill
from muster.staffing import commands, problems
from muster.staffing.commands import Filled, Need
from muster.staffing.models import Assignment, Seat, StaffingPlan
from muster.staffing.tests import town as towns

from .conftest import TEAM, ZONE


def assert_seats_agree():
    """A seat is filled where somebody sits, and nowhere else."""
    held = set(Assignment.objects.filter(ended_at=None).values_list("seat", flat=True))
    assert held == set(Seat.objects.filter(state="filled").values_list("pk", flat=True))


# Seats.


def test_seats_open_as_asked(zone, tree):
    assert list(Seat.objects.order_by("pk").values_list("kind", "skill", "state")) == [
        ("leader", None, "vacant"),
        ("skilled", "care", "vacant"),
        ("general", None, "vacant"),
        ("general", None, "vacant"),
    ]
    assert Entry.objects.get(event="staffing.seats_opened").count == 4


def test_seats_open_only_where_one_plans(officer, operation, tree, zone):
    needs = [Need(TEAM, "x", unit.pk, 0, 0, "general") for unit in (tree.riverside, tree.lakeside)]
    with pytest.raises(NotAllowed):
        commands.open_seats(officer, operation_id=operation.pk, group_kind="team", needs=needs)
    assert commands.open_seats(officer, operation_id=operation.pk, group_kind="team", needs=needs[:1]) == 1


def test_a_group_has_one_leader(opened, tree):
    opened(tree.riverside, leader=1)
    with pytest.raises(IntegrityError, match="staffing_seat_one_leader"):
        opened(tree.riverside, leader=1)


def test_closing_a_group_releases_its_people(system, operation, zone, people):
    commands.assign(system, seat_id=zone["leader"].pk, person_id=people.member.pk)
    closed = commands.close_seats(system, operation_id=operation.pk, group_ids=[ZONE])
    assert (closed.seats, closed.released) == (4, 1)
    assert set(Seat.objects.values_list("state", flat=True)) == {"closed"}
    assert Assignment.objects.get().ended_at == system.now
    assert commands.close_seats(system, operation_id=operation.pk, group_ids=[ZONE]).seats == 0


def test_seats_are_closed_only_where_one_plans(stranger, operation, zone):
    with pytest.raises(NotAllowed):
        commands.close_seats(stranger, operation_id=operation.pk, group_ids=[ZONE])


# By hand.


def test_a_person_takes_a_vacant_seat(officer, zone, people):
    assignment = commands.assign(officer, seat_id=zone["general"].pk, person_id=people.member.pk)
    assert (assignment.seat.state, assignment.began_at, assignment.ended_at) == ("filled", officer.now, None)
    assert_seats_agree()
    entry = Entry.objects.get(event="staffing.assigned")
    assert entry.about == {"person": str(people.member.pk), "group": str(ZONE)}


def test_one_person_has_one_role(officer, zone, people):
    commands.assign(officer, seat_id=zone["general"].pk, person_id=people.member.pk)
    with pytest.raises(problems.HasRole):
        commands.assign(officer, seat_id=zone["other"].pk, person_id=people.member.pk)
    assert_seats_agree()


def test_the_database_knows_that_one_person_has_one_role(officer, zone, people, operation):
    commands.assign(officer, seat_id=zone["general"].pk, person_id=people.member.pk)
    other = people.riverside[2]
    for seat, person, constraint in (
        (zone["other"], people.member, "staffing_assignment_one_role"),
        (zone["general"], other, "staffing_assignment_one_holder"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Assignment.objects.create(operation=operation, seat=seat, person=person, began_at=officer.now)


def test_a_seat_takes_one_person(officer, zone, people):
    commands.assign(officer, seat_id=zone["general"].pk, person_id=people.member.pk)
    with pytest.raises(problems.SeatNotVacant):
        commands.assign(officer, seat_id=zone["general"].pk, person_id=people.riverside[2].pk)


@pytest.mark.parametrize("missing", ["available", "spared", "called"])
def test_who_cannot_come_is_refused_without_a_word_about_why(officer, zone, people, operation, missing):
    if missing == "called":
        MobilisedMember.objects.filter(person=people.member).delete()
    else:
        people.member.is_available, people.member.is_spared = missing != "available", missing == "spared"
        people.member.save()
    with pytest.raises(problems.NotFree) as refused:
        commands.assign(officer, seat_id=zone["general"].pk, person_id=people.member.pk)
    assert refused.value.data == {}
    assert not Assignment.objects.exists()


def test_a_skilled_seat_takes_who_has_the_skill(officer, zone, people):
    with pytest.raises(problems.NotQualified):
        commands.assign(officer, seat_id=zone["skilled"].pk, person_id=people.member.pk)
    PersonSkill.objects.create(person=people.member, skill_id="care")
    commands.assign(officer, seat_id=zone["skilled"].pk, person_id=people.member.pk)


def test_only_full_members_lead(officer, zone, people):
    Membership.objects.filter(person=people.member).update(kind="probationary")
    with pytest.raises(problems.NotQualified):
        commands.assign(officer, seat_id=zone["leader"].pk, person_id=people.member.pk)
    commands.assign(officer, seat_id=zone["general"].pk, person_id=people.member.pk)


def test_whose_roll_has_ended_does_not_lead(officer, zone, people, tree):
    Membership.objects.filter(person=people.member).update(during=("2015-01-01", "2019-01-01"))
    with pytest.raises(problems.NotQualified):
        commands.assign(officer, seat_id=zone["leader"].pk, person_id=people.member.pk)


def test_seats_are_filled_by_those_who_plan_there_with_people_in_their_sight(
    officer, stranger, auditor, member, zone, people
):
    for actor, problem in ((stranger, NotFound), (member, NotFound), (auditor, NotAllowed)):
        with pytest.raises(problem):
            commands.assign(actor, seat_id=zone["general"].pk, person_id=people.member.pk)
    with pytest.raises(NotFound):
        commands.assign(officer, seat_id=zone["general"].pk, person_id=people.lakeside[0].pk)


def test_a_released_person_is_free_again(officer, zone, people):
    held = commands.assign(officer, seat_id=zone["general"].pk, person_id=people.member.pk)
    released = commands.release(officer, assignment_id=held.pk)
    assert (released.ended_at, released.seat.state) == (officer.now, "vacant")
    commands.assign(officer, seat_id=zone["leader"].pk, person_id=people.member.pk)
    with pytest.raises(problems.AlreadyReleased):
        commands.release(officer, assignment_id=held.pk)
    assert_seats_agree()


def test_release_needs_the_same_power(officer, stranger, auditor, member, zone, people):
    held = commands.assign(officer, seat_id=zone["general"].pk, person_id=people.member.pk)
    for actor, problem in ((stranger, NotFound), (auditor, NotAllowed), (member, NotAllowed)):
        with pytest.raises(problem):
            commands.release(actor, assignment_id=held.pk)
    with pytest.raises(NotFound):
        commands.release(officer, assignment_id=ZONE)


def test_a_seat_is_handed_over(officer, zone, people):
    commands.assign(officer, seat_id=zone["leader"].pk, person_id=people.member.pk)
    commands.hand_over(officer, seat_id=zone["leader"].pk, person_id=people.riverside[2].pk)
    assert Assignment.objects.get(ended_at=None).person == people.riverside[2]
    assert_seats_agree()


def test_a_vacant_seat_is_handed_over_too(officer, zone, people):
    commands.hand_over(officer, seat_id=zone["leader"].pk, person_id=people.member.pk)
    assert_seats_agree()


def test_a_helper_who_takes_over_leaves_their_own_seat_vacant(officer, zone, people):
    helper = people.riverside[2]
    commands.assign(officer, seat_id=zone["leader"].pk, person_id=people.member.pk)
    commands.assign(officer, seat_id=zone["general"].pk, person_id=helper.pk)
    commands.hand_over(officer, seat_id=zone["leader"].pk, person_id=helper.pk)
    assert Seat.objects.get(pk=zone["general"].pk).state == "vacant"
    assert Assignment.objects.get(ended_at=None).seat == zone["leader"]
    assert_seats_agree()


def test_handing_over_to_the_holder_changes_nothing(officer, zone, people):
    held = commands.assign(officer, seat_id=zone["leader"].pk, person_id=people.member.pk)
    assert commands.hand_over(officer, seat_id=zone["leader"].pk, person_id=people.member.pk) == held
    assert Assignment.objects.count() == 1


def test_who_serves_elsewhere_does_not_take_over(officer, zone, opened, tree, people):
    opened(tree.riverside, group=TEAM, kind="team", general=1)
    team = Seat.objects.get(group_id=TEAM)
    commands.assign(officer, seat_id=team.pk, person_id=people.member.pk)
    with pytest.raises(problems.HasRole):
        commands.hand_over(officer, seat_id=zone["leader"].pk, person_id=people.member.pk)
    assert_seats_agree()


def test_a_closed_seat_is_not_handed_over(officer, zone, operation, people):
    commands.close_seats(officer, operation_id=operation.pk, group_ids=[ZONE])
    with pytest.raises(problems.SeatNotVacant):
        commands.hand_over(officer, seat_id=zone["leader"].pk, person_id=people.member.pk)


def test_nothing_is_filled_in_a_closed_operation(officer, system, zone, people, operation):
    close_operation(system, operation_id=operation.pk)
    with pytest.raises(OperationClosed):
        commands.assign(officer, seat_id=zone["general"].pk, person_id=people.member.pk)


# By a plan.


@pytest.fixture
def planned(system, operation, tree):
    def plan(*, unit=None, actor=system, max_metres=10_000):
        where = {"operation_id": operation.pk, "unit_id": (unit or tree.city).pk}
        return commands.plan_staff(actor, **where, max_metres=max_metres, seconds=60)

    return plan


@pytest.fixture
def neighbours(town, tree):
    """Six more members in riverside, who live there; one can care for the frail. Before the operation calls."""
    return [*towns.settle(tree.riverside, 5), *towns.settle(tree.riverside, 1, skills=["care"])]


def test_a_plan_fills_seats_with_people_who_live_near(neighbours, zone, planned, system):
    plan = planned()
    assert (plan.state, plan.seats, plan.certificate["filled"]) == ("preview", 4, 4)
    assert not Assignment.objects.exists()
    assert commands.commit_staff(system, plan_id=plan.pk) == Filled(placed=4, dropped=0)
    carer = Assignment.objects.get(seat=zone["skilled"])
    assert carer.person == neighbours[-1]
    assert set(Seat.objects.values_list("state", flat=True)) == {"filled"}
    assert_seats_agree()


def test_a_plan_is_proved_to_be_the_best(neighbours, zone, planned):
    certificate = planned().certificate
    assert certificate["is_optimal"]
    assert certificate["objective"] == certificate["lower_bound"]


def test_the_spared_and_those_with_a_role_stay_out_of_a_plan(
    neighbours, zone, opened, planned, system, tree, people
):
    opened(tree.riverside, group=TEAM, kind="team", general=1)
    busy, spared, away = neighbours[:3]
    commands.assign(system, seat_id=Seat.objects.get(group_id=TEAM).pk, person_id=busy.pk)
    type(spared).objects.filter(pk=spared.pk).update(is_spared=True)
    type(away).objects.filter(pk=away.pk).update(is_available=False)
    commands.commit_staff(system, plan_id=planned().pk)
    seated = set(Assignment.objects.filter(seat__group_id=ZONE).values_list("person", flat=True))
    assert not seated & {busy.pk, spared.pk, away.pk}


def test_what_stays_vacant_says_why(people, zone, opened, planned, system, tree):
    opened(tree.riverside, group=TEAM, kind="team", nurse=1, at=(106.60, 30.50))
    commands.commit_staff(system, plan_id=planned().pk)
    left = dict(Seat.objects.filter(state="vacant").values_list("skill", "reason"))
    assert left == {"care": "nobody_qualified", "nurse": "nobody_qualified"}
    assert Seat.objects.get(skill="nurse").qualified == 0


def test_nobody_is_sent_farther_than_the_limit(neighbours, opened, planned, system, tree):
    opened(tree.lakeside, general=1, at=(106.90, 30.60))
    plan = planned(max_metres=1_000)
    assert commands.commit_staff(system, plan_id=plan.pk) == Filled(placed=0, dropped=0)
    assert Seat.objects.get().reason == "nobody_near"


def test_filling_a_seat_forgets_why_it_was_vacant(neighbours, zone, planned, system, officer, people):
    PersonSkill.objects.all().delete()
    commands.commit_staff(system, plan_id=planned().pk)
    PersonSkill.objects.create(person=neighbours[0], skill_id="care")
    held = Assignment.objects.filter(person=neighbours[0], ended_at=None).first()
    if held is not None:
        commands.release(system, assignment_id=held.pk)
    commands.assign(system, seat_id=zone["skilled"].pk, person_id=neighbours[0].pk)
    seat = Seat.objects.get(pk=zone["skilled"].pk)
    assert (seat.reason, seat.qualified, seat.rivals) == ("", None, None)


def test_a_plan_for_a_township_uses_its_own_people(neighbours, zone, planned, officer, tree, people):
    plan = planned(unit=tree.north, actor=officer)
    assert plan.people == len(neighbours) + 7  # three in each of two branches, and the officer
    commands.commit_staff(officer, plan_id=plan.pk)
    units = Assignment.objects.values_list("person__memberships__unit__code", flat=True)
    assert set(units) <= {"riverside", "hillside"}


def test_who_has_no_home_on_record_is_near_their_unit(zone, planned, people, system):
    plan = planned(max_metres=5_000)
    assert plan.people == 16
    commands.commit_staff(system, plan_id=plan.pk)
    assert_seats_agree()


def test_what_became_impossible_is_dropped_and_said(neighbours, zone, planned, system, people):
    plan = planned()
    chosen = [person for _seat, person, *_rest in commands.unpacked(bytes(plan.placements)) if person]
    gone = chosen[0]
    type(people.member).objects.filter(pk=gone).update(is_available=False)
    taken = Seat.objects.filter(kind="general").order_by("pk")[0]
    spare = next(person for person in people.lakeside if person.pk not in chosen)
    commands.assign(system, seat_id=taken.pk, person_id=spare.pk)
    filled = commands.commit_staff(system, plan_id=plan.pk)
    assert filled.placed + filled.dropped == 4
    assert filled.dropped in (1, 2)
    assert StaffingPlan.objects.get().dropped == filled.dropped
    assert (
        Seat.objects.filter(state="vacant").values_list("reason", flat=True)[0] == "taken_meanwhile"
        or filled.dropped == 1
    )
    assert not Assignment.objects.filter(person=gone).exists()
    assert_seats_agree()


def test_a_second_plan_fills_what_the_first_left(neighbours, zone, planned, system, opened, tree):
    commands.commit_staff(system, plan_id=planned().pk)
    before = set(Assignment.objects.values_list("pk", flat=True))
    opened(tree.riverside, group=TEAM, kind="team", leader=1, general=1)
    commands.commit_staff(system, plan_id=planned().pk)
    assert before <= set(Assignment.objects.filter(ended_at=None).values_list("pk", flat=True))
    assert not Seat.objects.filter(state="vacant").exists()


def test_there_must_be_a_seat_to_fill(planned, operation):
    with pytest.raises(problems.NothingToFill):
        planned()


def test_committing_discards_the_other_plans_for_the_same_seats(neighbours, zone, planned, system, tree):
    whole, north, river = planned(), planned(unit=tree.north), planned(unit=tree.riverside)
    commands.commit_staff(system, plan_id=north.pk)
    states = dict(StaffingPlan.objects.values_list("pk", "state"))
    assert [states[plan.pk] for plan in (whole, north, river)] == ["discarded", "committed", "discarded"]
    for plan in (whole, north):
        with pytest.raises(problems.PlanDecided):
            commands.commit_staff(system, plan_id=plan.pk)


def test_a_decided_plan_names_nobody(neighbours, zone, planned, system):
    committed, discarded = planned(), planned()
    commands.discard_staff_plan(system, plan_id=discarded.pk)
    commands.commit_staff(system, plan_id=committed.pk)
    assert {bytes(plan.placements) for plan in StaffingPlan.objects.all()} == {b""}


def test_plans_are_made_and_decided_by_those_who_plan_there(
    neighbours, zone, planned, officer, stranger, member, auditor, tree
):
    with pytest.raises(NotFound):
        planned(actor=stranger, unit=tree.north)
    with pytest.raises(NotAllowed):
        planned(actor=auditor, unit=tree.north)
    whole, north = planned(), planned(unit=tree.north)
    for actor, plan in ((officer, whole), (stranger, north), (member, north), (auditor, north)):
        for command in (commands.commit_staff, commands.discard_staff_plan):
            with pytest.raises(NotFound):
                command(actor, plan_id=plan.pk)
    commands.commit_staff(officer, plan_id=north.pk)


def test_a_plan_of_a_closed_operation_is_not_committed(neighbours, zone, planned, system, operation):
    plan = planned()
    close_operation(system, operation_id=operation.pk)
    with pytest.raises(OperationClosed):
        commands.commit_staff(system, plan_id=plan.pk)


@pytest.mark.parametrize(
    "wrong", [{"seconds": 0}, {"seconds": 601}, {"max_metres": 0}, {"max_metres": 50_001}]
)
def test_what_a_plan_is_given_has_bounds(system, operation, tree, zone, wrong):
    where = {"operation_id": operation.pk, "unit_id": tree.city.pk} | wrong
    for command in (commands.plan_staff, commands.start_staffing):
        with pytest.raises(problems.OutOfRange):
            command(system, **where)


def test_a_unit_outside_the_operation_is_not_staffed(system, tree, zone):
    operation = towns.activate_operation(system, unit_id=tree.south.pk, template="flood")
    with pytest.raises(problems.OutsideOperation):
        commands.start_staffing(system, operation_id=operation.pk, unit_id=tree.north.pk)


def test_a_job_is_started_with_what_it_needs(officer, operation, tree):
    job = commands.start_staffing(
        officer, operation_id=operation.pk, unit_id=tree.north.pk, max_metres=5_000, seconds=3, seed=1
    )
    assert (job.name, job.operation_id, job.arguments["max_metres"]) == ("staffing.plan", operation.pk, 5_000)
    assert Job.objects.get().state == "waiting"
