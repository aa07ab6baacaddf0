"""Daily reports on a directive: when each level's is due, and what each unit sent."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.kernel.ids import primary_key
from muster.operations.models import Operation
from muster.people.models import Person
from muster.units.models import Unit

from . import rules


class Rhythm(models.Model):
    """Every day from `began_on` on, each unit that has the directive reports these items by the time of its level."""

    id = primary_key()
    directive = models.OneToOneField("directives.Directive", on_delete=models.CASCADE, related_name="rhythm")
    items = models.JSONField()  # what is counted, in the order of the form: ["masks", …]
    cut_offs = models.JSONField()  # {"village": "16:00", …}
    began_on = models.DateField()
    ended_on = models.DateField(null=True)  # the last day

    class Meta:
        verbose_name = _("reporting rhythm")

    def __str__(self) -> str:
        return f"{self.directive_id} daily"

    @property
    def times(self) -> list[str]:
        """From the village up."""
        return [self.cut_offs[level] for level in rules.LEVELS]


class DayReport(models.Model):
    """A unit's report of one day. A zero report says that there was nothing; no row means that nobody said anything."""

    id = primary_key()
    operation = models.ForeignKey(
        Operation, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    rhythm = models.ForeignKey(Rhythm, on_delete=models.CASCADE, related_name="reports", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    is_zero = models.BooleanField()
    counts = models.JSONField(default=list)  # in the order of the rhythm's items
    text = models.CharField(max_length=500, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    is_late = models.BooleanField()

    class Meta:
        verbose_name = pgettext_lazy("directive", "daily report")
        constraints = [
            models.UniqueConstraint(fields=["rhythm", "day", "unit"], name="directives_dayreport_once"),
            models.CheckConstraint(
                condition=Q(is_zero=False) | Q(counts=[]), name="directives_dayreport_zero_counts_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} on {self.day}"
