"""What is over goes by itself, what a person asks for goes at once, and the journal still holds."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from conftest import NOW, TODAY
from muster.calls import commands as calls
from muster.calls.models import Offer
from muster.calls.particulars import Form, Particulars
from muster.experts import commands as experts
from muster.experts.models import Qualification
from muster.kernel.commands import seal_journal
from muster.kernel.crypto import blind_index, seal
from muster.kernel.ids import uuid7
from muster.kernel.models import Entry
from muster.kernel.problems import NotAllowed, NotFound
from muster.kernel.queries import broken_seals
from muster.operations import commands as operations
from muster.people.models import Membership, Person, PersonSkill
from muster.privacy import commands, held
from muster.privacy.models import Unmasking

NUMBER, PHONE = "511602189001010015", "13812345678"


@pytest.fixture
def known(people):
    """The member of riverside, with both numbers and a skill."""
    person = people.member
    (number, phone), (number_index, phone_index) = seal([NUMBER, PHONE]), blind_index([NUMBER, PHONE])
    Person.objects.filter(pk=person.pk).update(
        id_number=number, id_number_index=number_index, phone=phone, phone_index=phone_index
    )
    PersonSkill.objects.create(person=person, skill_id="doctor")
    return person


@pytest.fixture
def came_forward(chief, tree):
    """Somebody who came forward in an operation of the northern township."""
    operation = operations.begin_operation(chief, unit_id=tree.north.pk, template="flood")
    wanted = calls.Wanted(title="Dyke", place="North dyke", needed=2, promise_minutes=60)
    call = calls.open_call(chief, operation_id=operation.pk, unit_id=tree.north.pk, wanted=wanted)
    return calls.take_down(chief, call_id=call.pk, form=Form(key=uuid7(), told=Particulars("Li", PHONE)))


def end_roll(person, day=date(2019, 1, 1)):
    Membership.objects.filter(person=person).update(during=(date(2015, 1, 1), day))


def test_the_numbers_of_who_is_on_a_roll_stay(system, known):
    assert commands.apply_retention(system) == {}
    assert bytes(Person.objects.get(pk=known.pk).phone)


def test_half_a_year_after_the_last_roll_what_was_held_of_a_person_goes(system, known):
    end_roll(known, TODAY - timedelta(days=179))
    assert commands.apply_retention(system) == {}
    end_roll(known, TODAY - timedelta(days=180))
    counts = commands.apply_retention(system)
    assert set(counts) == {
        "people.name",
        "people.id_number",
        "people.phone",
        "people.ability",
        "people.skills",
    }
    gone = Person.objects.get(pk=known.pk)
    assert (gone.name, gone.pinyin, gone.phone, gone.phone_index, gone.id_number) == (
        "–",
        "",
        None,
        None,
        None,
    )
    assert Membership.objects.filter(person=known).exists()
    entries = Entry.objects.filter(event="privacy.data_expired")
    assert {entry.about["line"]: entry.count for entry in entries} == counts
    assert commands.apply_retention(system) == {}


def test_a_dry_run_says_the_same_and_changes_nothing(system, known):
    end_roll(known)
    would = commands.apply_retention(system, dry_run=True)
    assert Person.objects.get(pk=known.pk).name == known.name
    assert not Entry.objects.filter(event="privacy.data_expired").exists()
    assert commands.apply_retention(system) == would


def test_who_came_forward_is_forgotten_a_month_after_the_operation(system, chief, came_forward):
    operations.close_operation(chief, operation_id=came_forward.operation_id)
    later = replace(system, now=NOW + timedelta(days=29))
    assert "calls.phone" not in commands.apply_retention(later)
    counts = commands.apply_retention(replace(system, now=NOW + timedelta(days=31)))
    assert (counts["calls.phone"], counts["calls.name"]) == (1, 1)
    gone = Offer.objects.get(pk=came_forward.pk)
    assert (gone.name, gone.phone, gone.state) == (None, None, came_forward.state)


def test_a_person_is_told_everything_that_is_held_of_them(client_as, known, chief):
    experts.register_expert(chief, person_id=known.pk)
    page = client_as("member").get(reverse("privacy:mine")).content.decode()
    for words in (PHONE, NUMBER, "full", "doctor"):
        assert words in page
    url = reverse("privacy:subject_file", kwargs={"person_id": known.pk})
    told = client_as("member").post(url).json()["held"]
    by_key = {one["key"]: one for one in told}
    assert by_key["people.phone"]["values"] == {"phone": PHONE}
    assert by_key["people.phone"]["stays"] is None
    assert by_key["people.id_number"]["stays"]
    assert "experts.register" in by_key
    assert not Unmasking.objects.exists()
    assert Entry.objects.get(event="privacy.subject_told").about == {"person": str(known.pk)}


def test_whoever_answers_the_request_of_another_is_written_down(client_as, chief, known):
    page = client_as("chief").get(reverse("privacy:subject", kwargs={"person_id": known.pk})).content.decode()
    assert PHONE not in page
    assert "138****5678" in page
    found = commands.tell_subject(chief, person_id=known.pk)
    assert ("phone", PHONE) in [value for one in found for value in one.values]
    assert set(Unmasking.objects.values_list("field", "purpose")) == {
        ("people.id_number", "request"),
        ("people.phone", "request"),
        ("people.home", "request"),
    }


def test_what_a_member_asks_to_be_erased_goes_and_what_the_roll_needs_stays(chief, system, known):
    seal_journal(system)
    expert = experts.register_expert(chief, person_id=known.pk)
    experts.declare_skill(chief, expert_id=expert.pk, skill="doctor", proof="Licence", number="A 1")
    assert commands.erase(chief, person_id=known.pk) > 0
    person = Person.objects.get(pk=known.pk)
    assert (person.name, person.phone, person.phone_index) == (known.name, None, None)
    assert person.id_number is not None
    assert (Qualification.objects.get().proof, Qualification.objects.get().number) == ("", None)
    assert not PersonSkill.objects.filter(person=known).exists()
    left = held.of_person(person_id=known.pk, in_clear=True)
    assert PHONE not in str(left)
    seal_journal(system)
    assert broken_seals(system) == []


def test_who_has_left_is_erased_wholly(system, known):
    end_roll(known)
    commands.erase(system, person_id=known.pk)
    person = Person.objects.get(pk=known.pk)
    assert (person.name, person.id_number, person.id_number_index) == ("–", None, None)


@pytest.mark.parametrize(
    ("role", "problem"), [("officer", NotAllowed), ("member", NotAllowed), ("stranger", NotFound)]
)
def test_nobody_else_erases(request, known, role, problem):
    with pytest.raises(problem):
        commands.erase(request.getfixturevalue(role), person_id=known.pk)


def test_the_page_says_what_goes_and_what_stays_before_it_is_done(client_as, known):
    url = reverse("privacy:erase", kwargs={"person_id": known.pk})
    page = client_as("chief").get(url).content.decode()
    assert "is erased" in page
    assert "the roll is kept as the statutes ask" in page
    assert "erased" in client_as("chief").post(url, follow=True).content.decode()
    assert Person.objects.get(pk=known.pk).phone is None
