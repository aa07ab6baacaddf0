"""Explaining a directive to residents."""

from uuid import UUID

from django.db import transaction

from muster.directives import access
from muster.directives.models import Directive, Explanation, State
from muster.directives.problems import ClassifiedMarking, NotNow
from muster.directives.rules import classified_marking
from muster.kernel.actor import Actor
from muster.kernel.journal import record

from . import rules
from .problems import NotPlain


@transaction.atomic
def explain(actor: Actor, *, directive_id: UUID, headline: str, points: str, ask: str) -> Explanation:
    """Write or change what residents are told; it is tied to the version in force now."""
    directive = _in_force(actor, directive_id)
    lines = rules.points_of(points)
    if not lines or len(lines) > rules.MOST_POINTS or rules.too_long(lines):
        raise NotPlain(rules.MOST_POINTS, rules.MOST_IN_A_POINT)
    if marking := classified_marking(f"{headline}\n{points}\n{ask}"):
        raise ClassifiedMarking(marking)
    latest = directive.versions.first()
    written, _ = Explanation.objects.update_or_create(
        directive=directive,
        defaults={
            "version": latest.number if latest else 1,
            "headline": headline.strip(),
            "points": lines,
            "ask": ask.strip(),
            "author_id": actor.person_id,
            "written_at": actor.now,
        },
    )
    record(
        actor,
        "directives.explained",
        directive,
        operation_id=directive.operation_id,
        unit_id=directive.issuing_unit_id,
    )
    return written


def _in_force(actor: Actor, directive_id: UUID) -> Directive:
    directive = access.directive_to(actor, "draft", directive_id)
    if directive.state != State.ISSUED:
        raise NotNow(str(State(directive.state).label))
    return directive
