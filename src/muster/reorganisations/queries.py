"""Reading reorganisations: what one would change, and which there were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.kernel.actor import Actor
from muster.kernel.problems import Words
from muster.kernel.statements import fetch
from muster.kernel.succession import Follows, Way
from muster.people import queries as people
from muster.people.models import Membership, Role
from muster.places.models import Area
from muster.units import access as units
from muster.units.models import Unit

from . import access, rules, statements
from .belongings import areas_to_join, residents
from .models import Kind, Reorganisation, State
from .planned import Plan, values_of
from .registry import of_units


@dataclass(frozen=True, slots=True)
class Effect:
    """How many rows of a kind go over to another unit, and how many come along with the units that hold them."""

    key: str
    label: Words
    over: int
    along: int
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change."""

    units_along: int
    effects: list[Effect]
    joined: list[tuple[str, str]]  # areas by name: which becomes part of which
    roles: int  # on units that end: nobody gets power over another by this
    offices: int  # that lapse
    days_back: int


def reorganisations(actor: Actor) -> QuerySet[Reorganisation]:
    """The newest first."""
    return access.reorganisations_visible_to(actor).order_by("-pk")


def of_unit(actor: Actor, *, unit: Unit) -> QuerySet[Reorganisation]:
    """What became of a unit, for its history: what came into force, and what waits."""
    named = reorganisations(actor).filter(unit_ids__contains=[unit.pk])
    return named.exclude(state=State.DISCARDED)


def reorganisation(actor: Actor, *, reorganisation_id: UUID) -> Reorganisation:
    return access.reorganisation_to_see(actor, reorganisation_id)


def acts(actor: Actor, *, found: Reorganisation) -> set[str]:
    """What this actor may do about it now, for the buttons; the commands check again."""
    paths = list(Unit.objects.filter(pk__in=found.unit_ids).values_list("path", flat=True))
    if found.is_at_work or not all(actor.may("approve", path) for path in paths):
        return set()
    if found.state in {State.PREVIEW, State.DECIDED}:
        return {"discard"} | ({"decide"} if found.state == State.PREVIEW or found.job else set())
    until = found.undone_until
    return {"undo"} if found.state == State.IN_FORCE and until is not None and actor.now <= until else set()


def title(found: Reorganisation) -> str:
    """In one line, by the names that the units had when it was proposed."""
    plan = Plan.read(found.plan)
    facts = {
        "units": "、".join(plan.names[one] for one in plan.unit_ids),
        "into": plan.names.get(plan.into_id or "", ""),
        "name": plan.name,
    }
    words = {
        Kind.RENAME: _("{units}: renamed {name}"),
        Kind.MOVE: _("{units}: moved under {into}"),
        Kind.MERGE: _("{units}: merged into {into}"),
        Kind.SPLIT: _("{units}: {name} split off"),
        Kind.DISSOLVE: _("{units}: dissolved, {into} takes over"),
    }
    return words[Kind(found.kind)].format_map(facts)


def preview(actor: Actor, *, found: Reorganisation) -> Preview:
    """Counted now: until it is in force, what hangs on the units may change."""
    plan = Plan.read(found.plan)
    units_named = Unit.objects.filter(pk__in=plan.unit_ids)
    paths = list(units_named.values_list("path", flat=True))
    whole = found.kind in {Kind.MOVE, *rules.ENDS_UNITS}
    below = _below(plan, paths if whole else [])
    ways = values_of(plan.ways(found.kind, residents(plan)))
    effects = [_effect(one, ways | {"paths": below}) for one in of_units() if not one.of_areas]
    joined = areas_to_join(plan)
    names = dict(
        Area.objects.filter(pk__in=[key for pair in joined for key in pair]).values_list("pk", "name")
    )
    return Preview(
        units_along=Unit.objects.standing().within(tuple(below)).count(),
        effects=[one for one in effects if one.over or one.along],
        joined=[(names[gone], names[into]) for gone, into in joined],
        roles=_roles(actor, plan) if found.kind in rules.ENDS_UNITS else 0,
        offices=_offices(actor, plan) if found.kind in rules.ENDS_UNITS else 0,
        days_back=max(0, (_today(actor) - found.effective_on).days),
    )


def _below(plan: Plan, paths: Sequence[str]) -> list[str]:
    """The subtrees that come along."""
    chosen = list(Unit.objects.filter(pk__in=plan.only).values_list("path", flat=True))
    return [*paths, *chosen]


def _effect(one: Follows, values: Mapping[str, Any]) -> Effect:
    ((over, along),) = fetch(statements.effects(one), values)
    return Effect(one.key, one.label, over, along, is_answered=one.way == Way.ANSWERED)


def _roles(actor: Actor, plan: Plan) -> int:
    return Role.objects.filter(unit__in=plan.unit_ids, during__contains=_today(actor)).count()


def _offices(actor: Actor, plan: Plan) -> int:
    held = Membership.objects.filter(unit__in=plan.unit_ids, during__contains=_today(actor))
    return held.exclude(office="none").count()


def _today(actor: Actor) -> date:
    return timezone.localdate(actor.now)


def effects(found: Reorganisation) -> list[tuple[Words, int]]:
    """What moved when it came into force."""
    labels = {one.key: one.label for one in of_units()}
    return [(labels[key], count) for key, count in found.effects.items() if count and key in labels]


def units_named(actor: Actor, *, found: Reorganisation) -> QuerySet[Unit]:
    """Those in sight, the one split off with them."""
    new = [found.plan["new_id"]] if found.plan["new_id"] else []
    named = units.units_visible_to(actor).filter(pk__in=[*found.unit_ids, *new])
    return named.select_related("kind", "parent").order_by("path__depth", "code")


def people_named(actor: Actor, *, found: Reorganisation) -> dict[str, str]:
    """Who proposed it and who decided it, as far as the reader may read their names."""
    ids = {"proposed": found.person_id, "decided": found.decided_by}
    names = people.names(actor, person_ids=[one for one in ids.values() if one])
    return {act: names.get(one, "") for act, one in ids.items() if one}
