"""What came to a unit stays its own, with the members who read it; whoever takes the unit over answers for it."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.following import Follows, Way

FOLLOWS = (
    Follows(
        key="directives.open",
        label=_("Directives not yet done"),
        model="directives.Delivery",
        way=Way.ANSWERED,
        where="asks_acceptance AND is_in_force AND state <> 'done'"
        " AND directive_id IN (SELECT id FROM directives_directive WHERE state = 'issued')",
    ),
    Follows(
        key="directives.addressees",
        label=_("Drafts addressed to it"),
        model="directives.Addressee",
        where="directive_id IN (SELECT id FROM directives_directive WHERE issued_at IS NULL AND ended_at IS NULL)",
        once_with="directive_id",
    ),
)
STAYS = {
    "directives.Directive.issuing_unit": "who issued a document is history; its number stays in that unit's series",
    "directives.NumberSeries.unit": "no number is used twice",
    "directives.Receipt.unit": "how a member was reached is history",
}
