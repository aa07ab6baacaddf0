"""Ladders: what climbs, declared by the apps above in their `ladders.py`, and the statements that find whom a step addresses.

A source says which subjects are open and which units have not answered; this app knows no directive. It can only be one of
`rules.CLIMBED`: appeals, gifts, coming forward and a person's reading have no ladder.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from muster.kernel.problems import Words
from muster.kernel.statements import statement
from muster.messages import rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What may climb.

    `open` is a SELECT of every subject that asks for an answer now: subject_id, operation_id, unit_id (`issue` there stops it),
    round (one more each time it asks anew), since, ladder (a code), is_urgent, variables (jsonb), path.
    `silent` is a SELECT of unit_id for each unit yet to answer %(subject)s.
    """

    key: str
    label: Words
    open: str
    silent: str

    def __post_init__(self) -> None:
        if self.key not in rules.CLIMBED:
            raise ValueError(f"{self.key} is not a duty of units or duty-holders: it cannot climb")


@cache
def sources() -> Mapping[str, Source]:
    """Every source of every app, by key."""
    found: list[Source] = []
    for app in apps.get_app_configs():
        if app.module is not None and module_has_submodule(app.module, "ladders"):
            found += getattr(import_module(f"{app.name}.ladders"), "SOURCES", ())
    return {source.key: source for source in found}


NAMED = "SELECT unnest(%(units)s::uuid[]) AS unit_id"  # units that somebody picked
NOT_REACHED = """
SELECT silent.unit_id FROM ({silent}) silent
WHERE NOT EXISTS (
    SELECT FROM messaging_phonecall call
    WHERE call.climb_id = %(climb)s AND call.unit_id = silent.unit_id AND call.is_reached
)
"""


def recipients_of(silent: str, *, act: str) -> str:
    """A SELECT for `queue_messages`: whom this step addresses for these units. What else the act changes, see `values_of`.

    A unit whose chair was reached by phone needs no deputy to be written to.
    """
    assert act in rules.WRITES, act
    asked = NOT_REACHED.replace("{silent}", silent) if act == "deputy" else silent
    return statement("messages", "holders").replace("{silent}", asked)


def values_of(act: str) -> dict[str, object]:
    """Whose office is written to, and whether on the unit itself or on one above it."""
    return {
        "office": "deputy" if act == "deputy" else "secretary",
        "roles": [] if act == "deputy" else list(rules.ROLES_THAT_ACCEPT),
        "is_superior": act == "superior",
        "stays": act == "deputy",
    }
