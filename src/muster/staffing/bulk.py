"""Statements over whole tables, which may have been filled a moment ago."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from muster.kernel.statements import execute


@contextmanager
def without_loops() -> Iterator[None]:
    """Join by hashing. Of tables just filled the database has no statistics, takes them for empty, and would loop for hours."""
    with transaction.atomic():
        execute("SET LOCAL enable_nestloop = off")
        execute("SET LOCAL work_mem = '64MB'")
        yield
        execute("SET LOCAL enable_nestloop TO DEFAULT")
        execute("SET LOCAL work_mem TO DEFAULT")
