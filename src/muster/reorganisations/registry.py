"""What follows units, from every app's `following.py`."""

from functools import cache
from importlib import import_module

from django.apps import apps
from django.db.models import Model
from django.utils.module_loading import module_has_submodule

from muster.kernel.following import Follows


@cache
def follows() -> tuple[Follows, ...]:
    """In the order of the settings' apps, from the lowest up: what stands in the tree first, what hangs on it later."""
    return tuple(one for module in _modules() for one in getattr(module, "FOLLOWS", ()))


@cache
def stays() -> dict[str, str]:
    """Foreign keys that do not follow, and why."""
    return {field: why for module in _modules() for field, why in getattr(module, "STAYS", {}).items()}


def model_of(one: Follows) -> type[Model]:
    return apps.get_model(one.model)


def _modules() -> list[object]:
    return [
        import_module(f"{app.name}.following")
        for app in reversed(list(apps.get_app_configs()))
        if app.module is not None and module_has_submodule(app.module, "following")
    ]
