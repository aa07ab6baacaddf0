"""Working on a draft together."""

from uuid import UUID

from django.db import transaction

from muster.directives import access, rules
from muster.directives.models import Attachment, CoAuthor, Directive, ReviewNote, State
from muster.directives.problems import ClassifiedMarking, NotNow, TooManyFiles
from muster.kernel.actor import Actor
from muster.kernel.journal import record
from muster.kernel.problems import NotFound
from muster.people import access as people

from .attachments import MOST_FILES, type_of


@transaction.atomic
def comment_on_draft(actor: Actor, *, directive_id: UUID, text: str) -> ReviewNote:
    """A review note that sends nothing back: by those who review, and by those who write."""
    directive = access.directive_to_comment_on(actor, directive_id)
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


@transaction.atomic
def add_co_author(actor: Actor, *, directive_id: UUID, name: str) -> CoAuthor:
    """Let somebody else edit the draft; they see it from now on."""
    directive = _draft(actor, directive_id)
    person = people.person_by_name(actor, name.strip())
    added, is_new = CoAuthor.objects.get_or_create(directive=directive, person=person)
    if is_new:
        _record(actor, "directives.co_author_added", directive, person=person.pk)
    return added


@transaction.atomic
def remove_co_author(actor: Actor, *, directive_id: UUID, person_id: UUID) -> None:
    directive = _draft(actor, directive_id)
    removed, _ = CoAuthor.objects.filter(directive=directive, person=person_id).delete()
    if not removed:
        raise NotFound
    _record(actor, "directives.co_author_removed", directive, person=person_id)


@transaction.atomic
def attach(actor: Actor, *, directive_id: UUID, name: str, content: bytes) -> Attachment:
    """Put a file with the draft; its name may bear no marking of state secrets either."""
    content_type = type_of(name, content)
    if marking := rules.classified_marking(name):
        raise ClassifiedMarking(marking)
    directive = _draft(actor, directive_id)
    if directive.attachments.count() >= MOST_FILES:
        raise TooManyFiles(MOST_FILES)
    attachment = Attachment.objects.create(
        directive=directive, name=name[-120:], content_type=content_type, size=len(content), content=content
    )
    _record(actor, "directives.edited", directive)
    return attachment


@transaction.atomic
def detach(actor: Actor, *, directive_id: UUID, attachment_id: UUID) -> None:
    directive = _draft(actor, directive_id)
    removed, _ = Attachment.objects.filter(directive=directive, pk=attachment_id).delete()
    if not removed:
        raise NotFound
    _record(actor, "directives.edited", directive)


def _draft(actor: Actor, directive_id: UUID) -> Directive:
    directive = access.directive_to_edit(actor, directive_id)
    if directive.state != State.DRAFT:
        raise NotNow(str(State(directive.state).label))
    return directive


def _note(actor: Actor, directive: Directive, text: str, event: str, *, sends_back: bool) -> ReviewNote:
    note = ReviewNote.objects.create(
        directive=directive, person_id=actor.person_id, at=actor.now, sends_back=sends_back, text=text.strip()
    )
    _record(actor, event, directive)
    return note


def _record(actor: Actor, event: str, directive: Directive, **about: UUID) -> None:
    record(
        actor,
        event,
        directive,
        operation_id=directive.operation_id,
        unit_id=directive.issuing_unit_id,
        count=1,
        **about,
    )
