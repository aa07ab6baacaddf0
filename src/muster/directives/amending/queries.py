"""What changed, for whoever accepted or read an earlier version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from muster.directives import access
from muster.directives import queries as directives
from muster.directives.models import Delivery, Directive, Receipt, Version
from muster.kernel.actor import Actor
from muster.kernel.problems import NotFound

from .difference import Paragraph, difference, is_change


@dataclass(frozen=True, slots=True)
class Change:
    """Between two versions: the text, and the date by which it is due."""

    since: Version
    to: Version
    paragraphs: Sequence[Paragraph]

    @property
    def changed(self) -> list[Paragraph]:
        """Only those paragraphs in which something changed."""
        return [paragraph for paragraph in self.paragraphs if is_change(paragraph)]

    @property
    def due_dates(self) -> tuple[date | None, date | None] | None:
        """Before and after, if they differ."""
        dates = (self.since.due_on, self.to.due_on)
        return dates if dates[0] != dates[1] else None


def change(actor: Actor, *, directive_id: UUID, since: int, to: int) -> Change:
    """Between two versions of what the actor sees."""
    found = {version.number: version for version in directives.text(actor, directive_id=directive_id)}
    if since not in found or to not in found:
        raise NotFound
    return _between(found[since], found[to])


def change_since_accepted(delivery: Delivery, *, versions: Sequence[Version]) -> Change | None:
    """What the unit has to know when it is asked anew; none for one that never accepted, or accepted the latest."""
    return _change_since(delivery.agreed_version, versions)


def change_since_read(receipt: Receipt | None, *, versions: Sequence[Version]) -> Change | None:
    """What is new to a member who read it before it was changed."""
    if receipt is None or receipt.read_at is None:
        return None
    read = [version.number for version in versions if version.written_at <= receipt.read_at]
    return _change_since(max(read, default=None), versions)


def directive_to_amend(actor: Actor, *, operation_id: UUID, directive_id: UUID) -> tuple[Directive, Version]:
    found = directives.directive_before(
        actor, verb="amend", operation_id=operation_id, directive_id=directive_id
    )
    return found, directives.text(actor, directive_id=directive_id)[0]


def asked_anew(actor: Actor, *, directive_id: UUID) -> int:
    """How many units a material amendment would ask again: all that have accepted."""
    access.directive_to_see(actor, directive_id)
    return Delivery.objects.filter(directive=directive_id, accepted_at__isnull=False).count()


def _change_since(number: int | None, versions: Sequence[Version]) -> Change | None:
    known = {version.number: version for version in versions}
    if number not in known or number == versions[0].number:
        return None
    return _between(known[number], versions[0])


def _between(since: Version, to: Version) -> Change:
    return Change(since, to, difference(since.body, to.body))
