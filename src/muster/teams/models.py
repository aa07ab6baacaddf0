"""Teams that are sent where they are needed. Their people sit in staffing's seats."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.kernel.ids import primary_key
from muster.operations.models import Operation
from muster.units.models import Unit


class TeamKind(models.TextChoices):
    VANGUARD = "vanguard", _("vanguard team")
    TASK_FORCE = "task_force", _("rapid-response team")
    VOLUNTEER = "volunteer", _("volunteer service team")


class TeamState(models.TextChoices):
    ACTIVE = "active", pgettext_lazy("team", "active")
    DISBANDED = "disbanded", pgettext_lazy("team", "disbanded")


class Team(models.Model):
    id = primary_key()
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=TeamKind.choices)
    name = models.CharField(max_length=160)
    task = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=TeamState.choices, default=TeamState.ACTIVE)
    state_on = models.DateField()

    class Meta:
        verbose_name = _("team")
        constraints = [
            models.UniqueConstraint(
                fields=["operation", "unit", "name"], condition=Q(state="active"), name="teams_team_name_once"
            ),
            models.CheckConstraint(condition=Q(state__in=TeamState.values), name="teams_team_known_state"),
        ]
        indexes = [GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="teams_team_name_search")]

    def __str__(self) -> str:
        return self.name
