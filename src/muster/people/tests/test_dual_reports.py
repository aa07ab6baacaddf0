"""Members who report at home as well (双报到): listed by either line, each once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from conftest import TODAY
from muster.kernel.problems import NotAllowed
from muster.people import queries
from muster.people.access import persons_visible_to
from muster.people.commands import end_dual_report, report_residents
from muster.people.models import DualReport
from muster.places.models import Home
from muster.reorganisations.tests.conftest import on
from muster.staffing.tests import town as towns


@pytest.fixture
def resident(system, tree, people):
    """On the hospital's roll, at home in riverside."""
    towns.make_town(system, tree)
    person = people.hospital[1]
    person.home = Home.objects.filter(stairwell__building__area__unit=tree.riverside).first()
    person.save()
    return person


def listed(actor, unit, line):
    return [roll.person_id for roll in queries.roll_of(actor, unit_id=unit.pk, line=line)]


def test_who_lives_there_reports_there_as_well(system, tree, resident):
    assert report_residents(system, unit_id=tree.riverside.pk) == 1
    assert report_residents(system, unit_id=tree.riverside.pk) == 0
    assert listed(system, tree.riverside, "locality") == [resident.pk]
    assert resident.pk not in listed(system, tree.riverside, "roll")
    assert resident.pk in listed(system, tree.hospital, "roll")


def test_by_either_line_each_is_listed_once(system, tree, resident):
    report_residents(system, unit_id=tree.riverside.pk)
    either = listed(system, tree.city, "either")
    assert len(either) == len(set(either)) == queries.strength(system, unit_id=tree.city.pk)
    assert set(listed(system, tree.north, "either")) == {*listed(system, tree.north, "roll"), resident.pk}


def test_they_are_counted_where_their_roll_lies(system, tree, resident):
    before = queries.strength(system, unit_id=tree.riverside.pk)
    report_residents(system, unit_id=tree.riverside.pk)
    assert queries.strength(system, unit_id=tree.riverside.pk) == before
    assert queries.reporting_at(system, unit_id=tree.riverside.pk) == 1


def test_the_community_sees_them_and_no_longer_once_it_has_ended(system, tree, resident, officer):
    assert not persons_visible_to(officer).filter(pk=resident.pk).exists()
    report_residents(system, unit_id=tree.riverside.pk)
    assert persons_visible_to(officer).filter(pk=resident.pk).exists()
    assert end_dual_report(on(TODAY + timedelta(days=2)), person_id=resident.pk)
    assert not end_dual_report(on(TODAY + timedelta(days=2)), person_id=resident.pk)
    assert queries.reporting_at(on(TODAY + timedelta(days=2)), unit_id=tree.riverside.pk) == 0


def test_one_taken_back_on_its_day_never_was(system, tree, resident):
    report_residents(system, unit_id=tree.riverside.pk)
    assert end_dual_report(system, person_id=resident.pk)
    assert not DualReport.objects.exists()


def test_nobody_is_taken_from_rolls_out_of_sight(tree, resident, actor_as, officer):
    clerk = actor_as("clerk", unit=tree.north, who="officer")
    assert report_residents(clerk, unit_id=tree.riverside.pk) == 0
    with pytest.raises(NotAllowed):
        report_residents(officer, unit_id=tree.riverside.pk)


def test_on_the_page_of_members(client_as, tree, resident):
    chief = client_as("chief")
    response = chief.post(reverse("people:report_here", kwargs={"unit_id": tree.riverside.pk}), follow=True)
    assert resident.name in response.content.decode()
