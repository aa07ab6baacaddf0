"""What benches of statements share: a database server of their own, and the time that something takes."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def seconds_of(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


@contextmanager
def database(folder: Path) -> Iterator[None]:
    """A server that flushes to disk as a real one does, with this version's tables."""
    import django

    from muster.kernel.supervisor import Cluster

    with Cluster(folder / "server").running() as cluster:
        os.environ.update(
            cluster.environment(), MUSTER_AS_OWNER="yes", DJANGO_SETTINGS_MODULE="muster.settings"
        )
        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        yield
        connections.close_all()
