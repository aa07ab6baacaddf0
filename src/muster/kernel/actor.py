"""Who acts, what they may do and where, and what time it is for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

WHOLE_TREE = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """Powers on a unit and everything under it; `path` is the unit's ltree path ('' is the whole tree)."""

    path: str
    powers: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """First argument of every command and query. Never global; the clock is `now`."""

    now: datetime
    person_id: UUID | None = None
    system: str = ""
    grants: tuple[Grant, ...] = ()

    def paths(self, power: str) -> tuple[str, ...]:
        """The subtrees on which the actor holds this power."""
        return tuple(grant.path for grant in self.grants if power in grant.powers)

    def may(self, power: str, path: str) -> bool:
        """Whether the actor holds this power on the unit with this path."""
        return any(lies_under(path, top) for top in self.paths(power))

    def holds(self, power: str) -> bool:
        """Whether the actor holds this power anywhere."""
        return bool(self.paths(power))

    @property
    def is_signed_in(self) -> bool:
        return self.person_id is not None


def lies_under(path: str, top: str) -> bool:
    """Whether a path is `top` or below it, as `<@` says in the database.

    >>> lies_under("a.b", "a"), lies_under("ab", "a"), lies_under("x", "")
    (True, False, True)
    """
    return top in (WHOLE_TREE, path) or path.startswith(f"{top}.")


def system_actor(
    name: str, *, now: datetime, powers: Iterable[str] = (), for_person: UUID | None = None
) -> Actor:
    """A job or the command line: acts on the whole tree with just the powers it names.

    `for_person` is whoever started it; the journal then names both.
    """
    grant = Grant(path=WHOLE_TREE, powers=frozenset(powers) | {"see"})
    return Actor(now=now, person_id=for_person, system=name, grants=(grant,))
