"""Which records may be one person: ids, and which traits fit."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.personal import Ground, Personal, in_office

IDS_ALONE = _("ids alone; it holds the record together")

REGISTER = (
    Personal(
        key="duplicates.pair",
        model="duplicates.Pair",
        columns=("one_id", "other_id"),
        what=_("that two records may be one person"),
        purpose=_("so that nobody is counted twice"),
        ground=Ground.DUTY,
        person="held.one_id",
        stays=IDS_ALONE,
    ),
    Personal(
        key="duplicates.merge",
        model="duplicates.Merge",
        columns=("kept_id", "gone_id"),
        what=_("that two records are one person"),
        purpose=_("so that nobody is counted twice"),
        ground=Ground.DUTY,
        person="held.gone_id",
        stays=IDS_ALONE,
    ),
    in_office("duplicates.decided", "duplicates.Pair", "decided_by"),
)
