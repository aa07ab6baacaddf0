"""The division of labour: clauses of a directive, each unit's part in them, and photographs of what was done."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.kernel.ids import primary_key
from muster.operations.models import Operation
from muster.people.models import Person
from muster.units.models import Unit


class Clause(models.Model):
    """One measure of a directive. `measure` is what reports on it count, if anything."""

    id = primary_key()
    directive = models.ForeignKey(
        "directives.Directive", on_delete=models.CASCADE, related_name="clauses", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    measure = models.CharField(max_length=40, blank=True)
    due_on = models.DateField(null=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("clause")
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "number"],
                name="directives_clause_number_once",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class PartState(models.TextChoices):
    OPEN = "open", pgettext_lazy("part", "not begun")
    IN_PROGRESS = "in_progress", pgettext_lazy("part", "in progress")
    DONE = "done", pgettext_lazy("part", "reported as done")
    CONFIRMED = "confirmed", pgettext_lazy("part", "confirmed")
    RETURNED = "returned", pgettext_lazy("part", "returned")


class Part(models.Model):
    """What one unit has to do of a clause: as its lead, as a helper, or because a unit above handed it down (`given_by`).

    `amount` is what this unit itself did, by its latest report; what it handed down is counted where it was done.
    """

    id = primary_key()
    operation = models.ForeignKey(
        Operation, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="parts", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="parts")
    is_lead = models.BooleanField()
    given_by = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="handed_down")
    keeper = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    due_on = models.DateField(null=True)
    instruction = models.TextField(blank=True, db_default="")
    is_in_force = models.BooleanField(default=False, db_default=False)  # from issue to withdrawal
    state = models.CharField(
        max_length=12, choices=PartState.choices, default=PartState.OPEN, db_default=PartState.OPEN
    )
    day = models.DateField(null=True)  # of its present state
    done_at = models.DateTimeField(null=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)

    class Meta:
        verbose_name = pgettext_lazy("directive", "part")
        constraints = [
            models.UniqueConstraint(fields=["clause", "unit"], name="directives_part_once"),
            models.CheckConstraint(
                condition=Q(state__in=["done", "confirmed"], done_at__isnull=False)
                | (~Q(state__in=["done", "confirmed"]) & Q(done_at=None)),
                name="directives_part_done_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(is_in_force=False) | Q(day__isnull=False),
                name="directives_part_in_force_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause_id} at {self.unit_id}"


class Photograph(models.Model):
    """A picture in a report, made anew from its points: whatever the camera wrote into the file is gone."""

    id = primary_key()
    report = models.ForeignKey("directives.Report", on_delete=models.CASCADE, related_name="photographs")
    content = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.report_id} {self.width}×{self.height}"
