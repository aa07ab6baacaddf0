"""How figures are kept: deltas as they come, totals of every unit and all above it, and where units stood."""

from typing import Any

from django.db import models

from muster.kernel.ids import primary_key

# Days in these tables reach from '-infinity' to 'infinity', which Python's dates do not: read them by SQL. A total of the day
# 'infinity' is the sum to date.


class NumericField(models.Field[Any, Any]):
    """Any number, exactly, with as many places as it came with."""

    def db_type(self, connection: object) -> str:  # noqa: ARG002 - Django's signature
        return "numeric"


class Declaration(models.Model):
    """A figure as the database counts it now; another digest means that it must be counted anew."""

    key = models.CharField(primary_key=True, max_length=80)
    digest = models.CharField(max_length=64)
    is_stock = models.BooleanField()

    def __str__(self) -> str:
        return self.key


class Delta(models.Model):
    """What one statement changed of a figure, for a unit and a day. Appended by triggers, taken away by the fold."""

    id = primary_key()
    figure = models.CharField(max_length=80)
    operation_id = models.UUIDField()
    unit_id = models.UUIDField()
    day = models.DateField()
    amount = NumericField()

    def __str__(self) -> str:
        return f"{self.figure} {self.amount}"


class Total(models.Model):
    """The change of a figure on a day, or its sum to date, for a unit and all below it; `own` is the unit's own part."""

    pk = models.CompositePrimaryKey("unit_id", "operation_id", "figure", "day")
    unit_id = models.UUIDField()
    operation_id = models.UUIDField()
    figure = models.CharField(max_length=80)
    day = models.DateField()
    amount = NumericField()
    own = NumericField()

    def __str__(self) -> str:
        return f"{self.figure} {self.day} {self.amount}"


class Standing(models.Model):
    """A unit stands under another from a day until before another: the tree of every day, ready to be joined."""

    pk = models.CompositePrimaryKey("unit_id", "above_id", "since")
    unit_id = models.UUIDField()
    above_id = models.UUIDField()
    since = models.DateField()
    until = models.DateField()
    is_direct = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(
                fields=["above_id", "unit_id"], include=["since", "until"], name="figures_standing_below"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} under {self.above_id}"
