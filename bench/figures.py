"""Figures over 1.5 million counted rows: how long a reading takes, and what counting costs those who write.

python -m bench.figures            on a server of its own, which flushes to disk; made and thrown away here
python -m bench.figures --json
python -m bench.figures --rows 100000

Written are visits, with five counted figures and one stock, and the same visits into a table that nobody counts.
"""

import argparse
import json
import statistics
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.embedded import database, seconds_of

COUNTIES, TOWNSHIPS, UNITS, PEOPLE = 6, 124, 7479, 134_000
ROWS, DAYS = 1_500_000, 60
FIRST = date(2020, 1, 20)
NOW = datetime(2020, 1, 20, 8, tzinfo=UTC) + timedelta(days=DAYS - 1)
BATCH, ROUNDS = 50, 400
OUTCOMES = ("done", "absent", "declined", "empty")
TABLE = """
CREATE TABLE {name} (
    id uuid PRIMARY KEY DEFAULT uuidv7(),
    operation_id uuid NOT NULL REFERENCES operations_operation,
    unit_id uuid NOT NULL REFERENCES units_unit,
    person_id uuid NOT NULL REFERENCES people_person,
    day date NOT NULL,
    outcome text NOT NULL,
    is_open boolean NOT NULL DEFAULT false,
    minutes int NOT NULL
);
CREATE INDEX ON {name} (unit_id);
CREATE INDEX ON {name} (person_id);
"""
PERSONS = """
INSERT INTO people_person (name, pinyin, sex, is_available, is_spared)
SELECT 'Member ' || n, 'member' || n, '', true, false FROM generate_series(1, %s) AS n
"""
# Rows are drawn by number, so that each table gets the same; units come round every three times a day.
VISITS = """
INSERT INTO {name} (operation_id, unit_id, person_id, day, outcome, is_open, minutes)
SELECT %(operation)s, (%(units)s::uuid[])[1 + n * 7919 %% cardinality(%(units)s::uuid[])],
       (%(people)s::uuid[])[1 + n * 104729 %% cardinality(%(people)s::uuid[])],
       %(first)s::date + (n * %(days)s / %(rows)s)::int, (%(outcomes)s::text[])[1 + n %% 4], n %% 50 = 0, 5 + n %% 7
FROM generate_series(%(start)s::bigint, %(end)s::bigint) AS n
"""
OPEN = "UPDATE {name} SET is_open = NOT is_open, day = %s WHERE id = ANY (%s)"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.figures")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rows", type=int, default=ROWS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, database(Path(folder)):
        outcome = run(rows=options.rows)
    if options.json:
        print(json.dumps(outcome))
        return
    for name, value in outcome.items():
        print(f"{name:34} {value}")


def run(*, rows: int = ROWS) -> dict[str, Any]:
    """In a migrated, empty database of ours."""
    from django.db import connection

    from muster.figures.triggers import install_triggers
    from muster.kernel.actor import system_actor
    from muster.people.rules import POWERS

    actor = system_actor("bench", now=NOW, powers=POWERS)
    values = _fill(actor) | {"rows": rows + 1}
    declared = _declare()
    install_triggers(connection, declared)
    writing = _write(values)
    filling = _fill_visits(actor, values, rows)
    return {"rows": rows} | writing | filling | _read(actor, values["operation"], declared)


# Writing


def _write(values: dict[str, Any]) -> dict[str, Any]:
    """Counted and plain take turns, so that both meet the same machine."""
    from muster.kernel.statements import execute

    outcome: dict[str, Any] = {}
    for durable in ("on", "off"):
        execute(f"SET synchronous_commit = {durable}")
        for name, size in (("single", 1), ("batch", BATCH)):
            inserted = _ratio(lambda table, n, size=size: _insert(table, values, n, size))
            ids = {table: _ids(table) for table in ("visit", "plain")}
            updated = _ratio(lambda table, n, size=size, ids=ids: _update(table, ids[table], n, size))
            where = "" if durable == "on" else "_in_memory"
            outcome[f"insert_{name}_ratio{where}"] = inserted
            outcome[f"update_{name}_ratio{where}"] = updated
    execute("SET synchronous_commit = on")
    outcome["figures_write_ratio_single"] = max(
        outcome["insert_single_ratio"][0], outcome["update_single_ratio"][0]
    )
    outcome["figures_write_ratio_batch"] = max(
        outcome["insert_batch_ratio"][0], outcome["update_batch_ratio"][0]
    )
    return outcome


def _ratio(write: Callable[[str, int], float]) -> tuple[float, str]:
    """Median with counting over median without, and both in milliseconds."""
    times: dict[str, list[float]] = {"visit": [], "plain": []}
    for n in range(ROUNDS):
        for table in ("visit", "plain") if n % 2 else ("plain", "visit"):
            times[table].append(write(table, n))
    counted, plain = (1000 * statistics.median(times[table]) for table in ("visit", "plain"))
    return round(counted / plain, 2), f"{counted:.2f} ms / {plain:.2f} ms"


def _insert(table: str, values: dict[str, Any], n: int, size: int) -> float:
    """As field submissions come: a few units' visits of one day."""
    from muster.kernel.statements import execute

    start = n * size
    some = values | {
        "start": start,
        "end": start + size - 1,
        "days": 1,
        "units": values["units"][n % 50 : n % 50 + 3],
    }
    some["people"] = values["people"][n : n + 200]
    return seconds_of(lambda: execute(VISITS.format(name=table), some))


def _update(table: str, ids: list[UUID], n: int, size: int) -> float:
    from muster.kernel.statements import execute

    some = [ids[(n * size + k) % len(ids)] for k in range(size)]
    return seconds_of(lambda: execute(OPEN.format(name=table), [FIRST, some]))


def _ids(table: str) -> list[UUID]:
    from muster.kernel.statements import fetch

    return [pk for (pk,) in fetch(f"SELECT id FROM {table} ORDER BY md5(id::text) LIMIT 30000")]


# Reading


def _fill_visits(actor: Any, values: dict[str, Any], rows: int) -> dict[str, Any]:
    from muster.figures.commands import fold
    from muster.kernel.statements import execute

    execute("TRUNCATE visit, plain")
    spans = [(start, min(start + 99_999, rows)) for start in range(1, rows + 1, 100_000)]
    times = {
        table: sum(
            seconds_of(lambda: execute(VISITS.format(name=table), values | {"start": start, "end": end}))  # noqa: B023 - called within its turn
            for start, end in spans
        )
        for table in ("plain", "visit")
    }
    folding = seconds_of(lambda: fold(actor))
    execute("VACUUM ANALYZE")
    return {
        "bulk_insert_ratio": round(times["visit"] / times["plain"], 2),
        "bulk_rows_per_s": round(rows / times["visit"]),
        "fold_s": round(folding, 2),
    }


def _read(actor: Any, operation_id: UUID, declared: list[Any]) -> dict[str, Any]:
    from muster.figures.queries import drift
    from muster.kernel.statements import execute, fetch
    from muster.units.models import Unit

    units = {
        level: Unit.objects.filter(level=level).earliest("code") for level in ("city", "county", "village")
    }
    outcome: dict[str, Any] = {}
    for backlog in (0, 5_000):
        if backlog:  # what piles up between folds, five seconds at a thousand a second
            execute(
                "UPDATE visit SET minutes = minutes + 1 WHERE id IN (SELECT id FROM visit ORDER BY md5(id::text) LIMIT %s)",
                [backlog],
            )
        for level, unit in units.items():
            for name, day in (("", None), ("_a_month_ago", NOW.date() - timedelta(days=30))):
                read = _reading(actor, operation_id, unit, day, [figure.key for figure in declared])
                outcome[f"read_{level}{name}_ms{'_behind' if backlog else ''}"] = round(read, 2)
    outcome["figures_read_ms"] = max(value for name, value in outcome.items() if name.endswith("_ms"))
    outcome["recount_by_hand_ms"] = round(
        1000
        * seconds_of(lambda: fetch("SELECT outcome, count(*), sum(minutes) FROM visit GROUP BY outcome")),
        1,
    )
    outcome["doctor_s"] = round(seconds_of(lambda: drift(actor)), 2)
    assert drift(actor) == []
    return outcome


def _reading(actor: Any, operation_id: UUID, unit: Any, day: date | None, keys: list[str]) -> float:
    """Milliseconds, of all figures of the unit."""
    from muster.figures.queries import figures_of

    read = [
        seconds_of(lambda: figures_of(actor, operation_id=operation_id, unit=unit, as_of=day, keys=keys))
        for _ in range(50)
    ]
    return 1000 * statistics.median(read)


# Setting up


def _declare() -> list[Any]:
    """Tables for visits, and their figures beside those of the product."""
    from django.db import models

    from muster.figures import registry
    from muster.kernel.figure import PEOPLE as MEASURE
    from muster.kernel.figure import Counted, Stated
    from muster.kernel.statements import execute

    for name in ("visit", "plain"):
        execute(TABLE.format(name=name))
    type(
        "Visit",
        (models.Model,),
        {
            "__module__": __name__,
            "Meta": type("Meta", (), {"app_label": "operations", "db_table": "visit", "managed": False}),
        },
    )
    common = {"definition": "", "measure": MEASURE, "model": "operations.Visit"}
    visits = [
        Counted(key="visits.visits", label="visits", **common),
        *(Counted(key=f"visits.{o}", label=o, where=f"outcome = '{o}'", **common) for o in OUTCOMES[:3]),
        Counted(key="visits.minutes", label="minutes", amount="minutes", **common),
        Stated(key="visits.open", label="open", where="is_open", **common),
    ]
    declared = [*registry.figures().values(), *visits]
    registry.figures.cache_clear()
    registry.declared = lambda: declared
    return declared


def _fill(actor: Any) -> dict[str, Any]:
    from muster.kernel.statements import execute
    from muster.operations.commands import activate_operation
    from muster.people.models import Person
    from muster.units.commands import UnitRow, put_units
    from muster.units.models import Unit

    def row(code: str, parent: str | None, level: str, kind: str = "committee") -> UnitRow:
        return UnitRow(
            code, f"Unit {code}", code, kind, parent, None, level, level == "village", "", "", FIRST
        )

    put_units(
        actor,
        rows=[
            row("city", None, "city"),
            *(row(f"c{n}", "city", "county") for n in range(COUNTIES)),
            *(row(f"t{n}", f"c{n % COUNTIES}", "township") for n in range(TOWNSHIPS)),
            *(row(f"v{n}", f"t{n % TOWNSHIPS}", "village", "branch") for n in range(UNITS - TOWNSHIPS)),
        ],
        day=FIRST,
    )
    execute(PERSONS, [PEOPLE])
    execute("ANALYZE")
    city = Unit.objects.get(code="city")
    return {
        "operation": activate_operation(actor, unit_id=city.pk, template="epidemic").pk,
        "units": list(Unit.objects.filter(level="village").order_by("pk").values_list("pk", flat=True)),
        "people": list(Person.objects.order_by("pk").values_list("pk", flat=True)),
        "outcomes": list(OUTCOMES),
        "first": FIRST,
        "days": DAYS,
    }


if __name__ == "__main__":
    main()
