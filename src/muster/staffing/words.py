"""What seats are called, and why one is vacant. Numbers of people under five are not told."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from . import rules
from .models import GroupKind, Seat, SeatKind, VacancyReason

COUNTED = frozenset(
    {VacancyReason.TOO_FEW_QUALIFIED, VacancyReason.NEEDED_ELSEWHERE, VacancyReason.NOBODY_NEAR}
)


def title(seat: Seat) -> str:
    """What whoever sits there is called."""
    if seat.kind == SeatKind.LEADER:
        return (
            pgettext("seat", "zone keeper")
            if seat.group_kind == GroupKind.ZONE
            else pgettext("seat", "team leader")
        )
    if seat.skill is not None:
        return str(seat.skill)
    return pgettext("seat", "helper") if seat.group_kind == GroupKind.ZONE else pgettext("seat", "teammate")


def why(seat: Seat) -> str:
    """The reason that the last plan left, with the numbers behind it."""
    if not seat.reason:
        return _("not planned yet")
    reason = VacancyReason(seat.reason)
    if reason not in COUNTED or seat.qualified is None:
        return str(reason.label)
    return _("{reason} ({people} for {seats})").format(
        reason=reason.label, people=_people(seat.qualified), seats=_seats(seat.rivals or 0)
    )


def _people(count: int) -> str:
    told = rules.told(count)
    if told is None:
        return _("fewer than five people")
    return ngettext("{count} person", "{count} people", told).format(count=told)


def _seats(count: int) -> str:
    return ngettext("{count} such seat", "{count} such seats", count).format(count=count)
