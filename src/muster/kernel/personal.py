"""The register of personal data: what is held, why, on what legal ground, until when, how it is masked, who may see it in clear.

An app declares in its `personal.py` every column of its models that says something of a person (`REGISTER`), and every column
that looks as if it did and does not (`IMPERSONAL`: "app.Model.column" to the reason). From that come the page of the register,
masks, unmasking, retention, what a person is told of themselves, erasure, and the renewal of keys.

`person`, `since`, `where`, `stays_while` and `blanks` are SQL over one row of the table, which is called `held`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .problems import Words


class Ground(TextChoices):
    """On what legal ground something is held."""

    DUTY = "duty", _("duty laid down by law or statutes")
    EMERGENCY = "emergency", _("answering an emergency, to protect life and health")
    CONSENT = "consent", _("consent")


class Sensitivity(TextChoices):
    ORDINARY = "ordinary", pgettext_lazy("sensitivity", "ordinary")
    SENSITIVE = "sensitive", pgettext_lazy("sensitivity", "sensitive")


class Purpose(TextChoices):
    """Why somebody asks to see what is masked."""

    REACH = "reach", _("to reach them about their duty")
    DANGER = "danger", _("danger to life or health")
    CHECK = "check", _("to check a report against the record")
    CORRECT = "correct", _("to put the record right")
    REQUEST = "request", _("they asked for it themselves")


class Mask(TextChoices):
    """How much of a value is shown to those who may not see it in clear."""

    PHONE = "phone", "138****1234"
    IDENTITY = "identity", "4201**********1234"
    EMAIL = "email", "a***@example.org"
    HIDDEN = "hidden", _("nothing is shown")
    OPEN = "open", _("shown to whoever may read it")


class Then(TextChoices):
    """What happens when the time is over."""

    CLEAR = "clear", _("these columns are emptied")
    DELETE = "delete", _("the row is deleted")


DID_IN_OFFICE = _("who did this in office")
ENDS = {Mask.PHONE: (3, 4), Mask.IDENTITY: (4, 4)}


def masked_by(mask: str, text: str) -> str:
    """A value as it may be shown.

    >>> masked_by("phone", "13812341234"), masked_by("identity", "420100199001011234"), masked_by("phone", "8401")
    ('138****1234', '4201**********1234', '****')
    """
    if mask == Mask.OPEN or not text:
        return text
    if mask == Mask.EMAIL and "@" in text:
        return f"{text[0]}***@{text.rpartition('@')[2]}"
    start, end = ENDS.get(Mask(mask), (0, 0))
    if len(text) <= start + end:
        return "*" * len(text)
    return text[:start] + "*" * (len(text) - start - end) + text[len(text) - end :]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Until when: so many days after something ended. `since` is that moment for one row, or null as long as it goes on."""

    until: Words
    days: int
    since: str
    then: Then = Then.CLEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Clear:
    """Who may see it in clear, and for which purposes."""

    power: str
    purposes: tuple[Purpose, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """Sealed columns that say nothing of a person, which are sealed anew with the others (`SEALED` of a `personal.py`)."""

    model: str
    columns: tuple[str, ...]
    scope: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """Columns of one table that say something of a person. Without `kept` they last as long as the record of the operation does:
    what an office-holder did in office.
    """

    key: str  # "app.noun"
    model: str  # "app.Model"
    columns: tuple[str, ...]
    what: Words
    purpose: Words
    ground: Ground
    kept: Kept | None = None
    sensitivity: Sensitivity = Sensitivity.ORDINARY
    mask: Mask = Mask.OPEN
    clear: Clear | None = None
    sealed: tuple[str, ...] = ()  # of the columns
    indexes: Mapping[str, str] = field(default_factory=dict)  # blind index to the sealed column it finds
    scope: str = ""  # the column that names the key; without one the key is the roll's
    person: str = "held.person_id"  # SQL: whom it is about; "" where nobody can be named
    where: str = "true"  # which rows of the table this is about
    blanks: Mapping[str, str] = field(
        default_factory=dict
    )  # what a column is emptied to, where null will not do
    stays: Words = ""  # why a request to erase is refused; "" where it is granted
    stays_while: str = "true"  # and for which rows


def in_office(key: str, model: str, *columns: str, what: Words = DID_IN_OFFICE) -> Personal:
    """Who did something in office: a part of the record of the operation, as ids alone."""
    return Personal(
        key=key,
        model=model,
        columns=columns,
        what=what,
        purpose=_("so that it can be said later who did what"),
        ground=Ground.DUTY,
        person=f"held.{columns[0]}",
        stays=_("the record of what was done in office stays whole"),
    )
