"""Who writes a draft too, and what is attached."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muster.directives.forms import CommentForm, ReasonForm
from muster.kernel.requests import Request

from . import commands, queries
from .forms import AttachForm, CoAuthorForm


@require_POST
def comment(request: Request, operation_id: UUID, directive_id: UUID) -> HttpResponse:
    commands.comment_on_draft(request.actor, directive_id=directive_id, **CommentForm(request.POST).values)
    return _back(operation_id, directive_id)


@require_POST
def return_draft(request: Request, operation_id: UUID, directive_id: UUID) -> HttpResponse:
    commands.return_draft(request.actor, directive_id=directive_id, **ReasonForm(request.POST).values)
    messages.success(request, _("It is back with its author, with your reason."))
    return _back(operation_id, directive_id)


@require_POST
def add_co_author(request: Request, operation_id: UUID, directive_id: UUID) -> HttpResponse:
    commands.add_co_author(request.actor, directive_id=directive_id, **CoAuthorForm(request.POST).values)
    messages.success(request, _("They can see and edit the draft now."))
    return _back(operation_id, directive_id)


@require_POST
def remove_co_author(
    request: Request, operation_id: UUID, directive_id: UUID, person_id: UUID
) -> HttpResponse:
    commands.remove_co_author(request.actor, directive_id=directive_id, person_id=person_id)
    return _back(operation_id, directive_id)


@require_POST
def attach(request: Request, operation_id: UUID, directive_id: UUID) -> HttpResponse:
    file = AttachForm(request.POST, request.FILES).values["file"]
    commands.attach(request.actor, directive_id=directive_id, name=file.name or "", content=file.read())
    messages.success(request, _("The file is attached."))
    return _back(operation_id, directive_id)


@require_POST
def detach(request: Request, operation_id: UUID, directive_id: UUID, attachment_id: UUID) -> HttpResponse:
    commands.detach(request.actor, directive_id=directive_id, attachment_id=attachment_id)
    return _back(operation_id, directive_id)


@require_safe
def attachment(
    request: Request,
    operation_id: UUID,  # noqa: ARG001 - where it is found
    directive_id: UUID,
    attachment_id: UUID,
) -> HttpResponse:
    """Always to be kept, never to be run in the page."""
    found = queries.attachment(request.actor, directive_id=directive_id, attachment_id=attachment_id)
    how = content_disposition_header(as_attachment=True, filename=found.name) or "attachment"
    headers = {"Content-Disposition": how, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(found.content), content_type=found.content_type, headers=headers)


def _back(operation_id: UUID, directive_id: UUID) -> HttpResponse:
    return redirect("directives:directive", operation_id=operation_id, directive_id=directive_id)
