"""A unit that looks after a community."""

from datetime import timedelta

import pytest
from django.urls import reverse

from conftest import TODAY
from muster.kernel.problems import NotAllowed, NotFound
from muster.units import queries
from muster.units.commands import end_twinning, twin_units
from muster.units.models import Twinning

TOMORROW = TODAY + timedelta(days=1)


def test_both_units_tell_of_it(chief, tree):
    made = twin_units(chief, unit_id=tree.hospital.pk, code="riverside", day=TODAY)
    for unit in (tree.hospital, tree.riverside):
        assert queries.twinnings(chief, unit=unit, day=TODAY) == [made]
    assert twin_units(chief, unit_id=tree.hospital.pk, code="riverside", day=TODAY) == made


def test_it_ends_and_is_kept_as_history(chief, tree):
    made = twin_units(chief, unit_id=tree.hospital.pk, code="riverside", day=TODAY)
    end_twinning(chief, twinning_id=made.pk, day=TOMORROW)
    assert queries.twinnings(chief, unit=tree.riverside, day=TODAY)
    assert not queries.twinnings(chief, unit=tree.riverside, day=TOMORROW)
    again = twin_units(chief, unit_id=tree.hospital.pk, code="riverside", day=TOMORROW)
    end_twinning(chief, twinning_id=again.pk, day=TOMORROW)
    assert Twinning.objects.count() == 1


def test_not_with_itself_nor_with_what_is_out_of_sight(chief, tree, actor_as):
    for code in ("hospital", "nowhere"):
        with pytest.raises(NotFound):
            twin_units(chief, unit_id=tree.hospital.pk, code=code, day=TODAY)
    with pytest.raises(NotFound):
        twin_units(actor_as("chief", unit=tree.north), unit_id=tree.riverside.pk, code="hospital", day=TODAY)


def test_it_takes_the_power_to_approve(chief, tree, officer, stranger):
    with pytest.raises(NotAllowed):
        twin_units(officer, unit_id=tree.riverside.pk, code="hillside", day=TODAY)
    made = twin_units(chief, unit_id=tree.riverside.pk, code="hillside", day=TODAY)
    with pytest.raises(NotAllowed):
        end_twinning(officer, twinning_id=made.pk, day=TOMORROW)
    with pytest.raises(NotFound):
        end_twinning(stranger, twinning_id=made.pk, day=TOMORROW)


def test_on_the_page_of_the_unit(client_as, tree):
    chief = client_as("chief")
    page = reverse("units:unit", kwargs={"unit_id": tree.hospital.pk})
    chief.post(reverse("units:twin", kwargs={"unit_id": tree.hospital.pk}), {"code": "riverside"})
    assert tree.riverside.name in chief.get(page).content.decode()
    made = Twinning.objects.get()
    chief.post(reverse("units:end_twinning", kwargs={"twinning_id": made.pk}))
    assert not Twinning.objects.exists()
