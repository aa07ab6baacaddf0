"""A directive's stages as the funnel shows them: columns, and a row for each level."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.kernel.problems import Words

from .queries import Stage


@dataclass(frozen=True, slots=True)
class Column:
    """One stage: how many of how many. Each is counted against its own whole, units against units and members against members."""

    key: str
    label: Words
    of: str


DELIVERED = Column("delivered", pgettext_lazy("stage", "delivered"), "delivered")
OF_UNITS = (
    Column("accepted", pgettext_lazy("stage", "accepted"), "asked"),
    Column("in_progress", pgettext_lazy("stage", "in progress"), "asked"),
    Column("done", pgettext_lazy("stage", "done"), "asked"),
)
OF_MEMBERS = (
    Column("read", pgettext_lazy("stage", "members who read"), "members"),
    Column("told", pgettext_lazy("stage", "members told"), "members"),
)


def funnel(stages: Sequence[Stage]) -> dict[str, object]:
    """What `parts/funnel.html` takes. Acceptance is left out where none is asked, members where none are addressed."""
    asks, has_members = any(stage.asked for stage in stages), any(stage.members for stage in stages)
    columns = (DELIVERED, *(OF_UNITS if asks else ()), *(OF_MEMBERS if has_members else ()))
    return {
        "title": _("How far it has come"),
        "stages": [{"key": column.key, "label": column.label} for column in columns],
        "levels": [_row(str(stage.level.label), stage, columns) for stage in stages],
    }


def _row(label: str, stage: Stage, columns: Sequence[Column]) -> dict[str, object]:
    return {
        "label": label,
        "cells": [
            {"key": column.key, "count": getattr(stage, column.key), "of": getattr(stage, column.of)}
            for column in columns
        ],
    }
