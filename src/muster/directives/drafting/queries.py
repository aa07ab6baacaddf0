"""Reading what belongs to a draft."""

from uuid import UUID

from django.db.models import QuerySet

from muster.directives import access
from muster.directives.models import Attachment, CoAuthor
from muster.kernel.actor import Actor
from muster.kernel.problems import NotFound


def co_authors(actor: Actor, *, directive_id: UUID) -> QuerySet[CoAuthor]:
    access.directive_to_see(actor, directive_id)
    return CoAuthor.objects.filter(directive=directive_id).select_related("person").order_by("pk")


def attachments(actor: Actor, *, directive_id: UUID) -> QuerySet[Attachment]:
    """Without what they hold."""
    access.directive_to_see(actor, directive_id)
    return Attachment.objects.filter(directive=directive_id).defer("content")


def attachment(actor: Actor, *, directive_id: UUID, attachment_id: UUID) -> Attachment:
    access.directive_to_see(actor, directive_id)
    found = Attachment.objects.filter(directive=directive_id, pk=attachment_id).first()
    if found is None:
        raise NotFound
    return found
