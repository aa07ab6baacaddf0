"""What came to a unit stays its own, with the members who read it; whoever takes the unit over answers for it."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.succession import Follows, Way

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
    Follows(
        key="directives.parts",
        label=_("Parts of clauses not yet done"),
        model="directives.Part",
        where="is_in_force AND state NOT IN ('done', 'confirmed')",
        day="day",
        once_with="clause_id",
    ),
    Follows(
        key="directives.kept_parts",
        label=_("Parts of clauses kept"),
        model="directives.Part",
        column="keeper_id",
        of_persons=True,
    ),
    Follows(
        key="directives.receipts",
        label=_("Directives received"),
        model="directives.Receipt",
        column="person_id",
        of_persons=True,
        once_with="directive_id",
    ),
)
STAYS = {
    "directives.Directive.issuing_unit": "who issued a document is history; its number stays in that unit's series",
    "directives.NumberSeries.unit": "no number is used twice",
    "directives.Receipt.unit": "how a member was reached is history",
    "directives.DayReport.unit": "what a unit reported of a day is history",
    "directives.DayReport.person": "who did it is history",
    "directives.CoAuthor.person": "who wrote it is history",
    "directives.Explanation.author": "who wrote it is history",
    "directives.Directive.author": "who did it is history",
    "directives.Directive.signed_by": "who did it is history",
    "directives.Version.author": "who did it is history",
    "directives.ReviewNote.person": "who did it is history",
    "directives.Delivery.accepted_by": "who did it is history",
    "directives.EarlierAcceptance.person": "who did it is history",
    "directives.Report.person": "who did it is history",
    "directives.Reminder.person": "who did it is history",
    "directives.Receipt.told_by": "who did it is history",
}
