"""Changes of the tree as they are decided: proposed, put into force on their day, undone within a day."""

from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.kernel.ids import primary_key
from muster.kernel.models import Job

UNDONE_WITHIN = timedelta(hours=24)


class Kind(models.TextChoices):
    RENAME = "rename", pgettext_lazy("reorganisation", "rename")
    MOVE = "move", pgettext_lazy("reorganisation", "move")
    MERGE = "merge", pgettext_lazy("reorganisation", "merge")
    SPLIT = "split", pgettext_lazy("reorganisation", "split")
    DISSOLVE = "dissolve", pgettext_lazy("reorganisation", "dissolve")


class State(models.TextChoices):
    PREVIEW = "preview", pgettext_lazy("reorganisation", "preview")
    DECIDED = "decided", pgettext_lazy("reorganisation", "decided")
    IN_FORCE = "in_force", pgettext_lazy("reorganisation", "in force")
    UNDONE = "undone", pgettext_lazy("reorganisation", "undone")
    DISCARDED = "discarded", pgettext_lazy("reorganisation", "discarded")


class Reorganisation(models.Model):
    """One change of the tree. `plan` is what was chosen (see `planned.py`); `before`, what undoing needs beside moved rows."""

    id = primary_key()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PREVIEW)
    effective_on = models.DateField()
    basis = models.CharField(max_length=200, blank=True)  # the document that decided it
    unit_ids = ArrayField(models.UUIDField())  # every unit that it names: whoever sees one sees it
    plan = models.JSONField()
    digest = models.CharField(max_length=64)  # of those units as they were when it was proposed
    before = models.JSONField(default=dict)
    effects = models.JSONField(default=dict)  # rows that moved, by what followed
    person_id = models.UUIDField(null=True)  # who proposed it
    decided_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    in_force_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")  # the latest

    class Meta:
        verbose_name = _("reorganisation")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="reorganisations_reorganisation_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["in_force", "undone"], in_force_at__isnull=False)
                | Q(state__in=["preview", "decided", "discarded"], in_force_at=None),
                name="reorganisations_reorganisation_in_force_at_a_time",
            ),
        ]
        indexes = [GinIndex(fields=["unit_ids"], name="reorganisations_by_unit")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def undone_until(self) -> datetime | None:
        return self.in_force_at + UNDONE_WITHIN if self.in_force_at else None

    @property
    def is_at_work(self) -> bool:
        """Whether a job for it waits or runs."""
        return self.job is not None and not self.job.is_over


class Moved(models.Model):
    """A row that went from one unit (or area) to another, and the row that goes on where its span was cut. By ids alone."""

    id = primary_key()
    reorganisation = models.ForeignKey(
        Reorganisation, on_delete=models.CASCADE, related_name="moved", db_index=False
    )
    key = models.CharField(max_length=60)
    row_id = models.UUIDField()
    from_id = models.UUIDField()
    to_id = models.UUIDField()
    made_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reorganisation", "key", "row_id"], name="reorganisations_moved_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.row_id}"
