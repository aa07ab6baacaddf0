"""Who wrote, signed, accepted and reported, in office; who read."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.personal import Ground, Kept, Mask, Personal, Sensitivity, Then, in_office
from muster.operations.personal import COUNTED

REPORT_OVER = (
    "(SELECT operation.closed_at FROM directives_report report "
    "JOIN directives_delivery delivery ON delivery.id = report.delivery_id "
    "JOIN operations_operation operation ON operation.id = delivery.operation_id WHERE report.id = held.report_id)"
)

REGISTER = (
    in_office("directives.written", "directives.Directive", "author_id", "signed_by_id"),
    in_office("directives.versions", "directives.Version", "author_id"),
    in_office("directives.co_authors", "directives.CoAuthor", "person_id"),
    in_office("directives.reviewed", "directives.ReviewNote", "person_id"),
    in_office("directives.explained", "directives.Explanation", "author_id"),
    in_office("directives.accepted", "directives.Delivery", "accepted_by_id"),
    in_office("directives.accepted_before", "directives.EarlierAcceptance", "person_id"),
    in_office("directives.reported", "directives.Report", "person_id"),
    in_office("directives.reported_daily", "directives.DayReport", "person_id"),
    in_office("directives.reminded", "directives.Reminder", "person_id"),
    in_office("directives.kept", "directives.Part", "keeper_id", what=_("who answers for a part of it")),
    Personal(
        key="directives.read",
        model="directives.Receipt",
        columns=("person_id", "told_by_id"),
        what=_("that they read it, or were told"),
        purpose=_("to say how many it reached; never passed on as a list of persons"),
        ground=Ground.EMERGENCY,
        stays=COUNTED,
    ),
    Personal(
        key="directives.photographs",
        model="directives.Photograph",
        columns=("content",),
        what=_("photographs with reports, on which people may be seen"),
        purpose=_("to show that work was done"),
        ground=Ground.EMERGENCY,
        kept=Kept(until=_("end of the operation"), days=365, since=REPORT_OVER, then=Then.DELETE),
        sensitivity=Sensitivity.SENSITIVE,
        mask=Mask.OPEN,
        person="",
    ),
)
IMPERSONAL = {
    "directives.Attachment.name": "a public document",
    "directives.Attachment.content_type": "a kind of file",
    "directives.Attachment.content": "a public document",
    "directives.Clause.text": "words of a public document",
    "directives.ReviewNote.text": "words about a draft",
    "directives.DayReport.text": "words of a unit's report",
    "directives.Directive.signer": "the office that signs, as printed",
    "directives.Version.note": "what was changed in a document",
    "directives.Report.text": "words of a unit's report",
}
