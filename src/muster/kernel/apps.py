from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.signals import post_migrate


class KernelConfig(AppConfig):
    name = "muster.kernel"

    def ready(self) -> None:
        post_migrate.connect(grant_to_application, sender=self)


def grant_to_application(*, using: str = DEFAULT_DB_ALIAS, **_others: Any) -> None:
    """After every migration: what the application's role may do with the tables that exist now."""
    from .statements import statement

    with connections[using].cursor() as cursor:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = 'muster_app'")
        if cursor.fetchone() is not None:
            cursor.execute(statement("kernel", "grants"))
