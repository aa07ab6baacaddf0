"""The whole register, from every app's `personal.py`."""

from functools import cache
from importlib import import_module

from django.apps import apps
from django.db.models import Model
from django.utils.module_loading import module_has_submodule

from muster.kernel.personal import Personal, Sealed


@cache
def register() -> tuple[Personal, ...]:
    """In the order of the settings' apps: what hangs on a row stands before the row."""
    return tuple(one for module in _modules() for one in getattr(module, "REGISTER", ()))


@cache
def impersonal() -> dict[str, str]:
    """Columns that only look as if they said something of a person, and why they do not."""
    return {column: why for module in _modules() for column, why in getattr(module, "IMPERSONAL", {}).items()}


def sealed() -> dict[tuple[str, str], list[str]]:
    """Sealed columns, by their table and the column that names the key."""
    found: dict[tuple[str, str], list[str]] = {}
    others: list[Sealed] = [one for module in _modules() for one in getattr(module, "SEALED", ())]
    ours = [Sealed(model=one.model, columns=one.sealed, scope=one.scope) for one in register() if one.sealed]
    for one in (*ours, *others):
        table = apps.get_model(one.model)._meta.db_table  # noqa: SLF001 - Django's documented name
        held = found.setdefault((table, one.scope), [])
        held.extend(column for column in one.columns if column not in held)
    return found


def of_key(key: str) -> Personal | None:
    return next((one for one in register() if one.key == key), None)


def model_of(one: Personal) -> type[Model]:
    return apps.get_model(one.model)


def record_of(one: Personal) -> str:
    """What a row of it is called."""
    return str(model_of(one)._meta.verbose_name)  # noqa: SLF001 - Django's documented name


def table_of(one: Personal) -> str:
    return model_of(one)._meta.db_table  # noqa: SLF001 - Django's documented name


def _modules() -> list[object]:
    return [
        import_module(f"{app.name}.personal")
        for app in apps.get_app_configs()
        if app.module is not None and module_has_submodule(app.module, "personal")
    ]
