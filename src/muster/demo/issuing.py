"""How every directive of the demo is issued: drafted, reviewed and signed by the chief's own commands."""

from uuid import UUID

from muster.directives import commands as directives
from muster.directives.models import Directive
from muster.kernel.actor import Actor
from muster.operations.models import Operation


def issue(chief: Actor, operation: Operation, draft: directives.Draft) -> UUID:
    directive = directives.draft_directive(chief, operation_id=operation.pk, draft=draft)
    return sign_and_issue(chief, directive).pk


def sign_and_issue(chief: Actor, directive: Directive) -> Directive:
    directives.submit_for_review(chief, directive_id=directive.pk)
    directives.sign_off(chief, directive_id=directive.pk)
    return directives.issue_directive(chief, directive_id=directive.pk)
