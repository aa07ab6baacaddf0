"""One field of one person in clear: with a reason, written down, not too often, and never out of sight."""

from datetime import timedelta

import pytest
from django.urls import reverse

from muster.kernel.crypto import seal
from muster.kernel.models import Entry
from muster.kernel.personal import masked_by
from muster.kernel.problems import NotAllowed, NotFound
from muster.people.models import Person
from muster.privacy import commands, queries
from muster.privacy.models import Tally, Unmasking
from muster.privacy.problems import LookedTooOften, NothingHeld, NotThisPurpose

NUMBER = "13812345678"


@pytest.fixture
def known(people):
    """The member of riverside, with a phone."""
    (phone,) = seal([NUMBER])
    Person.objects.filter(pk=people.member.pk).update(phone=phone)
    return people.member


def clear_url(person, key="people.phone"):
    return reverse("privacy:clear", kwargs={"person_id": person.pk, "key": key})


def unmask(actor, person, **changed):
    asked = {"key": "people.phone", "purpose": "reach", "words": "Called about tonight"} | changed
    return commands.unmask(actor, person_id=person.pk, **asked)


def test_the_number_is_shown_and_who_looked_is_written_down_by_ids_alone(chief, known, tree):
    assert unmask(chief, known) == NUMBER
    row = Unmasking.objects.get()
    assert (row.viewer_id, row.person_id, row.unit_id) == (chief.person_id, known.pk, tree.riverside.pk)
    entry = Entry.objects.get(event="privacy.unmasked")
    assert entry.about == {"person": str(known.pk), "field": "people.phone", "purpose": "reach"}
    assert b"tonight" not in bytes(row.words)


@pytest.mark.parametrize(
    ("role", "problem"), [("officer", NotAllowed), ("auditor", NotFound), ("stranger", NotFound)]
)
def test_only_who_has_the_power_there_may_look(request, known, role, problem):
    with pytest.raises(problem):
        unmask(request.getfixturevalue(role), known)
    assert not Unmasking.objects.exists()


def test_one_sees_ones_own(member, known):
    assert unmask(member, known, purpose="request") == NUMBER


def test_the_register_names_the_purposes(chief, known):
    with pytest.raises(NotThisPurpose):
        unmask(chief, known, purpose="check")


def test_what_is_not_held_cannot_be_shown(chief, people):
    with pytest.raises(NothingHeld):
        unmask(chief, people.riverside[0])
    assert not Unmasking.objects.exists()


@pytest.mark.parametrize("key", ["people.name", "calls.phone", "nothing"])
def test_only_what_is_masked_can_be_unmasked(chief, known, key):
    with pytest.raises(NotFound):
        unmask(chief, known, key=key)


def test_nobody_copies_a_roll_number_by_number(chief, known):
    for _ in range(20):
        unmask(chief, known)
    with pytest.raises(LookedTooOften):
        unmask(chief, known)
    assert Unmasking.objects.count() == 20
    from dataclasses import replace

    assert unmask(replace(chief, now=chief.now + timedelta(minutes=11)), known) == NUMBER


def test_the_page_asks_for_a_reason_then_shows_it_for_a_minute(client_as, known):
    browser = client_as("chief")
    asked = browser.get(clear_url(known))
    assert NUMBER not in asked.content.decode()
    assert browser.post(clear_url(known), {}).status_code == 422
    shown = browser.post(clear_url(known), {"purpose": "reach"})
    assert NUMBER in shown.content.decode()
    assert shown["Refresh"] == f"60; url={clear_url(known)}"
    assert "no-store" in shown["Cache-Control"]


def test_the_list_of_members_leads_there_for_those_who_may(client_as, known, tree):
    url = reverse("people:of_unit", kwargs={"unit_id": tree.riverside.pk})
    assert clear_url(known) in client_as("chief").get(url).content.decode()
    page = client_as("officer").get(url).content.decode()
    assert clear_url(known) not in page
    assert "138****5678" in page


def test_an_auditor_sees_who_looked_at_whom_and_why_by_person_viewer_and_day(client_as, chief, known, people):
    unmask(chief, known)
    browser = client_as("auditor")
    page = browser.get(reverse("privacy:unmaskings")).content.decode()
    for words in (known.name, people.chief.name, "Called about tonight", "phone number"):
        assert words in page
    day = f"{chief.now:%Y-%m-%d}"
    for query, is_there in (
        ({"person": known.name}, True),
        ({"person": "nobody"}, False),
        ({"viewer": "chief"}, True),
        ({"viewer": known.name}, False),
        ({"day": day}, True),
        ({"day": "2019-01-01"}, False),
        ({"purpose": "danger"}, False),
    ):
        found = browser.get(reverse("privacy:unmaskings"), query).content.decode()
        assert ("Called about tonight" in found) is is_there, query


def test_people_read_who_looked_at_them_and_nothing_of_others(chief, member, stranger, known, people):
    unmask(chief, known)
    assert queries.unmaskings(member).count() == 1
    assert queries.unmaskings(chief).count() == 1
    assert queries.unmaskings(stranger).count() == 0


def test_the_register_is_counted_for_those_whose_sight_is_the_whole_tree(client_as, known, system):
    commands.count_register(system)
    assert Tally.objects.get(key="people.phone").held == 1
    page = client_as("auditor").get(reverse("privacy:register")).content.decode()
    assert "138****1234" in page
    assert "Counted" in page


@pytest.mark.parametrize(
    ("mask", "text", "shown"),
    [
        ("phone", "13812341234", "138****1234"),
        ("phone", "8401", "****"),
        ("identity", "420100199001011234", "4201**********1234"),
        ("email", "anna@example.org", "a***@example.org"),
        ("hidden", "North gate 1", "************"),
        ("open", "Anna", "Anna"),
        ("phone", "", ""),
    ],
)
def test_masks(mask, text, shown):
    assert masked_by(mask, text) == shown
