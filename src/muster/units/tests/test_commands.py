from datetime import date, timedelta

import pytest

from muster.kernel.actor import Actor
from muster.kernel.models import Entry
from muster.kernel.statements import Written
from muster.units.commands import UnitRow, put_units
from muster.units.models import Unit, UnitPath
from muster.units.problems import OutsideYourUnits, OwnAncestor

DAY = date(2020, 1, 28)


def row(code, parent, kind="branch"):
    return UnitRow(code, f"{code}党组织", code, kind, parent, None, "village", True, "", "", date(2010, 1, 1))


def test_paths_hold_the_ids_of_the_ancestors(tree):
    assert tree.riverside.path.split(".") == [
        u.pk.hex for u in (tree.city, tree.county, tree.north, tree.riverside)
    ]


def test_the_same_rows_twice_change_nothing(system, tree):
    rows = [row("riverside", "north"), row("quayside", "north")]
    assert put_units(system, rows=rows, day=DAY) == Written(created=1, changed=0)
    entries = Entry.objects.count()
    assert put_units(system, rows=rows, day=DAY) == Written(created=0, changed=0)
    assert Entry.objects.count() == entries


def test_a_moved_unit_keeps_its_history(system, tree):
    put_units(system, rows=[row("riverside", "south")], day=DAY)
    history = list(UnitPath.objects.filter(unit=tree.riverside).order_by("during"))
    assert [h.path for h in history] == [tree.riverside.path, f"{tree.south.path}.{tree.riverside.pk.hex}"]
    assert history[0].during.upper == history[1].during.lower == DAY
    assert Unit.objects.get(code="riverside").path == history[1].path


def test_the_subtree_of_a_moved_unit_moves_with_it(system, tree):
    put_units(system, rows=[row("south", "north", kind="committee")], day=DAY)
    assert Unit.objects.get(code="lakeside").path.startswith(f"{tree.north.path}.{tree.south.pk.hex}.")


def test_two_moves_in_a_day_leave_one_place_for_that_day(system, tree):
    put_units(system, rows=[row("riverside", "south")], day=DAY)
    put_units(system, rows=[row("riverside", "county")], day=DAY)
    assert UnitPath.objects.filter(unit=tree.riverside).count() == 2
    today = UnitPath.objects.get(unit=tree.riverside, during__contains=DAY + timedelta(days=1))
    assert today.path == f"{tree.county.path}.{tree.riverside.pk.hex}"


def test_a_unit_cannot_become_its_own_ancestor(system, tree):
    with pytest.raises(OwnAncestor) as caught:
        put_units(system, rows=[row("north", "riverside", kind="committee")], day=DAY)
    assert "riverside" in caught.value.detail


def test_a_clerk_brings_units_in_only_below_their_own(tree, actor_as):
    clerk = actor_as("clerk", unit=tree.north, who="officer")
    put_units(clerk, rows=[row("quayside", "north")], day=DAY)
    for stray in (row("quayside", "south"), row("lakeside", "north"), row("island", None)):
        with pytest.raises(OutsideYourUnits):
            put_units(clerk, rows=[stray], day=DAY)


def test_nobody_brings_in_anything(tree, nobody: Actor):
    with pytest.raises(OutsideYourUnits):
        put_units(nobody, rows=[row("quayside", "north")], day=DAY)
