"""Zones: cut, put into force, replaced; every home in exactly one."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muster.kernel.models import Entry, Job
from muster.kernel.problems import NotAllowed, NotFound
from muster.kernel.statements import fetch
from muster.operations.commands import close_operation
from muster.operations.problems import OperationClosed
from muster.places.models import Area, Building, Home, Stairwell
from muster.staffing.models import Assignment, Seat
from muster.staffing.problems import NotFree, OutsideOperation
from muster.staffing.tests import town as towns
from muster.zones import commands, problems, queries
from muster.zones.models import Zone, ZonePart, ZonePlan

ZONES_OF_HOMES = """
SELECT count(*), count(DISTINCT home.id)
FROM places_home home JOIN zones_zonepart part
  ON part.stairwell_id = home.stairwell_id AND part.floors @> home.floor::int AND part.is_in_force AND part.operation_id = %s
"""


def covered(operation):
    """How many times homes lie in zones, and how many homes do."""
    return fetch(ZONES_OF_HOMES, [operation.pk])[0]


def active(**of):
    return Zone.objects.filter(state="active", **of)


def test_every_home_lies_in_exactly_one_zone(in_force, operation, town, system, tree):
    assert covered(operation) == (town.homes, town.homes)
    assert sum(active().values_list("homes", flat=True)) == town.homes
    assert queries.uncovered(system, operation_id=operation.pk, unit=tree.city) == 0


def test_the_total_is_exactly_what_was_asked(in_force):
    assert active().count() == 9
    assert in_force.certificate["zones"] == in_force.certificate["contiguous"] == 9


def test_a_plan_changes_nothing_until_it_is_committed(planned, operation):
    plan = planned()
    assert covered(operation) == (0, 0)
    assert (Zone.objects.filter(state="proposed").count(), active().count(), Seat.objects.count()) == (
        9,
        0,
        0,
    )
    assert plan.state == "preview"
    assert Entry.objects.get(event="zones.planned").count == 9


def test_zones_have_codes_names_and_a_unit_that_answers(in_force, tree):
    of_lakeside = active(unit=tree.lakeside)
    assert {zone.area.name for zone in of_lakeside} == {"湖边村"}
    assert min(of_lakeside.values_list("code", flat=True)) == "511602002001-01"
    assert all(zone.name.startswith("湖边村") for zone in of_lakeside)


def test_a_tower_is_cut_into_bands_that_leave_no_floor_out(in_force):
    tower = Stairwell.objects.get(building__floors=30)
    floors = sorted(part.floors for part in ZonePart.objects.filter(stairwell=tower))
    assert len(floors) > 1
    assert (floors[0].lower, floors[-1].upper) == (None, None)
    assert [one.upper for one in floors[:-1]] == [one.lower for one in floors[1:]]


def test_every_zone_opens_a_keepers_seat_and_helpers(in_force):
    for zone in active():
        kinds = list(Seat.objects.filter(group_id=zone.pk).values_list("kind", "state"))
        assert kinds.count(("leader", "vacant")) == 1
        assert ("general", "vacant") in kinds
        seat = Seat.objects.filter(group_id=zone.pk)[0]
        assert (seat.longitude, seat.latitude) == (zone.longitude, zone.latitude)


def test_no_home_can_lie_in_two_zones_whoever_writes(in_force, operation):
    part = ZonePart.objects.filter(floors__startswith__isnull=True)[0]
    with pytest.raises(IntegrityError, match="zones_zonepart_one_zone_a_home"), transaction.atomic():
        ZonePart.objects.create(
            operation=operation, zone=active()[0], stairwell=part.stairwell, floors=(0, 2)
        )


def test_two_operations_zone_the_same_homes(in_force, operation, system, tree, town):
    flood = towns.activate(system, tree)
    plan = commands.plan_zones(system, operation_id=flood.pk, unit_id=tree.city.pk, zones=5, seconds=0.01)
    commands.commit_zones(system, plan_id=plan.pk)
    assert covered(flood) == covered(operation) == (town.homes, town.homes)


def test_a_new_plan_replaces_the_zones_and_keeps_their_history(in_force, planned, system, operation, town):
    before = set(active().values_list("pk", flat=True))
    commands.commit_zones(system, plan_id=planned(zones=12, seed=3).pk)
    assert active().count() == 12
    assert covered(operation) == (town.homes, town.homes)
    assert set(Zone.objects.filter(state="ended").values_list("pk", flat=True)) == before
    assert ZonePart.objects.filter(zone__in=before, is_in_force=False).exists()
    assert not Seat.objects.filter(group_id__in=before).exclude(state="closed").exists()


def test_whoever_served_in_a_replaced_zone_is_released(in_force, planned, system, people):
    zone = active()[0]
    commands.hand_over_zone(system, zone_id=zone.pk, person_id=people.member.pk)
    commands.commit_zones(system, plan_id=planned(zones=12).pk)
    assert Assignment.objects.get(person=people.member).ended_at == system.now


def test_replanning_one_township_leaves_the_others_untouched(
    in_force, planned, officer, tree, operation, town
):
    elsewhere = set(active(unit=tree.lakeside).values_list("pk", "code", "homes"))
    seats = set(Seat.objects.filter(unit=tree.lakeside).values_list("pk", "state"))
    plan = planned(unit=tree.north, zones=7, actor=officer)
    commands.commit_zones(officer, plan_id=plan.pk)
    assert active(unit__path__within=[tree.north.path]).count() == 7
    assert set(active(unit=tree.lakeside).values_list("pk", "code", "homes")) == elsewhere
    assert set(Seat.objects.filter(unit=tree.lakeside).values_list("pk", "state")) == seats
    assert covered(operation) == (town.homes, town.homes)


def test_the_same_seed_and_homes_cut_the_same_zones(planned, monkeypatch):
    from muster.planning.stop import MaxSteps

    monkeypatch.setattr(commands, "MaxSeconds", lambda _seconds: MaxSteps(3))
    first, second = planned(seed=5), planned(seed=5)
    assert bytes(first.parts) == bytes(second.parts)
    assert bytes(first.digest) == bytes(second.digest)


def test_a_plan_for_other_homes_is_not_committed(planned, system, operation):
    plan = planned()
    towns.build(system, "lakeside", [(1, 1, 3)], at=(106.71, 30.41), prefix="new-")
    with pytest.raises(problems.PlanOutdated):
        commands.commit_zones(system, plan_id=plan.pk)
    assert covered(operation) == (0, 0)


def test_homes_that_came_later_show_as_uncovered(in_force, system, operation, tree):
    towns.build(system, "lakeside", [(1, 1, 3)], at=(106.71, 30.41), prefix="new-")
    assert queries.uncovered(system, operation_id=operation.pk, unit=tree.city) == 3
    assert queries.uncovered(system, operation_id=operation.pk, unit=tree.north) == 0


def test_a_floor_that_is_built_later_lies_in_a_zone(in_force, system, operation, tree):
    tower = Stairwell.objects.get(building__floors=30)
    Home.objects.create(stairwell=tower, floor=31, door=1)
    Home.objects.create(stairwell=tower, floor=-1, door=1)
    assert queries.uncovered(system, operation_id=operation.pk, unit=tree.city) == 0


def test_homes_whose_zone_belongs_to_another_unit_are_not_taken_from_it(
    in_force, planned, system, tree, operation, town
):
    Building.objects.filter(code="lakeside-000").update(area=Area.objects.get(code=towns.CODES["hillside"]))
    plan = planned(unit=tree.north, zones=6)
    with pytest.raises(problems.ZonesOverlap):
        commands.commit_zones(system, plan_id=plan.pk)
    assert covered(operation) == (town.homes, town.homes)
    assert active().count() == 9
    commands.commit_zones(system, plan_id=planned(zones=9).pk)
    assert covered(operation) == (town.homes, town.homes)


def test_committing_discards_the_other_plans_for_the_same_homes(planned, system, tree):
    above, same, below = planned(), planned(unit=tree.north, zones=5), planned(unit=tree.riverside, zones=3)
    beside = planned(unit=tree.south, zones=2)
    commands.commit_zones(system, plan_id=same.pk)
    states = dict(ZonePlan.objects.values_list("pk", "state"))
    assert [states[plan.pk] for plan in (above, same, below, beside)] == [
        "discarded",
        "committed",
        "discarded",
        "preview",
    ]
    assert not Zone.objects.filter(plan__in=[above, below]).exists()
    for plan in (above, same):
        with pytest.raises(problems.PlanDecided):
            commands.commit_zones(system, plan_id=plan.pk)


def test_a_decided_plan_keeps_no_parts(in_force):
    assert bytes(ZonePlan.objects.get().parts) == b""


def test_a_discarded_plan_leaves_nothing_proposed(planned, system):
    plan = commands.discard_zones(system, plan_id=planned().pk)
    assert (plan.state, Zone.objects.count()) == ("discarded", 0)
    with pytest.raises(problems.PlanDecided):
        commands.discard_zones(system, plan_id=plan.pk)


@pytest.mark.parametrize(("zones", "least", "most"), [(2, 3, 39), (40, 3, 39)])
def test_an_impossible_number_of_zones_is_refused(planned, zones, least, most):
    with pytest.raises(problems.ZoneCountImpossible) as refused:
        planned(zones=zones)
    assert refused.value.data == {"asked": zones, "least": least, "most": most}


def test_a_unit_without_homes_has_no_zones(planned, tree):
    with pytest.raises(problems.NoHomes):
        planned(unit=tree.health, zones=1)


def test_a_community_without_buildings_takes_no_part(planned, system, tree, operation):
    Home.objects.filter(stairwell__building__area__code=towns.CODES["hillside"]).delete()
    plan = planned(unit=tree.north, zones=4)
    assert [one["homes"] for one in plan.communities] == [192]


@pytest.mark.parametrize("seconds", [0, 601])
def test_the_time_for_planning_has_bounds(system, operation, tree, seconds):
    where = {"operation_id": operation.pk, "unit_id": tree.city.pk, "zones": 9, "seconds": seconds}
    for command in (commands.plan_zones, commands.start_zoning):
        with pytest.raises(problems.SecondsOutOfRange):
            command(system, **where)


def test_a_job_is_started_with_what_it_needs(officer, operation, tree):
    job = commands.start_zoning(
        officer, operation_id=operation.pk, unit_id=tree.north.pk, zones=5, seconds=2, seed=7
    )
    assert (job.name, job.operation_id, job.person_id) == ("zones.plan", operation.pk, officer.person_id)
    assert job.arguments["unit"] == str(tree.north.pk)
    assert Job.objects.get().state == "waiting"


def test_an_officer_plans_for_their_own_units_alone(officer, stranger, member, auditor, planned, tree):
    with pytest.raises(NotFound):
        planned(actor=officer, unit=tree.city)
    for outsider in (stranger, member):
        with pytest.raises(NotFound):
            planned(actor=outsider, unit=tree.north)
    with pytest.raises(NotAllowed):
        planned(actor=auditor, unit=tree.north)


def test_a_plan_is_decided_by_those_who_plan_there(planned, officer, stranger, member, auditor, tree):
    whole, north = planned(), planned(unit=tree.north, zones=5)
    for actor, plan in ((officer, whole), (stranger, north), (member, north), (auditor, north)):
        for command in (commands.commit_zones, commands.discard_zones):
            with pytest.raises(NotFound):
                command(actor, plan_id=plan.pk)
    assert commands.discard_zones(officer, plan_id=north.pk).state == "discarded"


def test_a_unit_outside_the_operation_is_not_zoned(system, town, tree):
    operation = towns.activate_operation(system, unit_id=tree.south.pk, template="flood")
    with pytest.raises(OutsideOperation):
        commands.plan_zones(system, operation_id=operation.pk, unit_id=tree.north.pk, zones=5, seconds=0.01)


def test_a_closed_operation_is_not_zoned(planned, system, operation, tree):
    plan = planned()
    close_operation(system, operation_id=operation.pk)
    with pytest.raises(OperationClosed):
        commands.commit_zones(system, plan_id=plan.pk)
    with pytest.raises(OperationClosed):
        planned()
    with pytest.raises(OperationClosed):
        commands.start_zoning(system, operation_id=operation.pk, unit_id=tree.city.pk, zones=9)


# Who answers for a zone.


@pytest.fixture
def zone(in_force, tree):
    return active(unit=tree.riverside).order_by("code")[0]


def test_a_zone_is_handed_over(zone, officer, people):
    first, second = people.riverside[0], people.riverside[2]
    commands.hand_over_zone(officer, zone_id=zone.pk, person_id=first.pk)
    commands.hand_over_zone(officer, zone_id=zone.pk, person_id=second.pk)
    held = Assignment.objects.get(seat__group_id=zone.pk, ended_at=None)
    assert (held.person, held.seat.kind, held.seat.state) == (second, "leader", "filled")
    assert Assignment.objects.get(person=first).ended_at == officer.now
    assert Entry.objects.filter(event="zones.handed_over", subject_id=zone.pk).count() == 2


def test_who_cannot_come_does_not_answer_for_a_zone(zone, officer, people):
    people.member.is_available = False
    people.member.save()
    with pytest.raises(NotFree):
        commands.hand_over_zone(officer, zone_id=zone.pk, person_id=people.member.pk)


def test_only_those_who_plan_there_hand_a_zone_over(zone, stranger, member, auditor, people):
    for actor, problem in ((stranger, NotFound), (member, NotFound), (auditor, NotAllowed)):
        with pytest.raises(problem):
            commands.hand_over_zone(actor, zone_id=zone.pk, person_id=people.member.pk)


def test_a_replaced_zone_is_not_handed_over(zone, planned, system, people):
    commands.commit_zones(system, plan_id=planned(zones=10).pk)
    with pytest.raises(problems.ZoneEnded):
        commands.hand_over_zone(system, zone_id=zone.pk, person_id=people.member.pk)


# The law.

SHAPES = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 35), st.integers(1, 5)), min_size=1, max_size=6)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    north=st.tuples(SHAPES, SHAPES),
    south=SHAPES,
    more=st.integers(0, 4),
    again=st.integers(0, 4),
    seed=st.integers(0, 99),
)
def test_the_law_of_coverage(system, tree, north, south, more, again, seed):
    """Whatever is built: after a commit every home lies in exactly one zone; so after a replan, and after a partial one."""
    with transaction.atomic():
        towns.make_areas(system, tree)
        for community, shapes, at in (
            ("riverside", north[0], 106.6),
            ("hillside", north[1], 106.7),
            ("lakeside", south, 106.8),
        ):
            towns.build(system, community, shapes, at=(at, 30.5))
        operation = towns.activate(system, tree)
        homes = Home.objects.count()
        lakes = None
        for unit, least, count in ((tree.city, 3, more), (tree.city, 3, again), (tree.north, 2, more)):
            atoms = commands.read_atoms(unit.path).homes.size
            plan = commands.plan_zones(
                system,
                operation_id=operation.pk,
                unit_id=unit.pk,
                zones=min(least + count, atoms),
                seconds=0.001,
                seed=seed,
            )
            commands.commit_zones(system, plan_id=plan.pk)
            assert covered(operation) == (homes, homes)
            assert sum(active().values_list("homes", flat=True)) == homes
            lakes = (
                lakes if unit == tree.north else set(active(unit=tree.lakeside).values_list("pk", flat=True))
            )
        assert set(active(unit=tree.lakeside).values_list("pk", flat=True)) == lakes
        transaction.set_rollback(True)


def test_a_plan_tells_how_far_it_is(system, operation, tree):
    seen = []
    commands.plan_zones(
        system,
        operation_id=operation.pk,
        unit_id=tree.city.pk,
        zones=9,
        seconds=0.05,
        progress=lambda phase, done, total: seen.append((phase, done, total)),
    )
    assert list(dict.fromkeys(phase for phase, _done, _total in seen)) == [
        "read",
        "graph",
        "solve",
        "verify",
        "store",
    ]
