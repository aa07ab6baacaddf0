"""Reading how a directive's reminders climb."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from muster.directives import access
from muster.directives.ladders import ACCEPTANCE
from muster.directives.models import Directive
from muster.kernel.actor import Actor
from muster.messages.climbs import queries as climbs


@dataclass(frozen=True, slots=True)
class OfDirective:
    """Its steps, of which `passed` were taken or passed over."""

    directive: Directive
    steps: list[dict[str, Any]]
    passed: int


def ladder_to_change(actor: Actor, *, directive_id: UUID) -> OfDirective:
    found = access.directive_to_pace(actor, directive_id)
    steps, passed = climbs.ladder_of(source=ACCEPTANCE, subject_id=found.pk, ladder=found.urgency)
    return OfDirective(found, steps, passed)
