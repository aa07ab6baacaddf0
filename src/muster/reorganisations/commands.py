"""Proposing changes of the tree, putting them into force on their day, and undoing them within a day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from muster.kernel.actor import Actor, system_actor
from muster.kernel.commands import start_job
from muster.kernel.ids import uuid7
from muster.kernel.jobs import Progress, silent
from muster.kernel.journal import record
from muster.kernel.problems import NotFound, constraint_means
from muster.kernel.statements import execute, fetch, statement
from muster.kernel.succession import Follows
from muster.kernel.succession import Way as How
from muster.people import queries as people
from muster.places import commands as places
from muster.units import access as units
from muster.units import commands as tree
from muster.units.commands import Shape
from muster.units.models import Unit

from . import access, rules, statements
from .belongings import areas_to_join, residents
from .models import Kind, Reorganisation, State
from .planned import Plan, Way, values_of
from .problems import (
    ChangedSince,
    IntoItself,
    NameClash,
    NothingChosen,
    NotYet,
    Outdated,
    TakesNoMembers,
)
from .registry import of_units
from .snapshots import as_they_are, digest, shape

APPLY_JOB, UNDO_JOB = "reorganisations.put_in_force", "reorganisations.undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What somebody wants: see `Plan` for the words."""

    kind: Kind
    unit_ids: Sequence[UUID]
    day: date
    into_id: UUID | None = None
    name: str = ""
    only: Sequence[UUID] = ()
    joins_areas: bool = False
    takes_residents: bool = False
    basis: str = ""


@transaction.atomic
def propose_reorganisation(actor: Actor, *, proposal: Proposal) -> Reorganisation:
    """Keep it for a decision; nothing changes yet."""
    chosen = _chosen(actor, proposal)
    into = units.standing_unit_to(actor, "approve", proposal.into_id) if proposal.into_id else None
    _check(actor, proposal, chosen, into)
    named = [*chosen, *([into] if into else [])]
    plan = Plan(
        unit_ids=tuple(str(unit.pk) for unit in chosen),
        into_id=str(into.pk) if into else None,
        name=proposal.name.strip(),
        only=tuple(map(str, proposal.only)),
        joins_areas=proposal.joins_areas,
        takes_residents=proposal.takes_residents,
        new_id=str(uuid7()) if proposal.kind == Kind.SPLIT else None,
        names={str(unit.pk): unit.name for unit in named},
    )
    made = Reorganisation.objects.create(
        kind=proposal.kind,
        effective_on=proposal.day,
        basis=proposal.basis.strip(),
        unit_ids=[unit.pk for unit in named],
        plan=plan.as_kept(),
        digest=digest(named),
        person_id=actor.person_id,
        made_at=actor.now,
    )
    record(actor, "reorganisations.proposed", made, unit_id=named[-1].pk, kind=made.kind)
    return made


@transaction.atomic
def discard_reorganisation(actor: Actor, *, reorganisation_id: UUID) -> Reorganisation:
    """It will not come into force."""
    found = access.reorganisation_to_decide(actor, reorganisation_id, states=[State.PREVIEW, State.DECIDED])
    found.state, found.decided_at, found.decided_by = State.DISCARDED, actor.now, actor.person_id
    found.save(update_fields=["state", "decided_at", "decided_by"])
    record(actor, "reorganisations.discarded", found, unit_id=found.unit_ids[-1])
    return found


@transaction.atomic
def decide_reorganisation(actor: Actor, *, reorganisation_id: UUID) -> Reorganisation:
    """It comes into force by a job: at once, or when its day comes. A second click changes nothing."""
    found = access.reorganisation_to_decide(actor, reorganisation_id, states=[State.PREVIEW, State.DECIDED])
    if found.is_at_work:
        return found
    _require_unchanged(found)
    found.state, found.decided_at, found.decided_by = State.DECIDED, actor.now, actor.person_id
    if found.effective_on <= timezone.localdate(actor.now):
        found.job = start_job(actor, name=APPLY_JOB, reorganisation_id=str(found.pk))
    found.save(update_fields=["state", "decided_at", "decided_by", "job"])
    record(actor, "reorganisations.decided", found, unit_id=found.unit_ids[-1], kind=found.kind)
    return found


@transaction.atomic
def start_due(actor: Actor) -> int:
    """Start the jobs of those whose day has come, in the name of whoever decided; how many. One that failed waits."""
    due = Reorganisation.objects.select_for_update(of=("self",), skip_locked=True).filter(
        state=State.DECIDED, job=None, effective_on__lte=timezone.localdate(actor.now)
    )
    for found in due:
        decider = system_actor(actor.system, now=actor.now, for_person=found.decided_by)
        found.job = start_job(decider, name=APPLY_JOB, reorganisation_id=str(found.pk))
        found.save(update_fields=["job"])
    return len(due)


@transaction.atomic
def put_in_force(actor: Actor, *, reorganisation_id: UUID, progress: Progress = silent) -> Reorganisation:
    """Change the tree, and let everything follow: all of it, or nothing."""
    progress("wait", 0, 0)
    units.tree_to_change()
    found = access.reorganisation_to_decide(actor, reorganisation_id, states=[State.DECIDED])
    _require_unchanged(found)
    plan = Plan.read(found.plan)
    found.before = {"units": as_they_are(plan.named)}
    if plan.new_id is not None:
        tree.split_off(
            actor, unit_id=plan.named[0], new_id=UUID(plan.new_id), name=plan.name, day=found.effective_on
        )
    tree.shape_units(actor, shapes=_shapes(found, plan))
    joined = areas_to_join(plan)
    ways = plan.ways(found.kind, residents(plan))
    found.effects = _follow(found, ways, of_areas=False, progress=progress)
    if joined:
        found.before["areas"] = places.join_areas(actor, joined=dict(joined))
        area_ways = [Way(str(gone), str(area)) for gone, area in joined]
        found.effects |= _follow(found, area_ways, of_areas=True, progress=progress)
    progress("figures", 0, 0)
    tree.settle_tree(actor, day=found.effective_on)
    found.state, found.in_force_at = State.IN_FORCE, actor.now
    found.before["after"] = as_they_are(_touched(plan))
    found.save(update_fields=["state", "in_force_at", "before", "effects"])
    _record_each(actor, "reorganisations.came_into_force", found, plan)
    return found


@transaction.atomic
def start_undoing(actor: Actor, *, reorganisation_id: UUID) -> Reorganisation:
    """Everything goes back by a job, as if it had never been."""
    found = access.reorganisation_to_undo(actor, reorganisation_id)
    if not found.is_at_work:
        found.job = start_job(actor, name=UNDO_JOB, reorganisation_id=str(found.pk))
        found.save(update_fields=["job"])
    return found


@transaction.atomic
def undo_reorganisation(
    actor: Actor, *, reorganisation_id: UUID, progress: Progress = silent
) -> Reorganisation:
    """Rows, units and their places in the tree as they were; what happened to them since stays with them."""
    progress("wait", 0, 0)
    units.tree_to_change()
    found = access.reorganisation_to_undo(actor, reorganisation_id)
    plan = Plan.read(found.plan)
    _require_as_left(found, plan)
    moved = [one for one in reversed(of_units()) if one.key in found.effects]
    for n, one in enumerate(moved):
        progress("rows", n, len(moved))
        _put_back(found, one)
    if "areas" in found.before:
        places.part_areas(actor, before=found.before["areas"])
    tree.shape_units(actor, shapes=_shapes_before(found, plan))
    progress("figures", 0, 0)
    tree.settle_tree(actor, day=found.effective_on)
    found.state, found.undone_at = State.UNDONE, actor.now
    found.save(update_fields=["state", "undone_at"])
    _record_each(actor, "reorganisations.undone", found, plan)
    return found


def job_work(
    actor: Actor, *, progress: Progress, reorganisation_id: str, undo: bool = False
) -> dict[str, Any]:
    """The work of both jobs, with the powers that whoever decided has at that moment."""
    decider = (
        people.actor_of_person(actor.person_id, now=actor.now, system=actor.system)
        if actor.person_id
        else actor
    )
    work = undo_reorganisation if undo else put_in_force
    work(decider, reorganisation_id=UUID(reorganisation_id), progress=progress)
    return {"reorganisation": reorganisation_id}


def _chosen(actor: Actor, proposal: Proposal) -> list[Unit]:
    ids = list(dict.fromkeys(proposal.unit_ids))
    if not ids:
        raise NothingChosen
    if proposal.kind in rules.ENDS_UNITS:
        return [access.unit_to_end(actor, unit_id) for unit_id in ids]
    return [units.standing_unit_to(actor, "approve", unit_id) for unit_id in ids]


def _check(actor: Actor, proposal: Proposal, chosen: Sequence[Unit], into: Unit | None) -> None:
    for unit in (*chosen, *([into] if into else [])):
        if unit.began_on > proposal.day:
            raise NotYet(unit.name, unit.began_on)
    if into is not None and rules.is_into_itself(paths=[unit.path for unit in chosen], into=into.path):
        raise IntoItself(into.name)
    if not rules.is_complete(kind=proposal.kind, has_into=into is not None, name=proposal.name.strip()):
        raise NothingChosen
    if proposal.kind == Kind.SPLIT:
        _check_split(actor, proposal, chosen[0])
    if into is not None and proposal.kind in rules.ENDS_UNITS and not into.kind.has_members:
        members = people.members_at(actor, unit_ids=[unit.pk for unit in chosen])
        if members:
            raise TakesNoMembers(into.name, members)


def _check_split(actor: Actor, proposal: Proposal, unit: Unit) -> None:
    """What goes is the unit's own: units below it, areas that it answers for, people on its roll."""
    if not proposal.only:
        raise NothingChosen
    ((own,),) = fetch(statement("reorganisations", "own"), {"unit": unit.pk, "only": list(proposal.only)})
    if own != len(set(proposal.only)):
        raise NotFound
    if people.members_at(actor, unit_ids=[unit.pk], person_ids=proposal.only):
        units.require(actor, "see_people", unit)


def _shapes(found: Reorganisation, plan: Plan) -> list[Shape]:
    """What becomes of the units that it names."""
    held = [shape(one) for one in found.before["units"]]
    into = UUID(plan.into_id) if plan.into_id else None
    if found.kind == Kind.RENAME:
        return [replace(one, name=plan.name) for one in held]
    if found.kind == Kind.MOVE:
        return [replace(one, parent_id=into) for one in held if one.id != into]
    if found.kind in rules.ENDS_UNITS:
        day = found.effective_on
        gone = [
            replace(one, parent_id=into, ended_on=day, successor_id=into) for one in held if one.id != into
        ]
        kept = [replace(one, name=plan.name) for one in held if one.id == into and plan.name]
        return [*gone, *kept]
    return []


def _shapes_before(found: Reorganisation, plan: Plan) -> list[Shape]:
    """A unit that was split off ends on the day on which it began, and the unit it came from answers for it."""
    held = [shape(one) for one in found.before["units"]]
    if plan.new_id is None:
        return held
    beside = plan.named[0]
    new = Shape(
        id=UUID(plan.new_id),
        name=plan.name,
        parent_id=beside,
        ended_on=found.effective_on,
        successor_id=beside,
    )
    return [*held, new]


def _follow(
    found: Reorganisation, ways: Sequence[Way], *, of_areas: bool, progress: Progress
) -> dict[str, int]:
    """Move what follows; how many rows of each kind."""
    if not ways:
        return {}
    due = [one for one in of_units() if one.of_areas == of_areas and one.way != How.ANSWERED]
    done: dict[str, int] = {}
    for n, one in enumerate(due):
        progress("rows", n, len(due))
        done[one.key] = _moved(found, one, ways)
    return done


def _moved(found: Reorganisation, one: Follows, ways: Sequence[Way]) -> int:
    values = values_of(ways) | {"cause": found.pk, "key": one.key, "day": found.effective_on}
    if one.way == How.CUT:
        count = execute(statements.cut(one), values)
        execute(statements.go_on(one), values)
        return count
    with constraint_means("teams_team_name_once", NameClash()), transaction.atomic():
        return execute(statements.move(one), values)


def _put_back(found: Reorganisation, one: Follows) -> None:
    values = {"cause": found.pk, "key": one.key}
    if one.way == How.CUT:
        rows = [row for (row,) in fetch(statements.take_back(one), values)]
        execute(statements.reopen(one), {"rows": rows})
    execute(statements.move_back(one), values)


def _touched(plan: Plan) -> list[UUID]:
    return [*plan.named, *([UUID(plan.new_id)] if plan.new_id else [])]


def _require_unchanged(found: Reorganisation) -> None:
    """The units are as they were when it was proposed; how many rows hang on them may have changed."""
    named = Plan.read(found.plan).named
    held = Unit.objects.in_bulk(named)
    if digest([held[unit_id] for unit_id in named]) != found.digest:
        raise Outdated


def _require_as_left(found: Reorganisation, plan: Plan) -> None:
    now = as_they_are(_touched(plan))
    for left, unit in zip(found.before["after"], now, strict=True):
        if left != unit:
            raise ChangedSince(unit["name"])


def _record_each(actor: Actor, event: str, found: Reorganisation, plan: Plan) -> None:
    """In the history of every unit that it names."""
    rows = sum(found.effects.values())
    for unit_id in _touched(plan):
        record(actor, event, found, unit_id=unit_id, count=1, kind=found.kind, rows=rows)
