"""What was chosen about a reorganisation, as it is kept and as it is read again."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from . import rules


class Way(NamedTuple):
    """From one unit to another: all that follows, or only what `only` names (a unit below, an area, a person)."""

    from_id: str
    to_id: str
    only: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`unit_ids` are renamed, moved, merged away, split or dissolved; `into_id` is where they go. Ids are strings, as JSON has
    them; `names` are the units' names when it was proposed, so that it can be told later.
    """

    unit_ids: tuple[str, ...]
    into_id: str | None = None
    name: str = ""
    only: tuple[str, ...] = ()
    joins_areas: bool = False
    takes_residents: bool = False
    new_id: str | None = None
    names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "Plan":
        return cls(**{**kept, "unit_ids": tuple(kept["unit_ids"]), "only": tuple(kept["only"])})

    def as_kept(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def named(self) -> list[UUID]:
        """Every unit that stands already and that this names."""
        return [UUID(one) for one in (*self.unit_ids, *filter(None, [self.into_id]))]

    def ways(self, kind: str, residents: tuple[str, ...] = ()) -> list[Way]:
        return list(self._ways(kind, residents))

    def _ways(self, kind: str, residents: tuple[str, ...]) -> Iterator[Way]:
        if kind in rules.ENDS_UNITS and self.into_id is not None:
            yield from (Way(one, self.into_id) for one in self.unit_ids)
        elif kind == rules.SPLITS and self.new_id is not None:
            (unit_id,) = self.unit_ids
            yield from (Way(unit_id, self.new_id, one) for one in (*self.only, *residents))


def values_of(ways: Sequence[Way]) -> dict[str, list[str | None]]:
    return {
        "froms": [way.from_id for way in ways],
        "tos": [way.to_id for way in ways],
        "onlys": [way.only for way in ways],
    }
