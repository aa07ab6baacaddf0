"""The organisation tree and its history."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from muster.kernel.ids import primary_key
from muster.kernel.ltree import LtreeField


class Level(models.TextChoices):
    CITY = "city", _("city")
    COUNTY = "county", _("county level")
    TOWNSHIP = "township", _("township")
    VILLAGE = "village", _("village or community")
    OTHER = "other", _("other")


class Kind(models.Model):
    """A kind of unit, as data: another organisation brings its own list."""

    code = models.SlugField(primary_key=True, max_length=40)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    counts_as_base = models.BooleanField()
    has_members = models.BooleanField()
    may_approve_admissions = models.BooleanField()
    is_temporary = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name_zh if (get_language() or "").startswith("zh") else self.name_en


class UnitQuerySet(models.QuerySet["Unit"]):
    def within(self, paths: tuple[str, ...]) -> "UnitQuerySet":
        """Units in any of these subtrees."""
        return self.filter(path__within=paths)

    def standing(self) -> "UnitQuerySet":
        return self.filter(ended_on=None)

    def with_child_counts(self) -> "UnitQuerySet":
        """Each with `child_count`, in the order of the kinds and codes."""
        standing = models.Count("children", filter=models.Q(children__ended_on=None))
        return self.select_related("kind").annotate(child_count=standing).order_by("kind__order", "code")


class Unit(models.Model):
    """A node of the tree. `path` holds the ids of its ancestors and itself, root first."""

    id = primary_key()
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    pinyin = models.CharField(max_length=200, blank=True)
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="units")
    level = models.CharField(max_length=10, choices=Level.choices)
    is_base = models.BooleanField()
    sector = models.CharField(max_length=40, blank=True)
    area_code = models.CharField(max_length=12, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    locality = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="stationed")
    # Answers for it since it ended: what it had not finished is theirs.
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="predecessors")
    path = LtreeField()
    began_on = models.DateField()
    ended_on = models.DateField(null=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        constraints = [
            models.UniqueConstraint(fields=["code"], name="units_unit_code_once"),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("began_on")),
                name="units_unit_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="units_unit_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=models.Q(successor=None) | models.Q(ended_on__isnull=False),
                name="units_unit_succeeded_once_ended",
            ),
        ]
        indexes = [
            GistIndex(fields=["path"], name="units_unit_path"),
            models.Index(
                fields=["path"], name="units_unit_in_order"
            ),  # lists that go through the tree unit by unit
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="units_unit_name_search"),
            GinIndex(fields=["pinyin"], opclasses=["gin_trgm_ops"], name="units_unit_pinyin_search"),
            models.Index(fields=["area_code"], name="units_unit_by_area"),
        ]

    def __str__(self) -> str:
        return self.name


class Twinning(models.Model):
    """A unit looks after a community or village (结对), from a day until before another. Neither reports to the other."""

    id = primary_key()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="twinnings")
    community = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="twinned_by")
    during = DateRangeField()

    class Meta:
        verbose_name = _("twinning")
        constraints = [
            ExclusionConstraint(
                name="units_twinning_once_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("community", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=~models.Q(unit=models.F("community")), name="units_twinning_of_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} with {self.community_id}"


class UnitPath(models.Model):
    """Where a unit stood in the tree, from a day until before another: "the tree of that day"."""

    id = primary_key()
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="paths")
    path = LtreeField()
    during = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="units_unitpath_one_place_a_day",
                expressions=[("unit", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            )
        ]
        indexes = [GistIndex(fields=["path", "during"], name="units_unitpath_path")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.during}"
