"""Responsibility zones, the homes in them, and plans of how to cut them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.kernel.ids import primary_key
from muster.operations.models import Operation
from muster.places.models import Area, Stairwell
from muster.staffing.models import PlanState
from muster.units.models import Unit


class ZonePlan(models.Model):
    """Zones for all homes under a unit: cut, verified, not yet in force."""

    id = primary_key()
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=PlanState.choices, default=PlanState.PREVIEW)
    person_id = models.UUIDField(null=True)  # who asked for it
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    seed = models.IntegerField()
    homes = models.IntegerField()
    certificate = models.JSONField()  # how good it is and how that is known: see planning.zoning.Certificate
    communities = models.JSONField()  # for each: area, zones, homes, worst deviation, proved floor
    parts = (
        models.BinaryField()
    )  # which stairwells and floors make up which zone: see parts.py. Emptied once it is decided
    digest = models.BinaryField()  # of the homes it was made for; a plan for other homes is not committed

    class Meta:
        verbose_name = _("zone plan")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="preview", decided_at=None)
                | (~Q(state="preview") & Q(decided_at__isnull=False)),
                name="zones_zoneplan_decided_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.state}"


class ZoneState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("zone", "proposed")
    ACTIVE = "active", pgettext_lazy("zone", "active")
    ENDED = "ended", pgettext_lazy("zone", "ended")


class Zone(models.Model):
    """Homes of one community for which named people answer."""

    id = primary_key()
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="+", db_index=False)
    plan = models.ForeignKey(ZonePlan, on_delete=models.PROTECT, related_name="zones")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # answers for the community
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")  # the village or community
    number = models.IntegerField()  # within the plan
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=160)
    state = models.CharField(max_length=8, choices=ZoneState.choices, default=ZoneState.PROPOSED)
    state_on = models.DateField()
    homes = models.IntegerField()
    load = models.IntegerField()
    longitude = models.FloatField()  # of the middle of its homes
    latitude = models.FloatField()

    class Meta:
        verbose_name = _("zone")
        constraints = [
            models.UniqueConstraint(
                fields=["operation", "code"], condition=Q(state="active"), name="zones_zone_code_once"
            ),
            models.CheckConstraint(condition=Q(state__in=ZoneState.values), name="zones_zone_known_state"),
        ]
        indexes = [
            models.Index(fields=["area", "operation"], name="zones_zone_by_area"),
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="zones_zone_name_search"),
        ]

    def __str__(self) -> str:
        return self.name


class ZonePart(models.Model):
    """Floors of a stairwell that lie in a zone; unbounded floors are all there ever will be.

    No floor lies in two zones that are in force.
    """

    id = primary_key()
    # The zone's, copied because a constraint looks at one table; so it needs no check of its own.
    operation = models.ForeignKey(
        Operation, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="parts")
    stairwell = models.ForeignKey(Stairwell, on_delete=models.PROTECT, related_name="+", db_index=False)
    floors = IntegerRangeField()
    is_in_force = models.BooleanField(default=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="zones_zonepart_one_zone_a_home",
                expressions=[
                    ("stairwell", RangeOperators.EQUAL),  # first, for it tells rows apart
                    ("floors", RangeOperators.OVERLAPS),
                    ("operation", RangeOperators.EQUAL),
                ],
                condition=Q(is_in_force=True),
            ),
            models.CheckConstraint(condition=Q(floors__isempty=False), name="zones_zonepart_has_floors"),
        ]

    def __str__(self) -> str:
        return f"{self.stairwell_id} {self.floors}"
