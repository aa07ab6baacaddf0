"""What follows units, from every app's `succession.py`."""

from functools import cache
from importlib import import_module

from django.apps import apps
from django.db.models import Model
from django.utils.module_loading import module_has_submodule

from muster.kernel.succession import Follows


@cache
def follows() -> tuple[Follows, ...]:
    """In the order of the settings' apps, from the lowest up: what stands in the tree first, what hangs on it later."""
    return tuple(one for module in _modules() for one in getattr(module, "FOLLOWS", ()))


def of_units() -> tuple[Follows, ...]:
    """Those that follow a unit or an area."""
    return tuple(one for one in follows() if not one.of_persons)


def of_persons() -> tuple[Follows, ...]:
    """Those that follow a person from one record to another."""
    return tuple(one for one in follows() if one.of_persons)


@cache
def stays() -> dict[str, str]:
    """Foreign keys that do not follow, and why."""
    return {field: why for module in _modules() for field, why in getattr(module, "STAYS", {}).items()}


def model_of(one: Follows) -> type[Model]:
    return apps.get_model(one.model)


def _modules() -> list[object]:
    return [
        import_module(f"{app.name}.succession")
        for app in reversed(list(apps.get_app_configs()))
        if app.module is not None and module_has_submodule(app.module, "succession")
    ]
