"""Every write to keys of personal data, and of what they seal."""

from typing import Any
from uuid import UUID

from django.db import connection, transaction

from muster.kernel import crypto
from muster.kernel.access import require
from muster.kernel.actor import Actor
from muster.kernel.journal import record
from muster.kernel.models import DataKey, OlderKey
from muster.kernel.statements import fetch

from . import rules, statements
from .statements import Table


@transaction.atomic
def begin_rotation(actor: Actor) -> int:
    """A new key for every scope, unless old ones are still being replaced; how many."""
    require(actor, "audit")
    if OlderKey.objects.exists():
        return 0
    scopes = list(DataKey.objects.filter(destroyed_at=None).order_by("pk").values_list("pk", flat=True))
    for scope_id in scopes:
        crypto.renew_key(scope_id, now=actor.now)
    if scopes:
        record(actor, "privacy.keys_renewed", count=len(scopes))
    return len(scopes)


@transaction.atomic
def reseal_some(actor: Actor, *, most: int = rules.BATCH) -> int:
    """Seal some rows anew that an older key sealed; how many. None are left when it is 0."""
    require(actor, "audit")
    for table in statements.tables():
        rows = fetch(statements.outdated(table), {"most": most})
        if rows:
            _reseal(table, rows)
            record(actor, "privacy.resealed", count=len(rows))
            return len(rows)
    return 0


@transaction.atomic
def retire_keys(actor: Actor) -> int:
    """Destroy older keys that nothing is sealed with and that no process can be using; how many."""
    require(actor, "audit")
    older = OlderKey.objects.select_for_update().select_related("key")
    if not all(rules.may_retire(renewed_at=one.renewed_at, now=actor.now) for one in older):
        return 0
    if any(fetch(statements.count(table)) != [(0,)] for table in statements.tables()):
        return 0
    count, _ = OlderKey.objects.all().delete()
    if count:
        record(actor, "privacy.keys_retired", count=count)
    return count


def _reseal(table: Table, rows: list[tuple[Any, ...]]) -> None:
    anew = [(*_sealed(scope_id, values), row_id) for row_id, scope_id, *values in rows]
    with connection.cursor() as cursor:
        cursor.executemany(statements.resealed(table), anew)


def _sealed(scope_id: UUID, values: list[bytes | None]) -> list[bytes | None]:
    return crypto.seal(
        [crypto.unseal(value, scope_id=scope_id) if value else None for value in values], scope_id=scope_id
    )
