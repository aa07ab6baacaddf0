"""Files that were sent and lists that were taken out, and by whom."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.personal import Ground, Kept, Personal, in_office

REGISTER = (
    Personal(
        key="console.uploads",
        model="console.Upload",
        columns=("filename", "outcome"),
        what=_("the name of a file that was sent, and what was wrong with it, masked"),
        purpose=_("so that the sender can mend it"),
        ground=Ground.DUTY,
        kept=Kept(until=_("the day on which it was sent"), days=30, since="held.created_at"),
        blanks={"outcome": "'{}'::jsonb"},
    ),
    Personal(
        key="console.exports",
        model="console.Export",
        columns=("query",),
        what=_("by which words a list was narrowed before it was taken out"),
        purpose=_("so that it can be said what left"),
        ground=Ground.DUTY,
        kept=Kept(until=_("the day on which it was taken out"), days=30, since="held.created_at"),
        stays=_("the record of what was done in office stays whole"),
    ),
    in_office("console.sent", "console.Upload", "person_id"),
    in_office("console.taken_out", "console.Export", "person_id"),
)
IMPERSONAL: dict[str, str] = {}
