"""Which teams to form where: shared out by free members, kinds in turn."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from muster.kernel.ids import uuid7
from muster.kernel.statements import fetch, statement
from muster.planning.zoning import apportion
from muster.staffing.bulk import without_loops

from . import rules
from .names import Names
from .problems import TooManyTeams


@dataclass(frozen=True, slots=True)
class Formed:
    """A team that is about to be."""

    id: UUID
    unit_id: UUID
    name: str
    kind: str
    skills: tuple[str, ...]
    helpers: int


@dataclass(frozen=True, slots=True)
class Source:
    """A unit that forms teams: its free members, how many of them are medical, and its teams so far by kind."""

    unit_id: UUID
    name: str
    members: int
    medical: int
    teams: str  # JSON


def form(*, operation_id: UUID, path: str, teams: int, day: date) -> list[Formed]:
    """So many teams for the units under this path, by equal proportions."""
    values = {"operation": operation_id, "path": path, "day": day, "medical": list(rules.MEDICAL)}
    with without_loops():
        sources = [Source(*row) for row in fetch(statement("teams", "members"), values)]
    members = [source.members for source in sources]
    if not 1 <= teams <= sum(members):
        raise TooManyTeams(teams, sum(members))
    shares = apportion(members, teams, at_least=0, at_most=members).tolist()
    names = Names()
    shared = enumerate(zip(sources, shares, strict=True))
    return [one for place, (source, share) in shared for one in _teams_of(place, source, share, names)]


def _teams_of(place: int, source: Source, share: int, names: Names) -> list[Formed]:
    counts: Counter[str] = Counter(json.loads(source.teams))
    formed = []
    for number in range(sum(counts.values()), sum(counts.values()) + share):
        kind = rules.kind_of(place + number)  # units with one team have different ones
        counts[kind] += 1
        name = names.of(source.name, kind=kind, number=counts[kind])
        is_medical = source.medical >= rules.MEDICAL_SHARE * source.members
        skills, helpers = rules.seats(kind, is_medical=is_medical)
        formed.append(Formed(uuid7(), source.unit_id, name, kind, skills, helpers))
    return formed
