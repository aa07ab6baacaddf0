"""Where people are logged in, and to what they were invited."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.personal import Ground, Kept, Personal, Then, in_office

REGISTER = (
    Personal(
        key="logins.session",
        model="logins.Session",
        columns=("account_id", "device", "address"),
        what=_("a log-in: the kind of device, and the half of its address"),
        purpose=_("so that people know their own log-ins from others'"),
        ground=Ground.DUTY,
        kept=Kept(until=_("end of the log-in"), days=1, since="held.expire_date", then=Then.DELETE),
        person="(SELECT account.person_id FROM people_account account WHERE account.id = held.account_id)",
        blanks={"device": "''", "address": "''"},
    ),
    Personal(
        key="logins.invitation",
        model="logins.Invitation",
        columns=("person_id",),
        what=_("that they were invited to a role"),
        purpose=_("so that they can accept it"),
        ground=Ground.DUTY,
        kept=Kept(
            until=_("end of the invitation"),
            days=90,
            since="coalesce(held.accepted_at, held.revoked_at, held.ends_at)",
            then=Then.DELETE,
        ),
    ),
    in_office("logins.inviting", "logins.Invitation", "invited_by_id"),
)
IMPERSONAL = {"logins.Invitation.name": "the name of a role"}
