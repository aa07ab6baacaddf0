"""Every figure of every app, from their `figures.py`, and whether they were declared soundly."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.module_loading import module_has_submodule

from muster.kernel.figure import Derived, Figure, OfRows

from .problems import UnknownFigure

KEY = re.compile(r"[a-z_]+\.[a-z_]+")
NAME = re.compile(r"[a-z_]+")


def declared() -> list[Figure]:
    """In the order of the settings' apps, from the lowest up; a key declared twice stands twice."""
    found: list[Figure] = []
    for app in reversed(list(apps.get_app_configs())):
        if app.module is not None and module_has_submodule(app.module, "figures"):
            found += getattr(import_module(f"{app.name}.figures"), "FIGURES", ())
    return found


@cache
def figures() -> dict[str, Figure]:
    return {figure.key: figure for figure in declared()}


def figure(key: str) -> Figure:
    try:
        return figures()[key]
    except KeyError:
        raise UnknownFigure(key) from None


def model_of(figure: OfRows) -> type[Model]:
    return apps.get_model(figure.model)


def table_of(figure: OfRows) -> str:
    return model_of(figure)._meta.db_table  # noqa: SLF001 - Django's documented API


def check_figures(**_options: Any) -> list[CheckMessage]:
    """Django's start-up check."""
    return [Error(fault, id="figures.E001") for fault in faults(declared())]


def faults(found: Sequence[Figure]) -> Iterator[str]:
    """What is wrong with these declarations, as far as can be told without the database."""
    keys: set[str] = set()
    for figure in found:
        if figure.key in keys:
            yield f"figure {figure.key} is declared twice"
        keys.add(figure.key)
        if not KEY.fullmatch(figure.key):
            yield f"figure {figure.key!r} must be named like app.noun"
        if isinstance(figure, OfRows):
            yield from (f"figure {figure.key}: {fault}" for fault in _faults_of_rows(figure))
    for figure in found:
        if isinstance(figure, Derived):
            sound = {other.key for other in found if not isinstance(other, Derived)}
            yield from (
                f"figure {figure.key}: {key} is no figure to derive from"
                for key in figure.from_keys
                if key not in sound
            )


def _faults_of_rows(figure: OfRows) -> Iterator[str]:
    try:
        model = model_of(figure)
    except LookupError:
        yield f"there is no model {figure.model}"
        return
    held = {column for field in model._meta.concrete_fields if (column := field.column)}  # noqa: SLF001 - Django's documented API
    for expression in (figure.operation, figure.unit, getattr(figure, "day", None)):
        if expression and NAME.fullmatch(expression) and expression not in held:
            yield f"{figure.model} has no column {expression}"
    yield from (
        f"{figure.model} has no field {column.name}"
        for column in figure.columns
        if not _leads(model, column.name)
    )


def _leads(model: type[Model], path: str) -> bool:
    """Whether `person__name` leads from field to field."""
    here: Any = model
    for name in path.split("__"):
        try:
            here = here._meta.get_field(name).related_model  # noqa: SLF001 - Django's documented name
        except (AttributeError, FieldDoesNotExist):
            return False
    return True
