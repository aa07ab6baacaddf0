"""Reading an explanation, in its three shapes."""

from dataclasses import dataclass
from uuid import UUID

from muster.directives import access
from muster.directives import queries as directives
from muster.directives.models import Explanation, Version
from muster.kernel.actor import Actor
from muster.kernel.problems import NotFound

from . import rules


@dataclass(frozen=True, slots=True)
class Explained:
    """`is_outdated`: the directive was changed since, in a way that matters."""

    explanation: Explanation
    short_message: str
    messages: int
    is_outdated: bool


def explained(actor: Actor, *, directive_id: UUID) -> Explained | None:
    access.directive_to_see(actor, directive_id)
    found = Explanation.objects.filter(directive=directive_id).select_related(
        "directive__issuing_unit", "author"
    )
    explanation = found.first()
    if explanation is None:
        return None
    text = rules.short_message(
        sender=explanation.directive.issuing_unit.name,
        headline=explanation.headline,
        points=explanation.points,
        ask=explanation.ask,
    )
    changed = Version.objects.filter(
        directive=directive_id, number__gt=explanation.version, is_material=True
    ).exists()
    return Explained(explanation, text, rules.messages_needed(text), changed)


def explained_or_none_such(actor: Actor, *, operation_id: UUID, directive_id: UUID) -> Explained:
    directives.directive(actor, operation_id=operation_id, directive_id=directive_id)
    found = explained(actor, directive_id=directive_id)
    if found is None:
        raise NotFound
    return found
