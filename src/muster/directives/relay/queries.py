"""Whom pasted replies mean, among the members of one unit who have neither read nor been told."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from muster.directives import access
from muster.directives.models import Receipt
from muster.kernel.actor import Actor
from muster.units import access as units

from .reading import SEVERAL, SURE, UNKNOWN, match, replies

MOST_MEMBERS = 500


@dataclass(frozen=True, slots=True)
class Member:
    """`line` is the reply that may be theirs; `is_sure` ticks them beforehand."""

    receipt: Receipt
    line: str = ""
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """`unclear` are lines that mean nobody here, or several; `known` are those who had read or been told already."""

    members: Sequence[Member]
    unclear: Sequence[str]
    known: int


def review(actor: Actor, *, directive_id: UUID, unit_id: UUID, text: str = "") -> Review:
    """Members yet to hear of it, those whom the pasted text names first. Never for what is voluntary."""
    access.directive_counted(actor, directive_id)
    unit = units.unit_to(actor, "accept", unit_id)
    units.require(actor, "see_people", unit)
    reached = Receipt.objects.filter(directive=directive_id, unit=unit).select_related("person")
    receipts = {
        one.pk: one for one in reached.order_by("person__pinyin", "person__name", "pk")[:MOST_MEMBERS]
    }
    found = match(replies(text), {key: one.person.name for key, one in receipts.items()})
    lines = {key: one for one in found if one.how not in (SEVERAL, UNKNOWN) for key in one.members}
    open_ = [one for one in receipts.values() if one.read_at is None and one.told_at is None]
    members = [
        Member(one, lines[one.pk].line, lines[one.pk].how == SURE) if one.pk in lines else Member(one)
        for one in open_
    ]
    return Review(
        members=sorted(members, key=lambda member: not member.line),
        unclear=[one.line for one in found if one.how in (SEVERAL, UNKNOWN)],
        known=sum(1 for key in lines if receipts[key] not in open_),
    )
