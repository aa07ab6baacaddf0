"""Documents issued down the tree: who wrote them, whom they reach, which units accepted, who read."""

from uuid import UUID

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.kernel.ids import primary_key
from muster.operations.models import Operation
from muster.people.models import Person
from muster.units.models import Unit

from . import rules
from .clauses.models import Clause, Part, PartState, Photograph
from .drafting.models import Attachment, CoAuthor, ReviewNote
from .explaining.models import Explanation
from .rounds.models import DayReport, Rhythm

# Of the same app, in files of their own.
__all__ = [
    "Attachment",
    "Clause",
    "CoAuthor",
    "DayReport",
    "Explanation",
    "Part",
    "PartState",
    "Photograph",
    "ReviewNote",
    "Rhythm",
]


class Kind(models.TextChoices):
    """What each may do stands in `rules.KINDS`."""

    NOTICE = "notice", _("notice")
    APPEAL = "appeal", _("appeal")
    OPEN_LETTER = "open_letter", _("open letter")
    GUIDANCE = "guidance", _("guidance")
    MEASURES = "measures", _("measures")
    DIVISION_OF_LABOUR = "division_of_labour", _("division-of-labour plan")


class Purpose(models.TextChoices):
    FOR_ACTION = "for_action", _("for action")
    FOR_INFORMATION = "for_information", _("for information")


class Urgency(models.TextChoices):
    ROUTINE = "routine", pgettext_lazy("directive", "routine")
    URGENT = "urgent", pgettext_lazy("directive", "urgent")
    MOST_URGENT = "most_urgent", _("most urgent")


class State(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("directive", "draft")
    IN_REVIEW = "in_review", pgettext_lazy("directive", "in review")
    SIGNED = "signed", pgettext_lazy("directive", "signed")
    ISSUED = "issued", pgettext_lazy("directive", "issued")
    WITHDRAWN = "withdrawn", pgettext_lazy("directive", "withdrawn")
    CLOSED = "closed", pgettext_lazy("directive", "closed")


class Directive(models.Model):
    """One issued document, from its draft on. Its text is in its versions."""

    id = primary_key()
    operation = models.ForeignKey(
        Operation, on_delete=models.PROTECT, related_name="directives", db_index=False
    )
    issuing_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="issued_directives")
    author = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+"
    )  # null: a system wrote it
    kind = models.CharField(max_length=20, choices=Kind.choices)
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    urgency = models.CharField(max_length=12, choices=Urgency.choices, default=Urgency.ROUTINE)
    title = models.CharField(max_length=200)
    legal_basis = models.CharField(max_length=300, blank=True, db_default="")
    signer = models.CharField(
        max_length=60, blank=True, db_default=""
    )  # as printed; who signed is `signed_by`
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    series = models.CharField(max_length=20)  # the proxy word of the issuing unit
    number_year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)  # taken at signing
    drafted_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # withdrawn or closed
    withdrawn_because = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("directive")
        constraints = [
            models.UniqueConstraint(
                fields=["issuing_unit", "series", "number_year", "number"],
                name="directives_directive_number_once",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, number=None, number_year=None, state__in=["draft", "in_review"])
                | (
                    Q(signed_at__isnull=False, number__isnull=False, number_year__isnull=False)
                    & ~Q(state__in=["draft", "in_review"])
                ),
                name="directives_directive_numbered_when_signed",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind for kind, rule in rules.KINDS.items() if rule.may_ask])
                | ~Q(purpose="for_action"),
                name="directives_directive_voluntary_asks_nobody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["issued", "closed"]) | Q(issued_at__isnull=False),
                name="directives_directive_issued_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["operation", "-id"], name="directives_newest"),
            GinIndex(fields=["title"], opclasses=["gin_trgm_ops"], name="directives_title_search"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def document_number(self) -> str:
        """Empty until it is signed."""
        if self.number is None or self.number_year is None:
            return ""
        return rules.document_number(series=self.series, year=self.number_year, number=self.number)

    @property
    def main_unit_ids(self) -> list[UUID]:
        return list(self.addressees.filter(is_copy=False).values_list("unit_id", flat=True))

    @property
    def is_voluntary(self) -> bool:
        return rules.is_voluntary(self.kind)

    @property
    def asks_acceptance(self) -> bool:
        return rules.asks_acceptance(kind=self.kind, purpose=self.purpose)


class NumberSeries(models.Model):
    """The last number taken by a unit under a proxy word in a year. It only ever rises, so no number is used twice."""

    id = primary_key()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "series", "year"], name="directives_numberseries_once")
        ]

    def __str__(self) -> str:
        return rules.document_number(series=self.series, year=self.year, number=self.last)


class Version(models.Model):
    """The text as it stood. `is_material`: this change asks units to accept anew."""

    id = primary_key()
    directive = models.ForeignKey(
        Directive, on_delete=models.CASCADE, related_name="versions", db_index=False
    )
    number = models.PositiveSmallIntegerField(default=1)
    body = models.TextField()
    due_on = models.DateField(null=True)  # of the directive, as it stood
    note = models.CharField(max_length=300, blank=True, db_default="")  # what an amendment changed, in words
    is_material = models.BooleanField(default=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["directive", "number"], name="directives_version_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.directive_id} v{self.number}"


class Addressee(models.Model):
    """A main addressee stands for its whole subtree; one copied to is that unit alone, for information."""

    id = primary_key()
    directive = models.ForeignKey(
        Directive, on_delete=models.CASCADE, related_name="addressees", db_index=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    is_copy = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directive", "unit"], name="directives_addressee_once")
        ]

    def __str__(self) -> str:
        return f"{self.directive_id} to {self.unit_id}"


class DeliveryState(models.TextChoices):
    DELIVERED = "delivered", pgettext_lazy("delivery", "delivered")
    ACCEPTED = "accepted", pgettext_lazy("delivery", "accepted")
    IN_PROGRESS = "in_progress", pgettext_lazy("delivery", "in progress")
    DONE = "done", pgettext_lazy("delivery", "done")
    RETURNED = "returned", pgettext_lazy("delivery", "returned")


class Delivery(models.Model):
    """One unit's copy: what the unit did with it. `day`, in the operation's time zone, is that of its present state.

    `members_read` and `members_told` follow the receipts by a trigger, and stay 0 for voluntary kinds.
    """

    id = primary_key()
    # A copy of the directive's own, like its receipts'.
    operation = models.ForeignKey(
        Operation, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    directive = models.ForeignKey(
        Directive, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="deliveries")
    is_copy = models.BooleanField(default=False)
    asks_acceptance = models.BooleanField()
    is_in_force = models.BooleanField(default=True, db_default=True)  # until the directive is withdrawn
    state = models.CharField(
        max_length=12,
        choices=DeliveryState.choices,
        default=DeliveryState.DELIVERED,
        db_default=DeliveryState.DELIVERED,
    )
    day = models.DateField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    accepted_version = models.PositiveSmallIntegerField(null=True)
    # The last version that it ever accepted: what changed since is what its officer has to read.
    agreed_version = models.PositiveSmallIntegerField(null=True)
    local_detail = models.TextField(blank=True, db_default="")
    done_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    members = models.PositiveIntegerField(default=0, db_default=0)
    members_read = models.PositiveIntegerField(default=0, db_default=0)
    members_told = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name = pgettext_lazy("directive", "delivery")
        constraints = [
            models.UniqueConstraint(fields=["directive", "unit"], name="directives_delivery_once"),
            models.CheckConstraint(
                condition=Q(asks_acceptance=True) | Q(state="delivered"),
                name="directives_delivery_accepted_only_if_asked",
            ),
            models.CheckConstraint(
                condition=Q(state="delivered", accepted_at=None, accepted_version=None)
                | (~Q(state="delivered") & Q(accepted_at__isnull=False, accepted_version__isnull=False)),
                name="directives_delivery_accepted_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) | (~Q(state="done") & Q(done_at=None)),
                name="directives_delivery_done_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(members_read__lte=F("members"), members_told__lte=F("members")),
                name="directives_delivery_no_more_readers_than_members",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.directive_id} at {self.unit_id}"


class EarlierAcceptance(models.Model):
    """An acceptance of a version that a material amendment replaced."""

    id = primary_key()
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="earlier_acceptances")
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=12, choices=DeliveryState.choices)  # that the copy was in

    class Meta:
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.delivery_id} v{self.version}"


class Report(models.Model):
    """What a unit reported of its work, or why it was sent back to the same writer."""

    id = primary_key()
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="reports")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    part = models.ForeignKey(Part, on_delete=models.CASCADE, null=True, related_name="reports")
    # Of the unit's copy from then on, or of its part.
    state = models.CharField(max_length=12, choices=[*DeliveryState.choices, *PartState.choices])
    text = models.TextField(blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = pgettext_lazy("directive", "report")

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.state}"


class Reminder(models.Model):
    """A unit that had not accepted was reminded. For units only, and never of what is voluntary."""

    id = primary_key()
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="reminders")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.at}"


class Told(models.TextChoices):
    BY_PHONE = "by_phone", _("told by phone")
    IN_PERSON = "in_person", _("told in person")
    IN_GROUP = "in_group", _("answered in the group chat")


class Receipt(models.Model):
    """One member's copy. `read` is the member's own word, `told` somebody else's: two states, never merged.

    For voluntary kinds it exists so that nobody is asked twice; it is never counted or listed.
    """

    id = primary_key()
    # A copy of the directive's own; checking it again would cost a quarter of the time to issue.
    operation = models.ForeignKey(
        Operation, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    directive = models.ForeignKey(
        Directive, on_delete=models.CASCADE, related_name="receipts", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="receipts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    is_voluntary = models.BooleanField()
    read_at = models.DateTimeField(null=True)
    read_on = models.DateField(null=True)
    told_at = models.DateTimeField(null=True)
    told_how = models.CharField(max_length=10, choices=Told.choices, blank=True, db_default="")
    told_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = pgettext_lazy("directive", "receipt")
        constraints = [
            models.UniqueConstraint(fields=["directive", "person"], name="directives_receipt_once"),
            models.CheckConstraint(
                condition=Q(read_at=None, read_on=None) | Q(read_at__isnull=False, read_on__isnull=False),
                name="directives_receipt_read_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(told_at=None) | Q(is_voluntary=False),
                name="directives_receipt_voluntary_is_not_pressed",
            ),
        ]
        indexes = [models.Index(fields=["unit", "directive"], name="directives_receipt_by_unit")]

    def __str__(self) -> str:
        return f"{self.directive_id} to {self.person_id}"
