"""Bringing a city in and taking it out again, finding who is there twice, and letting people in: how long, how fast, how right.

python -m bench.intake --size city          on a server of its own, which flushes to disk; made and thrown away here
python -m bench.intake --size city --json   ends with one JSON object

The city is the synthetic one of the demo, as files. What is taken out are its homes (1.5 million in a city) and its members, by
the job's own code, in a process that does nothing else: its peak is the export's.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.embedded import database, seconds_of

HERE = Path(__file__).resolve().parent
SEED = 1
DAY = datetime(2020, 1, 28, 8, tzinfo=UTC)
GOALS: dict[str, float] = {
    "import_s": 30,
    "match_s": 60,
    "precision": 0.99,
    "recall": 0.95,
    "export_rows_per_s": 50_000,
    "export_peak_mb": 300,
    "login_p99_ms": 500,
    "login_lost": 0,
}
# Goals that are to be reached; the others are not to be passed.
FLOORS = {"precision", "recall", "export_rows_per_s"}
PEOPLE = {
    "village": 900,
    "county": 11_564,
    "city": 134_000,
}  # of a roll, and of a list that is held against it
LOG_INS = {"village": (200, 12), "county": (1000, 60), "city": (5000, 300)}  # so many, within so many seconds
ORDER = ("units", "areas", "grids", "premises", "buildings", "people")
SPREADSHEETS = (".xlsx", ".csv")
MEGABYTE = 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=("village", "county", "city"), default="city")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--take-out", nargs=2, metavar=("LISTING", "FORM"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.take_out:
        print(json.dumps(_take_out(*options.take_out)))
        return
    with tempfile.TemporaryDirectory(prefix="muster-bench-") as folder, database(Path(folder)):
        found: dict[str, Any] = {}
        for part in PARTS:
            found |= part(Path(folder), options.size)
    for key, goal in GOALS.items():
        print(f"{key:<24} {found[key]:>12,.2f}   goal {'≥' if key in FLOORS else '≤'} {goal:g}")
    kept = found | {"size": options.size, "at": datetime.now(UTC).isoformat()}
    (HERE / "results").mkdir(exist_ok=True)
    (HERE / "results" / f"intake-{options.size}.json").write_text(json.dumps(kept, indent=1) + "\n")
    if options.json:
        print(json.dumps(kept))


# Bringing in


def bring_in(folder: Path, size: str) -> dict[str, Any]:
    """Every table of the city, one after the other; `import_s` is that of the members, checks included."""
    from muster.console.commands import import_file
    from muster.demo.files import write_city

    files = folder / "city"
    files.mkdir()
    write_city(files, size=size, seed=SEED, progress=lambda *_told: None)
    seconds: dict[str, float] = {}
    for table in ORDER:
        (source,) = (one for one in files.iterdir() if one.stem == table and one.suffix in SPREADSHEETS)
        outcome: Any = None

        def bring(table: str = table, source: Path = source) -> None:
            nonlocal outcome
            outcome = import_file(_actor(), layout=table, source=source, filename=source.name, day=DAY.date())

        seconds[table] = seconds_of(bring)
        assert outcome.is_sound, outcome.errors[:3]
        print(f"  {table:<12} {outcome.rows:>10,} rows in {seconds[table]:.1f} s", flush=True)
    return {"import_s": seconds["people"], "import_rows": outcome.rows, "import_all_s": sum(seconds.values())}


# Taking out


def take_out(_folder: Path, _size: str) -> dict[str, Any]:
    homes, people = _in_a_process("homes", "csv"), _in_a_process("people", "csv")
    book = _in_a_process("people", "xlsx")
    return {
        "export_rows": homes["rows"],
        "export_rows_per_s": homes["rows"] / homes["seconds"],
        "export_people_rows_per_s": people["rows"] / people["seconds"],
        "export_xlsx_rows_per_s": book["rows"] / book["seconds"],
        "export_peak_mb": max(one["peak_mb"] for one in (homes, people, book)),
        "export_start_mb": min(one["start_mb"] for one in (homes, people, book)),
    }


def _in_a_process(listing: str, form: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.intake", "--take-out", listing, form]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    print(
        f"  {listing} as {form}: {found['rows']:,} rows in {found['seconds']:.1f} s, {found['peak_mb']:.0f} MB",
        flush=True,
    )
    return found


def _take_out(listing: str, form: str) -> dict[str, Any]:
    import django

    django.setup()
    from django.db import transaction

    from muster.console.exporting import write
    from muster.console.models import Export
    from muster.units.models import Unit

    top = Unit.objects.get(parent=None)
    export = Export(listing=listing, form=form, language="zh-hans", query=f"of={top.pk}", created_at=DAY)
    start, rows = _peak(), 0
    with tempfile.TemporaryDirectory() as folder:

        def run() -> None:
            nonlocal rows
            with transaction.atomic():
                rows = write(_actor(), export, path=Path(folder) / "file")

        seconds = seconds_of(run)
        size = (Path(folder) / "file").stat().st_size
    return {"rows": rows, "seconds": seconds, "peak_mb": _peak(), "start_mb": start, "bytes": size}


def _peak() -> float:
    """Megabytes. What getrusage says would be inherited from the process that started this one."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / MEGABYTE


# One person once, and logging in: each in a process, and on a database, of its own.


def match(_folder: Path, size: str) -> dict[str, Any]:
    found = _other("bench.matching", "--people", str(PEOPLE[size]))
    print(f"  {found['people']:,} against as many in {found['match_s']:.1f} s", flush=True)
    return {key: found[key] for key in ("match_s", "precision", "recall", "true_duplicates")}


def log_in(_folder: Path, size: str) -> dict[str, Any]:
    people, seconds = LOG_INS[size]
    found = _other("bench.logins", "--people", str(people), "--seconds", str(seconds))
    print(f"  {people:,} first log-ins in {found['login_seconds']:.0f} s", flush=True)
    return found


def _other(module: str, *words: str) -> dict[str, Any]:
    """The last line of another bench; it must not find the database of this one."""
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    command = [sys.executable, "-m", module, "--json", *words]
    done = subprocess.run(command, env=clean, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


OURS = {"DATABASE_URL", "MUSTER_APP_DATABASE_URL", "MUSTER_AS_OWNER"}
PARTS: tuple[Callable[[Path, str], dict[str, Any]], ...] = (bring_in, take_out, match, log_in)


# Setting up


def _actor() -> Any:
    from muster.kernel.actor import system_actor
    from muster.people.rules import POWERS

    return system_actor("bench", now=DAY, powers=POWERS)


if __name__ == "__main__":
    main()
