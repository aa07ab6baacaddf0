"""Working on a draft together."""

from uuid import UUID

from django.db import transaction

from muster.directives import access, rules
from muster.directives.models import Directive, ReviewNote, State
from muster.directives.problems import NotNow
from muster.kernel.actor import Actor
from muster.kernel.journal import record


@transaction.atomic
def comment_on_draft(actor: Actor, *, directive_id: UUID, text: str) -> ReviewNote:
    """A review note that sends nothing back."""
    directive = access.directive_to(actor, "review", directive_id)
    return _note(actor, directive, text, "directives.commented", sends_back=False)


@transaction.atomic
def return_draft(actor: Actor, *, directive_id: UUID, reason: str) -> Directive:
    """Back to its author, with a reason."""
    directive = access.directive_to(actor, "review", directive_id)
    state = rules.next_state(directive.state, "return")
    if state is None:
        raise NotNow(str(State(directive.state).label))
    directive.state = state
    directive.save(update_fields=["state"])
    _note(actor, directive, reason, "directives.draft_returned", sends_back=True)
    return directive


def _note(actor: Actor, directive: Directive, text: str, event: str, *, sends_back: bool) -> ReviewNote:
    note = ReviewNote.objects.create(
        directive=directive, person_id=actor.person_id, at=actor.now, sends_back=sends_back, text=text.strip()
    )
    _record(actor, event, directive)
    return note


def _record(actor: Actor, event: str, directive: Directive) -> None:
    record(
        actor,
        event,
        directive,
        operation_id=directive.operation_id,
        unit_id=directive.issuing_unit_id,
    )
