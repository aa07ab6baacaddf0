"""One person once: found, merged with all that is theirs, and taken apart again."""

from datetime import date, timedelta

import pytest

from conftest import NOW, TODAY
from muster.duplicates import access, commands, problems, queries
from muster.duplicates.models import Merge, Pair
from muster.kernel import crypto
from muster.kernel.models import Entry
from muster.kernel.problems import NotAllowed, NotFound
from muster.people.commands import PersonRow, put_people
from muster.people.models import Account, Membership, Person, PersonSkill
from muster.staffing.models import Assignment

NUMBER = "512925185001010013"


@pytest.fixture
def twice(tree, people, system):
    """One person on riverside's roll with number and phone, and once more as a volunteer who gave name and phone."""

    def made(name, phone, number=None, unit=None):
        (index,), (phone_index,) = crypto.blind_index([number]), crypto.blind_index([phone])
        (sealed,), (sealed_phone,) = crypto.seal([number]), crypto.seal([phone])
        person = Person.objects.create(
            name=name, id_number=sealed, id_number_index=index, phone=sealed_phone, phone_index=phone_index
        )
        if unit is not None:
            Membership.objects.create(
                person=person, unit=unit, kind="full", office="secretary", during=(date(2015, 1, 1), None)
            )
        return person

    kept = made("欧阳建国", "19400000001", NUMBER, tree.riverside)
    gone = made("歐陽建國", "19400000001")
    PersonSkill.objects.create(person=gone, skill_id="driving")
    commands.find_duplicates(system)
    return kept, gone


def the_pair():
    return Pair.objects.get()


def test_a_volunteer_who_is_on_the_roll_is_found(twice, system):
    (row,) = queries.shown(queries.pairs(system))
    assert {row.one.name, row.other.name} == {"欧阳建国", "歐陽建國"}
    assert "same phone" in [str(reason) for reason, _ in row.reasons]
    assert "*" in row.one.phone + row.other.phone


def test_nothing_is_unsealed_to_find_them(twice, system, monkeypatch):
    def forbidden(*_args, **_kwargs):
        raise AssertionError

    monkeypatch.setattr(crypto, "unseal", forbidden)
    assert commands.find_duplicates(system)["pairs"] == 1


def test_what_was_the_others_is_the_kept_ones(twice, system):
    kept, gone = twice
    commands.merge_records(system, pair_id=the_pair().pk, kept_id=kept.pk)
    assert list(PersonSkill.objects.values_list("person", "skill")) == [(kept.pk, "driving")]
    gone.refresh_from_db()
    assert gone.same_as == kept
    assert not queries.pairs(system).exists()
    commands.find_duplicates(system)
    assert not queries.pairs(system).exists()


def test_a_roll_goes_over_when_the_kept_record_has_none(twice, tree, system):
    kept, gone = twice
    commands.merge_records(system, pair_id=the_pair().pk, kept_id=gone.pk)
    held = Membership.objects.get(person=gone)
    assert (held.unit, held.office, held.during.lower) == (tree.riverside, "secretary", TODAY)
    assert Membership.objects.get(person=kept).during.upper == TODAY
    gone.refresh_from_db()
    assert crypto.unseal(gone.id_number) == NUMBER


def test_of_two_rolls_the_kept_one_stays(twice, tree, system):
    kept, gone = twice
    Membership.objects.create(person=gone, unit=tree.lakeside, kind="full", during=(date(2016, 1, 1), None))
    commands.merge_records(system, pair_id=the_pair().pk, kept_id=kept.pk)
    assert [m.unit for m in Membership.objects.filter(person=kept)] == [tree.riverside]
    commands.undo_merge(system, pair_id=the_pair().pk)
    assert Membership.objects.get(person=gone).during.upper is None


@pytest.mark.parametrize("keep", [0, 1])
def test_taken_back_everything_is_as_it_was(twice, system, keep):
    def state():
        return (
            list(
                Person.objects.order_by("pk").values("pk", "id_number_index", "phone_index", "same_as", "sex")
            ),
            list(Membership.objects.order_by("person").values("person", "unit", "office", "during")),
            list(PersonSkill.objects.values("person", "skill")),
        )

    before = state()
    commands.merge_records(system, pair_id=the_pair().pk, kept_id=twice[keep].pk)
    assert state() != before
    commands.undo_merge(system, pair_id=the_pair().pk)
    assert state() == before
    assert the_pair().state == "open"
    commands.merge_records(system, pair_id=the_pair().pk, kept_id=twice[keep].pk)
    assert Merge.objects.filter(undone_at=None).count() == 1


def test_what_comes_in_for_a_merged_record_is_the_kept_ones(twice, tree, system):
    kept, gone = twice
    commands.merge_records(system, pair_id=the_pair().pk, kept_id=gone.pk)
    row = PersonRow(
        "欧阳建国", "", "male", NUMBER, None, tree.riverside.pk, "full", "none", None, (), True, False
    )
    put_people(system, rows=[row], day=TODAY + timedelta(days=1))
    assert Membership.objects.filter(person=kept, during__contains=TODAY + timedelta(days=1)).count() == 0
    assert Person.objects.filter(name="欧阳建国").count() >= 1


def test_two_people_are_not_proposed_again(twice, system):
    commands.keep_apart(system, pair_id=the_pair().pk)
    commands.find_duplicates(system)
    assert the_pair().state == "apart"
    with pytest.raises(problems.PairDecided):
        commands.merge_records(system, pair_id=the_pair().pk, kept_id=twice[0].pk)


def test_who_can_log_in_keeps_their_log_in(twice, system):
    kept, gone = twice
    Account.objects.create(username="ouyang", person=gone)
    merge = commands.merge_records(system, pair_id=the_pair().pk, kept_id=kept.pk)
    assert merge.kept == gone
    commands.undo_merge(system, pair_id=the_pair().pk)
    Account.objects.create(username="ouyang2", person=kept)
    with pytest.raises(problems.TwoLogins):
        commands.merge_records(system, pair_id=the_pair().pk, kept_id=kept.pk)


def test_two_seats_in_one_operation_are_released_first(twice, tree, system, people):
    from muster.operations.commands import activate_operation
    from muster.staffing.models import Seat
    from muster.teams.commands import create_team

    operation = activate_operation(system, unit_id=tree.city.pk, template="epidemic")
    create_team(
        system, operation_id=operation.pk, unit_id=tree.riverside.pk, kind="vanguard", name="A", helpers=2
    )
    seats = Seat.objects.order_by("pk")[:2]
    for person, seat in zip(twice, seats, strict=True):
        Assignment.objects.create(operation=operation, seat=seat, person=person, began_at=NOW)
    with pytest.raises(problems.BothHold):
        commands.merge_records(system, pair_id=the_pair().pk, kept_id=twice[0].pk)
    Assignment.objects.filter(person=twice[1]).update(ended_at=NOW)
    commands.merge_records(system, pair_id=the_pair().pk, kept_id=twice[0].pk)
    assert Assignment.objects.filter(person=twice[0]).count() == 2


def test_the_journal_holds_ids_alone(twice, system):
    commands.merge_records(system, pair_id=the_pair().pk, kept_id=twice[0].pk)
    entry = Entry.objects.get(event="duplicates.merged")
    assert entry.about["kept"] == str(twice[0].pk)
    assert "欧阳" not in str(entry.about)


def test_pairs_are_for_those_who_bring_in_both(twice, tree, actor_as):
    clerk = actor_as("clerk", unit=tree.north, who="officer")
    assert not access.pairs_visible_to(clerk).exists()  # one of the two is on no roll
    Membership.objects.create(
        person=twice[1], unit=tree.hillside, kind="full", during=(date(2016, 1, 1), None)
    )
    assert access.pairs_visible_to(clerk).count() == 1
    with pytest.raises(NotFound):
        access.pair_to_see(actor_as("clerk", unit=tree.south, who="officer"), the_pair().pk)
    with pytest.raises(NotAllowed):
        access.pairs_visible_to(actor_as("officer", unit=tree.city))
