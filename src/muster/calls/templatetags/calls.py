"""What the pages of calls need: spans of time in words, and the way to somebody's own page."""

from django import template
from django.urls import reverse
from django.utils.translation import ngettext

from muster.calls import tokens
from muster.calls.models import Offer

register = template.Library()
MINUTES_AN_HOUR = 60


@register.simple_tag
def span(minutes: int) -> str:
    """A promised time: 90 minutes stay minutes, whole hours are hours."""
    hours, rest = divmod(minutes, MINUTES_AN_HOUR)
    if rest or not hours:
        return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    return ngettext("{count} hour", "{count} hours", hours).format(count=hours)


@register.simple_tag
def own_link(offer: Offer) -> str:
    """For the member whose offer it is."""
    return reverse("calls:own", args=[tokens.of_offer(offer.pk)])
