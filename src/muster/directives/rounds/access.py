"""Which rhythms an actor sees and reports in."""

from uuid import UUID

from muster.directives import access as directives
from muster.directives.models import Delivery, Directive, Rhythm, State
from muster.directives.problems import NotNow
from muster.kernel.actor import Actor
from muster.kernel.problems import NotAllowed, NotFound


def directive_to_time(actor: Actor, directive_id: UUID) -> Directive:
    """One in force that asks something of units; who issues decides the rhythm."""
    directives.directive_asking(actor, directive_id)
    directive = directives.directive_to(actor, "issue", directive_id)
    if directive.state != State.ISSUED:
        raise NotNow(str(State(directive.state).label))
    return directive


def rhythm_to_see(actor: Actor, directive_id: UUID) -> Rhythm:
    directives.directive_asking(actor, directive_id)
    rhythm = Rhythm.objects.filter(directive=directive_id).select_related("directive__operation").first()
    if rhythm is None:
        raise NotFound
    return rhythm


def copy_to_report_on(actor: Actor, *, rhythm: Rhythm, unit_id: UUID) -> Delivery:
    directives.directive_to_act_on(actor, rhythm.directive_id)
    copy = (
        Delivery.objects.filter(
            directive=rhythm.directive_id,
            unit=unit_id,
            is_copy=False,
            is_in_force=True,
            unit__path__within=actor.paths("see"),
        )
        .select_related("unit")
        .first()
    )
    if copy is None:
        raise NotFound
    if not actor.may("accept", copy.unit.path):
        raise NotAllowed("accept")
    return copy
