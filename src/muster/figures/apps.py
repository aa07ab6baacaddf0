from typing import Any

from django.apps import AppConfig
from django.core.checks import register
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.signals import post_migrate


class FiguresConfig(AppConfig):
    name = "muster.figures"

    def ready(self) -> None:
        from .registry import check_figures

        register(check_figures)
        post_migrate.connect(install, sender=self)


def install(*, using: str = DEFAULT_DB_ALIAS, **_others: Any) -> None:
    """After every migration, as the owner: the database counts what is declared now."""
    from .triggers import install_triggers

    install_triggers(connections[using])
