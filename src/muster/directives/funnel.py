"""A directive's stages as the funnel shows them: columns, and a row for each level."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import pgettext_lazy

from muster.kernel.problems import Words

from .queries import Stage


@dataclass(frozen=True, slots=True)
class Column:
    """One stage: how many of how many. Each is counted against its own whole, units against units and members against members."""

    key: str
    label: Words
    of: str
    shown_if: str


COLUMNS = (
    Column("delivered", pgettext_lazy("stage", "delivered"), "delivered", "delivered"),
    Column("accepted", pgettext_lazy("stage", "accepted"), "asked", "asked"),
    Column("in_progress", pgettext_lazy("stage", "in progress"), "asked", "asked"),
    Column("done", pgettext_lazy("stage", "done"), "asked", "asked"),
    Column("read", pgettext_lazy("stage", "members who read"), "members", "members"),
    Column("told", pgettext_lazy("stage", "members told"), "members", "told"),
)


def funnel(stages: Sequence[Stage]) -> dict[str, object]:
    """What `parts/funnel.html` takes. Columns in which nothing is asked of anybody are left out, and "told" while nobody was."""
    columns = [column for column in COLUMNS if any(getattr(stage, column.shown_if) for stage in stages)]
    return {
        "title": pgettext_lazy("directive", "How far it has come"),
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
