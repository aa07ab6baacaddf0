"""How far a directive has come, as three funnels never mixed: units that accepted, work that is done, members who read."""

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


@dataclass(frozen=True, slots=True)
class Funnel:
    key: str
    title: Words
    columns: Sequence[Column]


FUNNELS = (
    Funnel(
        "acceptance",
        pgettext_lazy("funnel", "Accepted by units"),
        (
            Column("delivered", pgettext_lazy("stage", "delivered"), "delivered", "delivered"),
            Column("accepted", pgettext_lazy("stage", "accepted"), "asked", "asked"),
        ),
    ),
    Funnel(
        "work",
        pgettext_lazy("funnel", "Done by units"),
        (
            Column("in_progress", pgettext_lazy("stage", "in progress"), "asked", "asked"),
            Column("done", pgettext_lazy("stage", "done"), "asked", "asked"),
        ),
    ),
    Funnel(
        "reading",
        pgettext_lazy("funnel", "Reached members"),
        (
            Column("read", pgettext_lazy("stage", "members who read"), "members", "members"),
            Column("told", pgettext_lazy("stage", "members told"), "members", "told"),
        ),
    ),
)


def funnels(stages: Sequence[Stage]) -> list[dict[str, object]]:
    """What `parts/funnel.html` takes, three times. One in which nothing is asked of anybody is left out, and so is "told" while
    nobody was.
    """
    return [found for funnel in FUNNELS if (found := _funnel(funnel, stages))["stages"]]


def _funnel(funnel: Funnel, stages: Sequence[Stage]) -> dict[str, object]:
    columns = [
        column for column in funnel.columns if any(getattr(stage, column.shown_if) for stage in stages)
    ]
    levels = [stage for stage in stages if any(getattr(stage, column.of) for column in columns)]
    return {
        "key": funnel.key,
        "title": funnel.title,
        "stages": [{"key": column.key, "label": column.label} for column in columns],
        "levels": [_row(str(stage.level.label), stage, columns) for stage in levels],
    }


def _row(label: str, stage: Stage, columns: Sequence[Column]) -> dict[str, object]:
    return {
        "label": label,
        "cells": [
            {"key": column.key, "count": getattr(stage, column.key), "of": getattr(stage, column.of)}
            for column in columns
        ],
    }
