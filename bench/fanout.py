"""A directive to 7,479 base units and 134,000 members, beside the bare INSERT … SELECT of the same rows; acceptances; the funnel.

python -m bench.fanout            on a database of its own, made and dropped here
python -m bench.fanout --json

The bare tables have the columns, indexes and constraints of ours, and no triggers.
"""

import argparse
import json
import statistics
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.embedded import database, seconds_of

COUNTIES, TOWNSHIPS, BASE_UNITS, MEMBERS = 6, 124, 7479, 134_000
NOW = datetime(2020, 1, 28, 8, tzinfo=UTC)
DAY = date(2020, 1, 28)
ROUNDS = 5
BATCH, BATCHES, SINGLES = 50, 20, 200
# Foreign keys are what LIKE leaves out.
KEYS = """
SELECT format('ALTER TABLE %%s ADD %%s', %(bare)s, pg_get_constraintdef(oid)) FROM pg_constraint
WHERE conrelid = %(table)s::regclass AND contype = 'f'
"""
MEMBERSHIPS = """
WITH made AS (
    INSERT INTO people_person (name, pinyin, sex, is_available, is_spared)
    SELECT 'Member ' || n, 'member' || n, '', true, false FROM generate_series(1, %(members)s) AS n
    RETURNING id
), numbered AS (
    SELECT id, row_number() OVER (ORDER BY id) AS n FROM made
), branches AS (
    SELECT id, row_number() OVER (ORDER BY code) AS n, count(*) OVER () AS total FROM units_unit WHERE level = 'village'
)
INSERT INTO people_membership (person_id, unit_id, kind, office, during)
SELECT numbered.id, branches.id, 'full', 'none', daterange('2015-01-01', NULL)
FROM numbered JOIN branches ON branches.n = 1 + numbered.n %% branches.total
"""
BARE_RECEIPTS = """
INSERT INTO bare_receipt (operation_id, directive_id, person_id, unit_id, is_voluntary)
SELECT %(operation)s, %(directive)s, membership.person_id, unit.id, false
FROM people_membership membership JOIN units_unit unit ON unit.id = membership.unit_id
WHERE unit.ended_on IS NULL AND unit.path <@ %(path)s::ltree AND membership.during @> %(day)s::date
"""
BARE_DELIVERIES = """
INSERT INTO bare_delivery (operation_id, directive_id, unit_id, is_copy, asks_acceptance, day)
SELECT %(operation)s, %(directive)s, unit.id, false, true, %(day)s
FROM units_unit unit WHERE unit.ended_on IS NULL AND unit.path <@ %(path)s::ltree
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.fanout")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, database(Path(folder)):
        outcome = run()
    if options.json:
        print(json.dumps(outcome))
        return
    for name, value in outcome.items():
        print(f"{name:24} {value}")


def run() -> dict[str, Any]:
    """In a migrated, empty database."""
    from muster.kernel.actor import system_actor
    from muster.operations.commands import activate_operation
    from muster.people.rules import POWERS
    from muster.units.models import Unit

    actor = system_actor("bench", now=NOW, powers=POWERS)
    fill(actor)
    city = Unit.objects.get(code="city")
    operation = activate_operation(actor, unit_id=city.pk, template="epidemic")
    _make_bare_tables()
    ours, bare = [], []
    for _ in range(ROUNDS):
        directive_id = signed(actor, operation.pk, city.pk)
        bare.append(seconds_of(lambda id_=directive_id: _insert_bare(operation.pk, id_, city.path)))
        ours.append(seconds_of(lambda id_=directive_id: issue(actor, id_)))
    singles, batches = _accept(actor, directive_id)
    return {
        "units": Unit.objects.count(),
        "members": MEMBERS,
        "fanout_s": round(statistics.median(ours), 3),
        "bare_s": round(statistics.median(bare), 3),
        "fanout_ratio": round(statistics.median(ours) / statistics.median(bare), 2),
        "accept_single_ms": round(1000 * singles, 2),
        "accept_batch_of_50_ms": round(1000 * batches, 2),
        "funnel_ms": round(1000 * _worst_funnel(actor, directive_id), 2),
    }


def issue(actor: Any, directive_id: UUID) -> None:
    from muster.directives.commands import issue_directive

    issue_directive(actor, directive_id=directive_id)


def _insert_bare(operation_id: UUID, directive_id: UUID, path: str) -> None:
    from django.db import transaction

    from muster.kernel.statements import execute

    values = {"operation": operation_id, "directive": directive_id, "path": path, "day": DAY}
    with transaction.atomic():
        execute(BARE_RECEIPTS, values)
        execute(BARE_DELIVERIES, values)


def _accept(actor: Any, directive_id: UUID) -> tuple[float, float]:
    """Seconds of one acceptance: of a single unit, and of a batch of 50."""
    from muster.directives.commands import accept_directive
    from muster.directives.models import Delivery

    units = list(Delivery.objects.filter(directive=directive_id).values_list("unit_id", flat=True))

    def accept(start: int, size: int) -> float:
        some = units[start : start + size]
        return seconds_of(lambda: accept_directive(actor, directive_id=directive_id, unit_ids=some))

    singles = [accept(n, 1) for n in range(SINGLES)]
    batches = [accept(SINGLES + n * BATCH, BATCH) for n in range(BATCHES)]
    return statistics.median(singles), statistics.median(batches)


def _worst_funnel(actor: Any, directive_id: UUID) -> float:
    """Seconds for the city, a county and a village, when half the members have read; the slowest."""
    from muster.directives.queries import funnel
    from muster.kernel.statements import execute
    from muster.units.models import Unit

    execute(
        "UPDATE directives_receipt SET read_at = %s, read_on = %s WHERE directive_id = %s AND person_id > %s",
        [NOW, DAY, directive_id, _middle_person()],
    )
    execute("VACUUM ANALYZE")
    units = [Unit.objects.filter(level=level).earliest("code") for level in ("city", "county", "village")]
    return max(
        statistics.median(
            seconds_of(lambda id_=unit.pk: funnel(actor, directive_id=directive_id, unit_id=id_))
            for _ in range(20)
        )
        for unit in units
    )


def _middle_person() -> UUID:
    from muster.people.models import Person

    return Person.objects.order_by("pk")[MEMBERS // 2].pk


def signed(actor: Any, operation_id: UUID, city_id: UUID) -> UUID:
    from muster.directives import commands

    draft = commands.Draft(
        issuing_unit_id=city_id,
        kind="notice",
        purpose="for_action",
        series="BENCH",
        title="To everyone",
        body="Act.",
        addressee_ids=[city_id],
    )
    directive = commands.draft_directive(actor, operation_id=operation_id, draft=draft)
    commands.submit_for_review(actor, directive_id=directive.pk)
    return commands.sign_off(actor, directive_id=directive.pk).pk


def fill(actor: Any) -> None:
    from muster.kernel.statements import execute
    from muster.units.commands import UnitRow, put_units

    def row(code: str, parent: str | None, level: str, kind: str = "committee") -> UnitRow:
        return UnitRow(code, f"Unit {code}", code, kind, parent, None, level, level == "village", "", "", DAY)

    villages = BASE_UNITS - TOWNSHIPS
    put_units(
        actor,
        rows=[
            row("city", None, "city"),
            *(row(f"c{n}", "city", "county") for n in range(COUNTIES)),
            *(row(f"t{n}", f"c{n % COUNTIES}", "township") for n in range(TOWNSHIPS)),
            *(row(f"v{n}", f"t{n % TOWNSHIPS}", "village", "branch") for n in range(villages)),
        ],
        day=DAY,
    )
    execute(MEMBERSHIPS, {"members": MEMBERS})
    execute("ANALYZE")


def _make_bare_tables() -> None:
    from muster.kernel.statements import execute, fetch

    for name in ("receipt", "delivery"):
        table, bare = f"directives_{name}", f"bare_{name}"
        execute(f"CREATE TABLE {bare} (LIKE {table} INCLUDING ALL)")
        for (key,) in fetch(KEYS, {"bare": bare, "table": table}):
            execute(key)


if __name__ == "__main__":
    main()
