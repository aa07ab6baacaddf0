"""Identifiers: UUIDv7, made in Python and, for rows written by SQL, in the database."""

import os
import time
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Func

MILLISECONDS = 1_000_000


def uuid7() -> UUID:
    """A UUID that sorts by the time it was made (RFC 9562, version 7)."""
    value = (time.time_ns() // MILLISECONDS) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF000 << 64) | 0x7000 << 64
    return UUID(int=value & ~(0xC000 << 48) | 0x8000 << 48)


class DatabaseUuid7(Func):
    function = "uuidv7"
    arity = 0
    output_field = models.UUIDField()


def primary_key() -> "models.UUIDField[Any, Any]":
    """Both defaults: `db_default` alone leaves the objects of `bulk_create` without ids."""
    return models.UUIDField(primary_key=True, default=uuid7, db_default=DatabaseUuid7(), editable=False)
