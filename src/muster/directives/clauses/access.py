"""Which clauses and parts an actor sees and may act on."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from muster.directives import access as directives
from muster.directives import rules as directive_rules
from muster.directives.models import Delivery, Directive, State
from muster.directives.problems import AcceptFirst, AddresseeOutside, AsksNoAcceptance, NotNow
from muster.kernel.actor import Actor, lies_under
from muster.kernel.problems import NotAllowed, NotFound
from muster.units import access as units
from muster.units.models import Unit

from . import rules
from .models import Clause, Part, Photograph
from .problems import NobodyChosen, NotBelow


def draft_to_divide(actor: Actor, directive_id: UUID) -> Directive:
    """A draft of one's own that asks something of units."""
    directive = directives.directive_to_edit(actor, directive_id)
    if directive.state != State.DRAFT:
        raise NotNow(str(State(directive.state).label))
    if not directive.asks_acceptance:
        raise AsksNoAcceptance
    return directive


def clause_to_see(actor: Actor, clause_id: UUID) -> Clause:
    clause = Clause.objects.filter(pk=clause_id).select_related("directive__operation").first()
    if clause is None:
        raise NotFound
    directives.directive_to_see(actor, clause.directive_id)
    return clause


def units_to_charge(actor: Actor, *, directive: Directive, unit_ids: Sequence[UUID]) -> list[Unit]:
    """Lead and helping units: in sight and below the issuing unit, in the order asked for."""
    found = {unit.pk: unit for unit in units.units_visible_to(actor).standing().filter(pk__in=unit_ids)}
    if len(found) != len(set(unit_ids)):
        raise NotFound
    if outside := [
        unit.name for unit in found.values() if not lies_under(unit.path, directive.issuing_unit.path)
    ]:
        raise AddresseeOutside("、".join(outside))
    return [found[unit_id] for unit_id in dict.fromkeys(unit_ids)]


def parts_visible_to(actor: Actor) -> QuerySet[Part]:
    """Of units in sight, and those that one keeps."""
    own = Q(unit__path__within=actor.paths("see")) | Q(keeper=actor.person_id, keeper__isnull=False)
    seen = Part.objects.filter(own, is_in_force=True)
    return seen.select_related("unit", "clause__directive", "given_by__unit", "keeper")


def part_to_see(actor: Actor, *, clause_id: UUID, unit_id: UUID) -> Part:
    part = parts_visible_to(actor).filter(clause=clause_id, unit=unit_id).first()
    if part is None:
        raise NotFound
    return part


def part_to(actor: Actor, verb: str, *, clause_id: UUID, unit_id: UUID) -> Part:
    """A part of a directive in force, locked. Its unit reports on it; who gave it confirms or returns."""
    seen = part_to_see(actor, clause_id=clause_id, unit_id=unit_id)
    if not may(actor, verb, seen):
        raise NotAllowed("review" if verb in rules.OF_SUPERIOR else "accept")
    directives.directive_to_act_on(actor, seen.clause.directive_id)
    locked = Part.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("unit", "clause__directive__operation", "given_by__unit").get(pk=seen.pk)


def may(actor: Actor, verb: str, part: Part) -> bool:
    """The unit's own verbs: who accepts for it, and who keeps its part. The superior's: who accepts for the giving unit, or
    reviews where it was issued.
    """
    if verb not in rules.OF_SUPERIOR:
        keeps = verb in rules.OF_KEEPER and actor.is_signed_in and part.keeper_id == actor.person_id
        return keeps or actor.may("accept", part.unit.path)
    if part.given_by is not None:
        return actor.may("accept", part.given_by.unit.path)
    return actor.may("review", part.clause.directive.issuing_unit.path)


def accepted_copy(part: Part) -> Delivery:
    """The unit's copy of the directive; it is accepted before its clauses are worked on."""
    copy = Delivery.objects.select_for_update(no_key=True).get(
        directive=part.clause.directive_id, unit=part.unit_id
    )
    if copy.accepted_at is None:
        raise AcceptFirst(1)
    return copy


def units_to_hand_to(actor: Actor, *, part: Part, unit_ids: Sequence[UUID]) -> list[Unit]:
    """Standing units strictly below the part's own; groups are reached through their branch."""
    found = list(units.units_visible_to(actor).standing().filter(pk__in=unit_ids).order_by("pk"))
    if len(found) != len(set(unit_ids)):
        raise NotFound
    if not found:
        raise NobodyChosen
    groups = directive_rules.KINDS_OF_UNIT_NOT_ADDRESSED
    if wrong := [
        unit.name
        for unit in found
        if not unit.path.startswith(f"{part.unit.path}.") or unit.kind_id in groups
    ]:
        raise NotBelow("、".join(wrong))
    return found


def photograph_to_see(actor: Actor, photograph_id: UUID) -> Photograph:
    """Whoever sees the unit that reported; a picture may show people, so nobody else."""
    own = Q(report__delivery__unit__path__within=actor.paths("see")) | Q(
        report__part__keeper=actor.person_id, report__part__keeper__isnull=False
    )
    seen = Photograph.objects.filter(own, pk=photograph_id).first()
    if seen is None:
        raise NotFound
    return seen
