"""Which directives an actor sees, and may do things to. Locks go from the operation to the directive to its deliveries."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from muster.kernel.actor import Actor, lies_under
from muster.kernel.problems import NotAllowed, NotFound
from muster.operations import access as operations
from muster.people import access as people
from muster.units import access as units
from muster.units.models import Unit

from . import rules
from .models import CoAuthor, Delivery, Directive, Part, Receipt, State
from .problems import AddresseeOutside, AsksNoAcceptance, NoAddressee, NotAddressable, NotInForce, Voluntary

# Many units accept at once, so they share the lock; who withdraws waits for them, and they for that.
SHARED = "SELECT * FROM directives_directive WHERE id = %s FOR SHARE"


def operation_to_see(actor: Actor, operation_id: UUID) -> None:
    """An operation in sight, or one from which the person who acts got something."""
    if not Receipt.objects.filter(operation=operation_id, person=actor.person_id).exists():
        operations.operation_to_see(actor, operation_id)


def directives_visible_to(actor: Actor) -> QuerySet[Directive]:
    """Issued: whoever has it in sight, or got it. Before: its author, and those who review or issue there."""
    paths = actor.paths("see")
    delivered = Delivery.objects.filter(directive=OuterRef("pk"), unit__path__within=paths)
    keeps = Part.objects.filter(clause__directive=OuterRef("pk"), keeper=actor.person_id, is_in_force=True)
    reached = (
        Q(issuing_unit__path__within=paths)
        | Exists(delivered)
        | Exists(_receipts_of(actor))
        | Exists(keeps.filter(keeper__isnull=False))
    )
    deciding = Q(issuing_unit__path__within=(*actor.paths("review"), *actor.paths("issue")))
    together = CoAuthor.objects.filter(directive=OuterRef("pk"), person=actor.person_id, person__isnull=False)
    own = Q(author_id=actor.person_id, author_id__isnull=False) | Exists(together)
    seen = Q(issued_at__isnull=False) & reached | Q(issued_at=None) & (own | deciding)
    return Directive.objects.filter(seen).select_related("issuing_unit", "operation")


def directive_to_see(actor: Actor, directive_id: UUID) -> Directive:
    for directive in directives_visible_to(actor).filter(pk=directive_id):
        return directive
    raise NotFound


def directive_to(actor: Actor, power: str, directive_id: UUID) -> Directive:
    """The directive, locked, in an open operation, with this power on the unit that issues it."""
    seen = directive_to_see(actor, directive_id)
    units.require(actor, power, seen.issuing_unit)
    operations.open_operation(actor, seen.operation_id)
    return _locked(directive_id)


def draft_to_see(actor: Actor, directive_id: UUID) -> Directive:
    """As those who write it have it before them."""
    seen = directive_to_see(actor, directive_id)
    if not writes(actor, seen):
        raise NotAllowed("draft")
    return seen


def writes(actor: Actor, directive: Directive) -> bool:
    """Its author, and those whom the author lets edit it."""
    if directive.author_id == actor.person_id:
        return True
    return actor.is_signed_in and directive.co_authors.filter(person=actor.person_id).exists()


def directive_to_comment_on(actor: Actor, directive_id: UUID) -> Directive:
    """By those who review, and before it is issued by those who write it."""
    seen = directive_to_see(actor, directive_id)
    if seen.state in rules.UNFINISHED and writes(actor, seen):
        return directive_to_edit(actor, directive_id)
    return directive_to(actor, "review", directive_id)


def directive_to_edit(actor: Actor, directive_id: UUID) -> Directive:
    """By those who write it."""
    seen = draft_to_see(actor, directive_id)
    operations.open_operation(actor, seen.operation_id)
    return _locked(directive_id)


def directive_counted(actor: Actor, directive_id: UUID) -> Directive:
    """For whatever counts answers or lists who has not answered: never what is voluntary."""
    directive = directive_to_see(actor, directive_id)
    if directive.is_voluntary:
        raise Voluntary
    return directive


def directive_asking(actor: Actor, directive_id: UUID) -> Directive:
    """For whatever has to do with acceptance."""
    directive = directive_counted(actor, directive_id)
    if not directive.asks_acceptance:
        raise AsksNoAcceptance
    return directive


def directive_to_pace(actor: Actor, directive_id: UUID) -> Directive:
    """Whose ladder may be changed: by those who write it until it is issued, and by those who issue it until it ends."""
    seen = directive_asking(actor, directive_id)
    if seen.state in rules.UNFINISHED and writes(actor, seen):
        return directive_to_edit(actor, directive_id)
    found = directive_to(actor, "issue", directive_id)
    if found.ended_at is not None:
        raise NotInForce(found.document_number)
    return found


def may_pace(actor: Actor, directive: Directive) -> bool:
    is_drafted = directive.state in rules.UNFINISHED and writes(actor, directive)
    may_issue = actor.may("issue", directive.issuing_unit.path)
    return directive.ended_at is None and (is_drafted or may_issue)


def directive_to_act_on(actor: Actor, directive_id: UUID) -> Directive:
    """One that asks something of units, in force until this transaction ends.

    The lock is shared, and the operation's is not taken: thousands of units act at once and must not queue.
    """
    seen = directive_asking(actor, directive_id)
    (directive,) = Directive.objects.raw(SHARED, [directive_id])
    if directive.state != State.ISSUED or seen.operation.closed_at is not None:
        raise NotInForce(directive.document_number)
    directive.operation = seen.operation
    return directive


def units_to_address(actor: Actor, issuing_unit: Unit, unit_ids: Sequence[UUID]) -> list[Unit]:
    """Main addressees: in sight, below the issuing unit, and no groups."""
    found = list(units.units_visible_to(actor).filter(pk__in=unit_ids).order_by("path__depth", "code"))
    if len(found) != len(set(unit_ids)):
        raise NotFound
    if not found:
        raise NoAddressee
    if outside := [unit.name for unit in found if not lies_under(unit.path, issuing_unit.path)]:
        raise AddresseeOutside("、".join(outside))
    if groups := [unit.name for unit in found if unit.kind_id in rules.KINDS_OF_UNIT_NOT_ADDRESSED]:
        raise NotAddressable("、".join(groups))
    return found


def deliveries_to(actor: Actor, power: str, *, directive: Directive, unit_ids: Sequence[UUID]) -> list[UUID]:
    """The deliveries at these units, all in sight and with this power on each; not yet locked."""
    found = Delivery.objects.filter(
        directive=directive, unit__in=unit_ids, unit__path__within=actor.paths("see")
    )
    paths = dict(found.values_list("pk", "unit__path"))
    if len(paths) != len(set(unit_ids)):
        raise NotFound
    if not all(actor.may(power, path) for path in paths.values()):
        raise NotAllowed(power)
    return list(paths)


def delivery_to(actor: Actor, power: str, *, directive: Directive, unit_id: UUID) -> Delivery:
    """One delivery, locked."""
    (delivery_id,) = deliveries_to(actor, power, directive=directive, unit_ids=[unit_id])
    return (
        Delivery.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit")
        .get(pk=delivery_id)
    )


def delivery_to_see(actor: Actor, *, directive: Directive, unit_id: UUID) -> Delivery:
    delivery = deliveries_visible_to(actor).filter(directive=directive, unit=unit_id).first()
    if delivery is None:
        raise NotFound
    return delivery


def deliveries_visible_to(actor: Actor) -> QuerySet[Delivery]:
    return Delivery.objects.filter(unit__path__within=actor.paths("see")).select_related(
        "unit", "accepted_by"
    )


def own_receipt(actor: Actor, directive_id: UUID) -> Receipt:
    """Reading is for oneself alone."""
    own = Receipt.objects.filter(directive=directive_id, person_id=people.oneself(actor))
    receipt = own.select_related("operation").first()
    if receipt is None:
        raise NotFound
    return receipt


def receipts_to_tell(actor: Actor, *, directive: Directive, person_ids: Sequence[UUID]) -> list[UUID]:
    """Receipts of members of units for which the actor accepts."""
    found = Receipt.objects.filter(
        directive=directive, person__in=person_ids, unit__path__within=actor.paths("accept")
    )
    receipt_ids = list(found.values_list("pk", flat=True))
    if len(receipt_ids) != len(set(person_ids)):
        raise NotFound
    return receipt_ids


def _receipts_of(actor: Actor) -> QuerySet[Receipt]:
    return Receipt.objects.filter(directive=OuterRef("pk"), person=actor.person_id)


def _locked(directive_id: UUID) -> Directive:
    locked = Directive.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("issuing_unit", "operation").get(pk=directive_id)
