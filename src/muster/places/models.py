"""Areas by division code, official grids, premises, buildings, stairwells and homes."""

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from muster.kernel.ids import primary_key
from muster.units.models import Unit


class AreaLevel(models.TextChoices):
    CITY = "city", _("city")
    COUNTY = "county", _("county level")
    TOWNSHIP = "township", _("township")
    VILLAGE = "village", _("village or community")
    GRID = "grid", _("grid")


class Area(models.Model):
    """A place with a code: GB/T 2260 at the upper levels, 12 digits for villages and communities, 15 for grids.

    An area is not a unit; `unit` is the one that answers for it.
    """

    id = primary_key()
    code = models.CharField(max_length=15, validators=[RegexValidator(r"^\d{6}(\d{6}(\d{3})?)?$")])
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=10, choices=AreaLevel.choices)
    is_urban = models.BooleanField(default=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="areas")
    boundary = models.JSONField(null=True)  # GeoJSON geometry, WGS 84
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+"
    )  # of which it became part

    class Meta:
        verbose_name = _("area")
        constraints = [models.UniqueConstraint(fields=["code"], name="places_area_code_once")]

    def __str__(self) -> str:
        return self.name


class PremisesKind(models.TextChoices):
    COMPOUND = "compound", _("compound")
    COURTYARD = "courtyard", _("courtyard")
    HAMLET = "hamlet", _("hamlet")
    OTHER = "other", _("other")


class Premises(models.Model):
    """A compound, a courtyard or a hamlet: buildings with one gate or one name."""

    id = primary_key()
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=PremisesKind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="premises")

    class Meta:
        verbose_name = _("premises")
        constraints = [models.UniqueConstraint(fields=["code"], name="places_premises_code_once")]
        indexes = [GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="places_premises_name_search")]

    def __str__(self) -> str:
        return self.name


class Building(models.Model):
    id = primary_key()
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    premises = models.ForeignKey(Premises, on_delete=models.PROTECT, related_name="buildings")
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="buildings"
    )  # the village or community
    grid = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="grid_buildings")
    longitude = models.FloatField()
    latitude = models.FloatField()
    floors = models.PositiveSmallIntegerField()
    homes_per_floor = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("building")
        constraints = [
            models.UniqueConstraint(fields=["code"], name="places_building_code_once"),
            models.CheckConstraint(
                condition=models.Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
                name="places_building_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Stairwell(models.Model):
    """One entrance of a building and the homes above it; a courtyard has one with one floor."""

    id = primary_key()
    building = models.ForeignKey(Building, on_delete=models.PROTECT, related_name="stairwells")
    number = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("stairwell")
        constraints = [
            models.UniqueConstraint(fields=["building", "number"], name="places_stairwell_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class Home(models.Model):
    """A door. The people behind it are a household."""

    id = primary_key()
    stairwell = models.ForeignKey(  # held by triggers: see migration 0003
        Stairwell, on_delete=models.PROTECT, related_name="homes", db_index=False, db_constraint=False
    )
    floor = models.SmallIntegerField()
    door = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("home")
        constraints = [
            models.UniqueConstraint(fields=["stairwell", "floor", "door"], name="places_home_door_once")
        ]

    def __str__(self) -> str:
        return f"{self.floor}{self.door:02}"
