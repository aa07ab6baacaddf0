"""What follows when units are merged, or two records are one person: rows that go from one to another.

An app declares in its `succession.py`, for each of its foreign keys to a unit, an area or a person, whether rows follow
(`FOLLOWS`) or stay (`STAYS`: "app.Model.field" to the reason). From that come previews, the moving of rows, and its undoing.

`where`, `area` and `person` are SQL over one row of the table, its columns by their bare names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from .problems import Words


class Way(StrEnum):
    """How rows follow."""

    MOVED = "moved"  # the row names the new unit from the day on
    CUT = "cut"  # the row's span ends on the day, and a new row goes on from there
    ANSWERED = "answered"  # the row stays where it is; the unit that takes over answers for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Follows:
    """Rows of one table that follow their unit, as long as `where` holds; what is past stays where it was."""

    key: str  # "app.nouns"
    label: Words
    model: str  # "app.Model"
    column: str = "unit_id"
    way: Way = Way.MOVED
    where: str = "true"
    of_areas: bool = False  # `column` names an area, not a unit
    of_persons: bool = False  # `column` names a person, whose record is found to be another's
    day: str = ""  # the day of a figure's stock: the row counts at its new place from then on
    span: str = "during"  # of rows that are cut
    lapses: Mapping[str, str] = field(default_factory=dict)  # column to the value that a row cut gets
    once_with: str = ""  # unique together with `column`: where the new unit has such a row, this one stays
    area: str = ""  # when a unit is split: the area with which the row goes
    person: str = ""  # likewise, the person
