"""Who was shown what of whom, and why; how much of each line of the register is held."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.kernel.ids import primary_key
from muster.kernel.personal import Purpose
from muster.people.models import Person
from muster.units.models import Unit


class Unmasking(models.Model):
    """A masked field that was shown in clear. The reason in words is sealed; the journal holds this row's id."""

    id = primary_key()
    viewer = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, related_name="+"
    )  # none: the operator
    field = models.CharField(max_length=60)  # the key of the register
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, related_name="+"
    )  # none: on no roll
    subject_id = models.UUIDField()  # the row it was shown of: a person, an offer, a list taken out
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    words = models.BinaryField(null=True)
    count = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("unmasking")
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="privacy_unmasking_known_purpose"
            )
        ]
        indexes = [
            models.Index(fields=["viewer", "-at"], name="privacy_unmasking_by_viewer"),
            models.Index(fields=["-at"], name="privacy_unmasking_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.at}"


class Tally(models.Model):
    """How many rows a line of the register holds, as last counted."""

    key = models.CharField(max_length=60, primary_key=True)
    held = models.BigIntegerField()
    due = models.BigIntegerField()
    first_due = models.DateField(null=True)
    counted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("tally")

    def __str__(self) -> str:
        return f"{self.key} {self.held}"
