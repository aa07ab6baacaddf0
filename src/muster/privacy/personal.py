"""What is held of those who look, and of those who were looked at."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.personal import Ground, Kept, Personal

FOR_THREE_YEARS = Kept(until=_("the day on which it was shown"), days=1095, since="held.at")

REGISTER = (
    Personal(
        key="privacy.unmasking",
        model="privacy.Unmasking",
        columns=("viewer_id", "person_id", "words"),
        what=_("who was shown what, of whom, and why"),
        purpose=_("so that it can be said who looked"),
        ground=Ground.DUTY,
        kept=FOR_THREE_YEARS,
        sealed=("words",),
        stays=_("the record of who looked stays for three years, as the law asks"),
    ),
)
IMPERSONAL: dict[str, str] = {}
