"""The second lock: without the access layer, the database itself shows a connection no more people than its actor may see."""

import pytest
from django.db import connection, transaction

from muster.calls.models import Offer
from muster.kernel import sight
from muster.kernel.actor import Actor
from muster.people.models import DualReport, Membership, Person
from tests.scene import bind_the_owner


@pytest.fixture
def as_application(people):
    bind_the_owner()
    sight.close()
    yield
    sight.release()


def units_seen() -> set[str]:
    return set(Membership.objects.values_list("unit__code", flat=True))


def test_nobody_sees_nobody(people, as_application):
    assert not Person.objects.exists()
    assert not Membership.objects.exists()
    assert not Offer.objects.exists()


def test_a_forgotten_scope_yields_the_units_of_the_actor_and_no_more(officer, people, as_application):
    sight.narrow_to(officer)
    assert units_seen() == {"riverside", "hillside"}
    assert not Membership.objects.filter(unit__code="lakeside").exists()


def test_powers_on_two_subtrees_add_up(officer, stranger, people, as_application):
    both = Actor(now=officer.now, person_id=officer.person_id, grants=officer.grants + stranger.grants)
    sight.narrow_to(both)
    assert units_seen() == {"riverside", "hillside", "lakeside"}


def test_without_a_role_one_sees_ones_own_roll(member, people, as_application):
    sight.narrow_to(member)
    assert list(Membership.objects.values_list("person", flat=True)) == [member.person_id]


def test_nothing_is_written_out_of_sight(officer, people, tree, as_application):
    sight.narrow_to(officer)
    from django.db import ProgrammingError

    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        DualReport.objects.create(person=people.hillside[0], unit=tree.lakeside, during=("2020-01-01", None))
    assert Membership.objects.filter(unit=tree.lakeside).update(office="none") == 0


def test_what_goes_beyond_its_actor_says_so_and_ends(member, people, as_application):
    sight.narrow_to(member)
    with sight.whole_sight():
        assert units_seen() >= {"lakeside", "hospital"}
    assert Membership.objects.count() == 1
    with pytest.raises(ZeroDivisionError), sight.whole_sight():
        raise ZeroDivisionError
    assert Membership.objects.count() == 1


def test_a_job_sees_all(system, people, as_application):
    sight.narrow_to(system)
    assert units_seen() >= {"riverside", "lakeside", "hospital"}


def test_a_request_leaves_the_connection_as_it_was(client_as, people):
    assert client_as("officer").get("/jobs/").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('muster.sight'), current_setting('muster.paths', true)")
        assert cursor.fetchone() in {("all", ""), ("all", None)}
