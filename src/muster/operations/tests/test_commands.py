from datetime import timedelta

import pytest

from muster.kernel.models import Entry
from muster.kernel.problems import NotAllowed, NotFound
from muster.operations import commands, problems, queries
from muster.operations.models import MobilisedMember, MobilisedUnit, Operation, PhaseChange, TemporaryUnit
from muster.operations.rules import Called
from muster.units.models import Unit


@pytest.fixture
def operation(chief, tree):
    return commands.activate_operation(chief, unit_id=tree.city.pk, template="epidemic")


@pytest.fixture
def temporary(chief, operation, tree, people):
    proposed = commands.propose_temporary_unit(
        chief,
        operation_id=operation.pk,
        parent_id=tree.health.pk,
        name="Night ward",
        task="Fever clinic",
        leader_id=people.hospital[0].pk,
    )
    return commands.approve_temporary_unit(chief, temporary_unit_id=proposed.pk)


def test_activation_follows_the_template(chief, operation):
    assert [phase["code"] for phase in operation.phases] == ["mobilise", "contain", "reopen", "stand_down"]
    assert (operation.phase, queries.current_level(chief, operation_id=operation.pk).level) == ("mobilise", 1)
    assert Entry.objects.get(event="operations.activated").subject_id == operation.pk


@pytest.mark.parametrize("template", ["epidemic", "flood", "earthquake"])
def test_every_shipped_template_activates(chief, tree, template):
    assert commands.activate_operation(chief, unit_id=tree.city.pk, template=template).template == template


def test_an_unknown_template_is_refused(chief, tree):
    with pytest.raises(problems.UnknownTemplate):
        commands.activate_operation(chief, unit_id=tree.city.pk, template="volcano")
    assert not Operation.objects.exists()


def test_an_officer_may_not_activate(officer, tree):
    with pytest.raises(NotAllowed):
        commands.activate_operation(officer, unit_id=tree.north.pk, template="epidemic")
    with pytest.raises(NotFound):
        commands.activate_operation(officer, unit_id=tree.south.pk, template="epidemic")


def test_everyone_is_called_once(chief, operation, people):
    called = commands.mobilise(chief, operation_id=operation.pk)
    assert called == Called(units=6, members=16)
    assert commands.mobilise(chief, operation_id=operation.pk) == Called(units=0, members=0)
    assert MobilisedUnit.objects.count() == 6
    assert not MobilisedUnit.objects.filter(unit__is_base=False).exists()
    assert MobilisedMember.objects.values("person").distinct().count() == 16


def test_a_township_operation_calls_only_its_own(actor_as, tree, people):
    chief_of_north = actor_as("chief", unit=tree.north)
    operation = commands.activate_operation(chief_of_north, unit_id=tree.north.pk, template="flood")
    commands.mobilise(chief_of_north, operation_id=operation.pk)
    assert set(MobilisedUnit.objects.values_list("unit__code", flat=True)) == {
        "north",
        "riverside",
        "hillside",
    }


def test_phases_are_those_of_the_template(chief, operation):
    commands.change_phase(chief, operation_id=operation.pk, phase="contain")
    assert list(PhaseChange.objects.values_list("phase", flat=True)) == ["mobilise", "contain"]
    with pytest.raises(problems.UnknownPhase):
        commands.change_phase(chief, operation_id=operation.pk, phase="party")


def test_a_level_ends_when_the_next_begins(chief, operation, tree):
    from dataclasses import replace

    later = replace(chief, now=chief.now + timedelta(days=1))
    lowered = commands.set_response_level(later, operation_id=operation.pk, level=2)
    assert commands.set_response_level(later, operation_id=operation.pk, level=2) == lowered
    assert queries.current_level(chief, operation_id=operation.pk).level == 1
    assert queries.current_level(later, operation_id=operation.pk).level == 2
    with pytest.raises(problems.NotALevel):
        commands.set_response_level(later, operation_id=operation.pk, level=5)


def test_a_temporary_unit_stands_in_the_tree_and_rolls_stay_at_home(temporary, tree, people):
    unit = Unit.objects.get(pk=temporary.unit_id)
    assert (unit.parent_id, unit.is_base, unit.kind_id) == (tree.health.pk, False, "temporary_unit")
    assert people.hospital[0].memberships.get().unit_id == tree.hospital.pk
    assert temporary.postings.get().person_id == people.hospital[0].pk


def test_members_are_posted_once_and_go_back_when_it_ends(chief, temporary, people):
    ids = [person.pk for person in people.hospital]
    assert commands.post_members(chief, temporary_unit_id=temporary.pk, person_ids=ids) == 2
    assert commands.post_members(chief, temporary_unit_id=temporary.pk, person_ids=ids) == 0
    commands.end_temporary_unit(chief, temporary_unit_id=temporary.pk)
    assert not temporary.postings.filter(left_at=None).exists()
    assert Unit.objects.get(pk=temporary.unit_id).ended_on is not None
    with pytest.raises(problems.AlreadyDecided):
        commands.end_temporary_unit(chief, temporary_unit_id=temporary.pk)


def test_a_declined_one_never_enters_the_tree(chief, operation, tree, people):
    proposed = commands.propose_temporary_unit(
        chief,
        operation_id=operation.pk,
        parent_id=tree.health.pk,
        name="x",
        task="y",
        leader_id=people.hospital[0].pk,
    )
    declined = commands.decline_temporary_unit(chief, temporary_unit_id=proposed.pk, reason="Not needed")
    assert declined.unit_id is None
    with pytest.raises(problems.AlreadyDecided):
        commands.approve_temporary_unit(chief, temporary_unit_id=proposed.pk)


def test_the_leader_must_be_a_member_in_sight(officer, operation, tree, people):
    with pytest.raises(problems.LeaderNotAMember):
        commands.propose_temporary_unit(
            officer,
            operation_id=operation.pk,
            parent_id=tree.north.pk,
            name="x",
            task="y",
            leader_id=people.lakeside[0].pk,
        )
    assert not TemporaryUnit.objects.exists()


def test_an_officer_proposes_but_may_not_approve(officer, operation, tree, people):
    proposed = commands.propose_temporary_unit(
        officer,
        operation_id=operation.pk,
        parent_id=tree.north.pk,
        name="x",
        task="y",
        leader_id=people.riverside[0].pk,
    )
    with pytest.raises(NotAllowed):
        commands.approve_temporary_unit(officer, temporary_unit_id=proposed.pk)


def test_a_stranger_does_not_see_it(stranger, temporary):
    with pytest.raises(NotFound):
        commands.end_temporary_unit(stranger, temporary_unit_id=temporary.pk)


def test_closing_needs_the_temporary_units_to_have_ended(chief, operation, temporary):
    with pytest.raises(problems.TemporaryUnitsRemain):
        commands.close_operation(chief, operation_id=operation.pk)
    commands.end_temporary_unit(chief, temporary_unit_id=temporary.pk)
    commands.close_operation(chief, operation_id=operation.pk)
    with pytest.raises(problems.OperationClosed):
        commands.change_phase(chief, operation_id=operation.pk, phase="contain")


def test_who_sees_an_operation(chief, officer, stranger, member, nobody, operation):
    for actor in (chief, officer, stranger):
        assert queries.operation(actor, operation_id=operation.pk) == operation
    for actor in (member, nobody):
        with pytest.raises(NotFound):
            queries.operation(actor, operation_id=operation.pk)
    commands.mobilise(chief, operation_id=operation.pk)
    assert queries.operation(member, operation_id=operation.pk) == operation
