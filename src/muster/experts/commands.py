"""Registering experts, checking their proofs, and appealing to a kind of talent."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from muster.calls import access as calls
from muster.kernel import crypto
from muster.kernel.actor import Actor
from muster.kernel.journal import record
from muster.kernel.problems import constraint_means
from muster.messages import commands as messages
from muster.messages.letters import About
from muster.people import commands as people
from muster.people.models import Skill

from . import access, rules
from .models import Expert, Qualification
from .problems import AnotherMustVerify, InRegister, NoSkillAsked, UnknownSkill, VerdictGiven

LIFE = timedelta(days=2)  # after which an appeal that could not be delivered is no longer sent


@transaction.atomic
def register_expert(
    actor: Actor, *, person_id: UUID, languages: Collection[str] = (), is_free: bool = True
) -> Expert:
    """Enter a member into the register, kept by the unit of their roll."""
    person, unit = access.person_to_register(actor, person_id)
    with constraint_means("experts_expert_person_id_key", InRegister()), transaction.atomic():
        expert = Expert.objects.create(
            person=person, unit=unit, languages=list(languages), is_free=is_free, registered_at=actor.now
        )
    record(actor, "experts.registered", expert, unit_id=unit.pk, person=person.pk)
    return expert


@transaction.atomic
def set_free(actor: Actor, *, expert_id: UUID, is_free: bool) -> Expert:
    """Whether they can come just now; no reason is asked for."""
    expert = access.expert_to_change(actor, expert_id)
    expert.is_free = is_free
    expert.save(update_fields=["is_free"])
    record(actor, "experts.freed" if is_free else "experts.busied", expert, unit_id=expert.unit_id)
    return expert


@transaction.atomic
def declare_skill(
    actor: Actor, *, expert_id: UUID, skill: str, proof: str, number: str = "", expires_on: date | None = None
) -> Qualification:
    """What they can do, and the paper that says so. Declared anew, it is checked anew."""
    expert = access.expert_to_change(actor, expert_id)
    if not Skill.objects.filter(pk=skill).exists():
        raise UnknownSkill
    (sealed,) = crypto.seal([number])
    values = {
        "proof": proof,
        "number": sealed,
        "declared_by_id": actor.person_id,
        "declared_at": actor.now,
        "verified_by_id": None,
        "verified_at": None,
        "refused_at": None,
        "expires_on": expires_on,
    }
    declared, _ = Qualification.objects.update_or_create(expert=expert, skill_id=skill, defaults=values)
    record(actor, "experts.skill_declared", declared, unit_id=expert.unit_id, skill=skill)
    return declared


@transaction.atomic
def check_proof(actor: Actor, *, qualification_id: UUID, is_good: bool) -> Qualification:
    """Somebody else has seen the paper. What is verified also stands on the roll, so that plans count on it."""
    found = access.qualification_to_check(actor, qualification_id)
    if found.verified_at or found.refused_at:
        raise VerdictGiven
    person_id = found.expert.person_id
    if not rules.may_verify(verifier=actor.person_id, person=person_id, declared_by=found.declared_by_id):
        raise AnotherMustVerify
    found.verified_by_id = actor.person_id
    found.verified_at, found.refused_at = (actor.now, None) if is_good else (None, actor.now)
    found.save(update_fields=["verified_by_id", "verified_at", "refused_at"])
    if is_good:
        people.add_skill(actor, person_id=person_id, skill=found.skill_id)
    event = "experts.skill_verified" if is_good else "experts.skill_refused"
    record(actor, event, found, unit_id=found.expert.unit_id, skill=found.skill_id)
    return found


@transaction.atomic
def appeal(actor: Actor, *, call_id: UUID) -> int:
    """Tell every expert in sight who has what a call asks for, once; how many. It is voluntary: nobody is told twice."""
    call = calls.call_to_change(actor, call_id)
    if not call.skills:
        raise NoSkillAsked
    told = access.persons_able(actor, skills=call.skills)
    about = About(
        purpose="experts.appeal",
        subject_id=call_id,
        template="notice",
        variables={"title": call.title},
        path=reverse("calls:call", args=[call.operation_id, call_id]),
        life=LIFE,
        operation_id=call.operation_id,
    )
    queued = messages.queue_to_persons(actor, about=about, person_ids=told)
    record(
        actor,
        "experts.appealed",
        call,
        operation_id=call.operation_id,
        unit_id=call.unit_id,
        count=queued.messages,
    )
    return queued.messages
