"""What a connection may see of people: the second lock, in the database, behind the access layer.

Row-level security on the tables of people reads three settings of the connection. A web process begins with none: whoever
forgets to ask the access layer gets no rows. Each request has the sight of its actor, once the actor is known. Jobs and the
command line see all; so does what a person sets in motion that goes beyond them, and says so by `whole_sight`.
See docs/adr/0017.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar

import psycopg
from django.conf import settings
from django.db import connection

from .actor import WHOLE_TREE, Actor

ALL, SOME, NONE = "all", "some", ""
SET = """
SELECT set_config('muster.sight', CASE WHEN {whole_if} THEN 'all' ELSE %s END, false),
       set_config('muster.paths', %s, false), set_config('muster.person', %s, false)
"""
RESET = "RESET muster.sight; RESET muster.paths; RESET muster.person"

# What the request may see by itself (none outside a request), and whether it sees beyond that for a while.
_sight: ContextVar[tuple[str, str, str] | None] = ContextVar("sight", default=None)
_whole_if: ContextVar[str] = ContextVar("whole_if", default="false")
_is_whole: ContextVar[bool] = ContextVar("is_whole", default=False)


def close() -> None:
    """A request begins: nobody is known yet. A web process's connections are blind from the start."""
    _sight.set((NONE, "{}", ""))
    _whole_if.set("false")
    if not settings.MUSTER_WEB:
        _tell()


def narrow_to(actor: Actor, *, whole_if: str = "false") -> None:
    """From now on this connection sees the units on which the actor holds powers, and the actor.

    `whole_if`: SQL that says whether that is all there is, so that nothing need be looked up row by row.
    """
    paths = sorted({grant.path for grant in actor.grants})
    is_known = actor.person_id is not None
    reach = ALL if WHOLE_TREE in paths else SOME if is_known else NONE
    _sight.set((reach, "{" + ",".join(filter(None, paths)) + "}", str(actor.person_id or "")))
    _whole_if.set(whole_if)
    _tell()


def release() -> None:
    """The request is over: the connection is as it was."""
    if _sight.get() is not None:
        _sight.set(None)
        _run(RESET)


@contextmanager
def whole_sight() -> Iterator[None]:
    """For what must see beyond whoever set it in motion: work of the system, or a link that its holder alone knows."""
    if _sight.get() is None or _is_whole.get():  # a job or the command line; or it does already
        yield
        return
    _is_whole.set(True)
    _tell()
    try:
        yield
    finally:
        _is_whole.set(False)
        with suppress(psycopg.errors.InFailedSqlTransaction):  # its rollback restores the sight too
            _tell()


def _tell() -> None:
    reach, paths, person = _sight.get() or (ALL, "{}", "")
    _run(SET.format(whole_if=_whole_if.get()), (ALL if _is_whole.get() else reach, paths, person))


def _run(sql: str, values: tuple[str, str, str] | None = None) -> None:
    """Past Django's cursor: it belongs to the connection, not to the page."""
    connection.ensure_connection()
    held: psycopg.Connection[object] = connection.connection
    held.execute(sql, values)
