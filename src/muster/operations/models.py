"""An emergency: its activation, levels, phases, roll and temporary units."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from muster.kernel.ids import primary_key
from muster.people.models import Person
from muster.places.models import Area
from muster.units.models import Unit

from .musters.models import Answer, Asked, MusterCall, MusterState

__all__ = ["Answer", "Asked", "MusterCall", "MusterState"]  # of the same app, in files of their own


class Operation(models.Model):
    """One emergency of the organisation under `unit`."""

    id = primary_key()
    name = models.CharField(max_length=120)
    template = models.CharField(max_length=40)
    headquarters = models.CharField(max_length=80)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="operations")
    time_zone = models.CharField(max_length=60, default="Asia/Shanghai")
    phases = (
        models.JSONField()
    )  # [{code, zh, en}], copied from the template so that a later template changes nothing here
    phase = models.CharField(max_length=40)
    is_demo = models.BooleanField(default=False)
    is_drill = models.BooleanField(default=False)
    activated_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("operation")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True)
                | models.Q(closed_at__gte=models.F("activated_at")),
                name="operations_operation_closes_after_activation",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PhaseChange(models.Model):
    id = primary_key()
    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="phase_changes")
    phase = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.phase


class ResponseLevel(models.Model):
    """Level I (highest) to IV of an area, for a span of time."""

    id = primary_key()
    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="levels")
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, related_name="+"
    )  # null: the whole operation
    level = models.PositiveSmallIntegerField()
    during = DateTimeRangeField()

    class Meta:
        verbose_name = _("response level")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__range=(1, 4)), name="operations_responselevel_one_to_four"
            ),
            ExclusionConstraint(
                name="operations_responselevel_one_at_a_time",
                expressions=[
                    ("operation", RangeOperators.EQUAL),
                    (
                        Coalesce(
                            "area", models.Value("00000000-0000-0000-0000-000000000000", models.UUIDField())
                        ),
                        RangeOperators.EQUAL,
                    ),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return str(self.level)


class MobilisedUnit(models.Model):
    """A base unit called by the operation. The list is frozen at the call; it is the honest denominator."""

    id = primary_key()
    operation = models.ForeignKey(
        Operation, on_delete=models.CASCADE, related_name="mobilised_units", db_index=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()

    class Meta:
        verbose_name = _("mobilised unit")
        constraints = [
            models.UniqueConstraint(fields=["operation", "unit"], name="operations_mobilisedunit_once")
        ]

    def __str__(self) -> str:
        return str(self.unit_id)


class MobilisedMember(models.Model):
    """A member called by the operation, through the unit that holds the roll."""

    id = primary_key()
    operation = models.ForeignKey(
        Operation, on_delete=models.CASCADE, related_name="mobilised_members", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()

    class Meta:
        verbose_name = _("mobilised member")
        constraints = [
            models.UniqueConstraint(fields=["operation", "person"], name="operations_mobilisedmember_once")
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class TemporaryUnitState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    ACTIVE = "active", _("active")
    DECLINED = "declined", _("declined")
    ENDED = "ended", _("ended")


class TemporaryUnit(models.Model):
    """A unit set up at the front, with approval. No dues, elections or discipline; it ends with its task."""

    id = primary_key()
    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="temporary_units")
    unit = models.OneToOneField(
        Unit, on_delete=models.PROTECT, related_name="temporary", null=True
    )  # from approval on
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="proposed_temporary_units")
    name = models.CharField(max_length=120)
    task = models.CharField(max_length=200)
    leader = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=TemporaryUnitState.choices, default=TemporaryUnitState.PROPOSED
    )
    state_on = models.DateField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("temporary unit")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["active", "ended"], unit__isnull=False)
                | models.Q(state__in=["proposed", "declined"], unit__isnull=True),
                name="operations_temporaryunit_in_the_tree_once_approved",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Posting(models.Model):
    """A member serving in a temporary unit; the roll stays at home."""

    id = primary_key()
    temporary_unit = models.ForeignKey(
        TemporaryUnit, on_delete=models.CASCADE, related_name="postings", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="postings")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("posting")
        constraints = [
            models.UniqueConstraint(
                fields=["temporary_unit", "person"],
                condition=models.Q(left_at=None),
                name="operations_posting_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.temporary_unit_id}"
