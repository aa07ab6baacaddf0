"""The register of experts."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse
from django.utils import translation

from muster.calls import commands as calls
from muster.calls.commands import Wanted
from muster.calls.models import Call
from muster.experts import commands, problems, queries
from muster.experts.models import Expert, Qualification
from muster.kernel import crypto
from muster.kernel.problems import NotAllowed, NotFound
from muster.messages.models import Message
from muster.people.models import Person, PersonSkill
from muster.staffing.tests import town as towns
from muster.teams import commands as teams


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def operation(system, tree, people):
    towns.make_town(system, tree)
    towns.settle(tree.riverside, 1)  # so that they are called with the rest
    towns.settle(tree.hillside, 1)
    return towns.activate(system, tree)


@pytest.fixture
def near(tree, operation):
    return Person.objects.get(name="riverside新0")


@pytest.fixture
def far(tree, operation):
    return Person.objects.get(name="hillside新0")


@pytest.fixture
def doctor(officer, chief):
    """`doctor(person, languages=["fr"])`: in the register, with a verified skill."""

    def make(person, *, skill="doctor", languages=(), expires_on=None):
        expert = commands.register_expert(officer, person_id=person.pk, languages=languages)
        declared = commands.declare_skill(
            officer, expert_id=expert.pk, skill=skill, proof="Licence", number="A1", expires_on=expires_on
        )
        commands.check_proof(chief, qualification_id=declared.pk, is_good=True)
        return expert

    return make


def found(actor, operation, unit, **asked):
    return [one.name for one in queries.search(actor, operation_id=operation.pk, unit_id=unit.pk, **asked)]


def test_a_skill_counts_once_somebody_else_has_seen_its_proof(operation, officer, chief, near, tree):
    expert = commands.register_expert(officer, person_id=near.pk)
    declared = commands.declare_skill(officer, expert_id=expert.pk, skill="doctor", proof="Licence")
    assert found(officer, operation, tree.riverside) == []
    with pytest.raises(problems.AnotherMustVerify):
        commands.check_proof(officer, qualification_id=declared.pk, is_good=True)
    commands.check_proof(chief, qualification_id=declared.pk, is_good=True)
    assert found(officer, operation, tree.riverside) == ["riverside新0"]
    assert PersonSkill.objects.filter(person=near, skill="doctor").exists()  # plans count on it too
    with pytest.raises(problems.VerdictGiven):
        commands.check_proof(chief, qualification_id=declared.pk, is_good=False)


def test_a_refused_proof_counts_for_nothing_until_declared_anew(operation, officer, chief, near, tree):
    expert = commands.register_expert(officer, person_id=near.pk)
    declared = commands.declare_skill(officer, expert_id=expert.pk, skill="doctor", proof="A note")
    commands.check_proof(chief, qualification_id=declared.pk, is_good=False)
    assert not PersonSkill.objects.filter(person=near).exists()
    again = commands.declare_skill(officer, expert_id=expert.pk, skill="doctor", proof="Licence")
    assert (again.pk, Qualification.objects.get().refused_at) == (declared.pk, None)


def test_the_nearest_come_first_and_filters_narrow(operation, officer, near, far, tree, doctor):
    doctor(near, languages=["fr"])
    doctor(far, skill="nurse")
    both = ["riverside新0", "hillside新0"]
    assert found(officer, operation, tree.riverside) == both
    assert found(officer, operation, tree.hillside) == both[::-1]
    assert found(officer, operation, tree.riverside, skill="nurse") == both[1:]
    assert found(officer, operation, tree.riverside, language="fr") == both[:1]
    assert found(officer, operation, tree.riverside, kilometres=1) == both[:1]


def test_free_now_is_their_word_and_no_role(operation, officer, near, far, tree, doctor):
    one, _ = doctor(near), doctor(far)
    team = teams.create_team(
        officer, operation_id=operation.pk, unit_id=tree.hillside.pk, kind="vanguard", name="x"
    )
    teams.add_member(officer, team_id=team.pk, person_id=far.pk)
    assert found(officer, operation, tree.riverside, only_free=True) == ["riverside新0"]
    commands.set_free(officer, expert_id=one.pk, is_free=False)
    assert found(officer, operation, tree.riverside, only_free=True) == []


def test_what_has_expired_is_not_found(operation, officer, near, tree, doctor):
    expert = doctor(near, expires_on=date(2020, 1, 28))
    assert found(officer, operation, tree.riverside) == []
    ((_, state, _),) = queries.qualifications(officer, expert=expert)
    assert state == "expired"


def test_the_number_of_the_proof_is_sealed(operation, near, doctor):
    doctor(near)
    kept = bytes(Qualification.objects.get().number)
    assert (b"A1" in kept, crypto.unseal(kept)) == (False, "A1")


def test_nobody_is_entered_twice_or_out_of_sight(operation, officer, stranger, auditor, near, doctor):
    expert = doctor(near)
    with pytest.raises(problems.InRegister):
        commands.register_expert(officer, person_id=near.pk)
    with pytest.raises(problems.UnknownSkill):
        commands.declare_skill(officer, expert_id=expert.pk, skill="magic", proof="x")
    for who in (stranger, auditor):
        with pytest.raises((NotFound, NotAllowed)):
            commands.set_free(who, expert_id=expert.pk, is_free=False)
    assert Expert.objects.count() == 1


def test_an_appeal_tells_each_free_expert_once(operation, officer, near, far, tree, doctor, settings):
    settings.MUSTER_SMS_PROVIDER = "screen"
    (near.phone,), (far.phone,) = crypto.seal(["13900000001"]), crypto.seal(["13900000002"])
    near.save()
    far.save()
    doctor(near)
    doctor(far, skill="nurse")
    wanted = Wanted(title="Ward", place="Clinic", needed=2, promise_minutes=60, skills=["doctor"])
    call = calls.open_call(officer, operation_id=operation.pk, unit_id=tree.riverside.pk, wanted=wanted)
    assert commands.appeal(officer, call_id=call.pk) == 1
    assert commands.appeal(officer, call_id=call.pk) == 0
    assert list(Message.objects.values_list("person", flat=True)) == [near.pk]
    plain = Wanted(title="Gate", place="Gate", needed=1, promise_minutes=60)
    other = calls.open_call(officer, operation_id=operation.pk, unit_id=tree.riverside.pk, wanted=plain)
    with pytest.raises(problems.NoSkillAsked):
        commands.appeal(officer, call_id=other.pk)


# Pages.


def words(response):
    return " ".join(unescape(response.content.decode()).split())


def test_an_expert_is_entered_verified_and_found_on_pages(client_as, operation, near, tree):
    officer, chief = client_as("officer"), client_as("chief")
    base = reverse("experts:list", args=[operation.pk])
    assert "No experts yet" in words(officer.get(base))
    assert "riverside新0" in words(officer.get(f"{base}new/", {"text": "riverside新"}))
    made = officer.post(f"{base}new/", {"person": near.pk, "languages": ["fr"]})
    where = made["Location"]
    assert officer.post(where, {"skill": "doctor", "proof": ""}).status_code == 422
    officer.post(where, {"skill": "doctor", "proof": "Licence", "expires_on": "2030-01-01"})
    assert "I have seen it" not in words(officer.get(where))
    assert "I have seen it" in words(chief.get(where))
    checking = reverse("experts:check", args=[operation.pk, Qualification.objects.get().pk])
    chief.post(checking, {"verdict": "good"})
    page = words(officer.get(base, {"skill": "doctor", "language": "fr", "only_free": "on"}))
    assert "riverside新0" in page
    assert "French" in page
    officer.post(f"{where}free/", {})
    assert "Nobody was found" in words(officer.get(base, {"only_free": "on"}))
    assert "人才" in words(client_as("officer", language="zh-hans").get(base))


def test_an_appeal_is_made_on_the_page(client_as, operation, officer, tree):
    wanted = Wanted(title="Ward", place="Clinic", needed=2, promise_minutes=60, skills=["doctor"])
    calls.open_call(officer, operation_id=operation.pk, unit_id=tree.riverside.pk, wanted=wanted)
    client, base = client_as("officer"), reverse("experts:list", args=[operation.pk])
    assert "Ward" in words(client.get(base))
    told = client.post(f"{base}appeal/", {"call": Call.objects.get().pk}, follow=True)
    assert "0 experts are told" in words(told)
