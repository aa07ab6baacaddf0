"""The stages of the demo, each a few commands of the product."""

import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.utils import timezone

from muster.bulletins import commands as bulletins
from muster.console.commands import import_file
from muster.directives import commands as directives
from muster.directives.models import Delivery, Receipt
from muster.figures import commands as figures
from muster.figures import queries as figure_queries
from muster.kernel.jobs import Progress
from muster.kernel.models import Job
from muster.operations import commands as operations
from muster.operations.models import Operation
from muster.operations.rules import Called
from muster.people.models import Membership, MembershipKind, Office
from muster.staffing import commands as staffing
from muster.staffing.models import StaffingPlan
from muster.teams import commands as teams
from muster.zones import commands as zones

from . import bringing, files, texts
from .cast import Cast, director, rolls_since
from .city import SIZES
from .files import Manifest
from .issuing import issue
from .problems import Unfinished

Report = Callable[[str, float], None]
SILENT = 60  # at most; every one bears an invented name
SECONDS_BETWEEN_LOOKS = 0.1
READ_SHARE = 0.8
STAFFING_SECONDS = 120  # it ends when it is proved that no plan is better
ZONING_SECONDS = {"village": 1, "county": 2, "city": 5}
FILES = (
    ("units", files.UNITS),
    ("areas", files.AREAS),
    ("grids", files.GRIDS),
    ("boundaries", files.AREA_BOUNDARIES),
    ("boundaries", files.GRID_BOUNDARIES),
    ("premises", files.PREMISES),
    ("buildings", files.BUILDINGS),
)


class FilesRefused(Exception):  # noqa: N818 - our own files are wrong: a programmer's error
    """The city's files did not pass the product's own import."""


def import_files(folder: Path, people: bringing.Process, report: Report) -> tuple[str, dict[str, float]]:
    """What came in, in words, and the seconds of each file. The people's is written and read beside."""
    rows, seconds = 0, {}
    for place, (layout, name) in enumerate(FILES):
        report(name, place / len(FILES))
        began = time.perf_counter()
        outcome = import_file(
            director(), layout=layout, source=folder / name, filename=name, day=rolls_since()
        )
        if outcome.error_count:
            raise FilesRefused(name, outcome.errors[:3])
        rows += outcome.rows
        seconds[f"Import {name}"] = time.perf_counter() - began
    report(files.PEOPLE, 0.7)
    brought = bringing.finish(people)
    if brought.errors:
        raise FilesRefused(files.PEOPLE, brought.errors)
    return f"{rows + brought.rows:,} rows", seconds | {f"Import {files.PEOPLE}": brought.seconds}


def activate(players: Cast, report: Report) -> tuple[Operation, Called]:
    chief = players.act("chief", now=players.began_at)
    operation = operations.activate_operation(
        chief,
        unit_id=players.top.pk,
        template="epidemic",
        name=texts.OPERATION,
        headquarters=texts.HEADQUARTERS,
        is_demo=True,
    )
    report("call", 0.5)
    return operation, operations.mobilise(chief, operation_id=operation.pk)


def set_up_temporary_units(operation: Operation, players: Cast, size: str, report: Report) -> str:
    """One below every so many townships and hospitals, each led by a secretary from there."""
    wanted = SIZES[size].temporary_units
    leaders = Membership.objects.filter(office=Office.SECRETARY, kind=MembershipKind.FULL, unit__is_base=True)
    rolls = list(leaders.select_related("unit").order_by("unit__code")[:: max(1, leaders.count() // wanted)])[
        :wanted
    ]
    chief = players.act("chief", now=players.began_at + timedelta(hours=6))
    posted = 0
    for number, roll in enumerate(rolls, 1):
        report(f"{number}/{wanted}", number / wanted)
        proposed = operations.propose_temporary_unit(
            chief,
            operation_id=operation.pk,
            parent_id=roll.unit.parent_id or roll.unit_id,
            name=texts.temporary_unit(number),
            task=texts.TASKS[number % len(texts.TASKS)],
            leader_id=roll.person_id,
        )
        operations.approve_temporary_unit(chief, temporary_unit_id=proposed.pk)
        colleagues = list(
            Membership.objects.filter(unit=roll.unit).order_by("pk").values_list("person_id", flat=True)[:8]
        )
        posted += operations.post_members(chief, temporary_unit_id=proposed.pk, person_ids=colleagues)
    return f"{len(rolls)} set up, {len(rolls) + posted} members serve in them"


def issue_notice(operation: Operation, players: Cast, manifest: Manifest, report: Report) -> str:
    """Drafted, reviewed, signed and issued; most units accept within two days, a few with invented names do not."""
    began = players.began_at + timedelta(hours=8)
    directive_id = _issue(operation, players, texts.NOTICE, began)
    report("accept", 0.3)
    silent_codes = random.Random(manifest.seed).sample(  # noqa: S311 - a demo's choice
        sorted(manifest.silent_candidates), min(SILENT, len(manifest.silent_candidates))
    )
    waiting = Delivery.objects.filter(directive_id=directive_id).exclude(unit__code__in=silent_codes)
    unit_ids = list(waiting.order_by("unit__code").values_list("unit_id", flat=True))
    hours = 40
    for hour in range(hours):  # every unit in its hour
        report("accept", 0.3 + 0.5 * hour / hours)
        answering = director(began + timedelta(hours=hour + 1))
        directives.accept_directive(answering, directive_id=directive_id, unit_ids=unit_ids[hour::hours])
    directives.mark_done(director(), directive_id=directive_id, unit_ids=unit_ids[::7])
    report("read", 0.9)
    read = _read(directive_id, manifest.seed, began + timedelta(hours=30))
    return f"{len(unit_ids):,} units accepted, {len(silent_codes)} have not; {read:,} members read it"


def issue_appeal(operation: Operation, players: Cast, seed: int, report: Report) -> str:
    began = players.began_at + timedelta(hours=20)
    directive_id = _issue(operation, players, texts.APPEAL, began)
    report("read", 0.6)
    return f"{_read(directive_id, seed + 1, began + timedelta(hours=20)):,} members read it"


@dataclass(frozen=True, slots=True)
class Beside:
    """A job, and the worker that does it while the show goes on."""

    job: Job
    worker: subprocess.Popen[bytes]


def begin_zones(operation: Operation, players: Cast, size: str, seed: int, *, log: Path) -> Beside:
    """While notices go out, zones are planned."""
    job = zones.start_zoning(
        players.act("chief"),
        operation_id=operation.pk,
        unit_id=players.top.pk,
        zones=SIZES[size].zones,
        seconds=ZONING_SECONDS[size],
        seed=seed,
    )
    return _beside(job, log)


def _beside(job: Job, log: Path) -> Beside:
    worker = [sys.executable, "-m", "django", "procrastinate", "worker", "--one-shot"]
    with log.open("ab") as said:
        return Beside(job, subprocess.Popen(worker, stdout=said, stderr=said))  # noqa: S603 - our own words


def _plan_of(beside: Beside, report: Report) -> UUID:
    """The plan that the job made, once it is there."""
    job = beside.job
    while beside.worker.poll() is None:
        job.refresh_from_db()
        report(job.phase, 0.9 * job.done / max(1, job.total))
        time.sleep(SECONDS_BETWEEN_LOOKS)
    job.refresh_from_db()
    if "plan" not in job.result:
        raise Unfinished(job.failure)
    report("commit", 0.9)
    return UUID(job.result["plan"])


def commit_zones(players: Cast, zoning: Beside, report: Report) -> str:
    plan = zones.commit_zones(players.act("chief"), plan_id=_plan_of(zoning, report))
    certificate = plan.certificate
    return (
        f"{certificate['zones']:,} zones, {certificate['contiguous']:,} of them in one piece, "
        f"p95 deviation {certificate['p95_deviation']:.1%}, verified"
    )


def form_teams(operation: Operation, players: Cast, ordered: int, report: Report) -> str:
    report("form", 0.5)
    formed = teams.form_teams(
        players.act("chief"), operation_id=operation.pk, unit_id=players.top.pk, teams=ordered
    )
    return f"{ordered:,} teams with {formed:,} seats, beside those of the calls"


def begin_staffing(operation: Operation, players: Cast, seed: int, *, log: Path) -> Beside:
    """While notices go out, it is worked out who serves where."""
    job = staffing.start_staffing(
        players.act("chief"),
        operation_id=operation.pk,
        unit_id=players.top.pk,
        seconds=STAFFING_SECONDS,
        seed=seed,
    )
    return _beside(job, log)


def commit_staff(players: Cast, planned: Beside, report: Report) -> str:
    chief = players.act("chief")
    plan_id = _plan_of(planned, report)
    filled = staffing.commit_staff(chief, plan_id=plan_id)
    plan = StaffingPlan.objects.get(pk=plan_id)
    return f"{filled.placed:,} people near their homes, {plan.seats - filled.placed:,} seats vacant, verified"


def publish_bulletin(operation: Operation, players: Cast, report: Report) -> str:
    """Written from the figures, checked number by number, published."""
    figures.fold(director())
    values = {reading.key: reading.value for reading in readings_of(operation)}
    draft = bulletins.Draft(
        unit_id=players.top.pk, kind="first", title=texts.BULLETIN_TITLE, text=texts.bulletin(values)
    )
    chief = players.act("chief")
    written = bulletins.draft_bulletin(chief, operation_id=operation.pk, draft=draft)
    report("check", 0.5)
    bulletins.publish_bulletin(chief, bulletin_id=written.pk)
    verdicts = Counter(written.statements.values_list("verdict", flat=True))
    return ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items()))


def check_figures(operation: Operation, expected: Mapping[str, int], report: Report) -> str:
    """Fold, read the headline figures, and recount everything from its rows."""
    report("fold", 0.2)
    figures.fold(director())
    report("read", 0.4)
    found = {reading.key: reading.value for reading in readings_of(operation)}
    wrong = [
        f"{key} is {found.get(key)}, not {value}"
        for key, value in expected.items()
        if found.get(key) != value
    ]
    report("recount", 0.6)
    wrong += [str(drift) for drift in figure_queries.drift(director())]
    if wrong:
        raise FiguresWrong("; ".join(wrong))
    return ", ".join(f"{key} {value:,}" for key, value in expected.items()) or "no drift"


def headline(size: str) -> dict[str, int]:
    """What the plan of the demo asks for; the rows must say the same."""
    asked = SIZES[size]
    return {
        "operations.temporary_units": asked.temporary_units,
        "zones.zones": asked.zones,
        "teams.teams": asked.teams,
    }


def readings_of(operation: Operation) -> "list[figure_queries.Reading]":
    return list(figure_queries.figures_of(director(), operation_id=operation.pk, unit=operation.unit))


def shares(report: Report) -> Progress:
    """A job's progress as the demo shows it."""
    return lambda phase, done, total: report(phase, done / total if total else 0.0)


class FiguresWrong(Exception):  # noqa: N818 - as above
    """A headline figure is not what the rows that were made say, or a total drifted from its rows."""


def _issue(operation: Operation, players: Cast, text: texts.Text, at: datetime) -> UUID:
    draft = directives.Draft(
        issuing_unit_id=players.top.pk,
        kind=text.kind,
        purpose=text.purpose,
        series=texts.SERIES,
        title=text.title,
        body=text.body,
        addressee_ids=[players.top.pk],
        due_on=timezone.localdate(at) + timedelta(days=5) if text.kind == "notice" else None,
    )
    return issue(players.act("chief", now=at), operation, draft)


def _read(directive_id: UUID, seed: int, at: datetime) -> int:
    chance = random.Random(seed)  # noqa: S311 - a demo's choice
    members = (
        Receipt.objects.filter(directive_id=directive_id).order_by("pk").values_list("person_id", flat=True)
    )
    return directives.pass_on_readings(
        director(at),
        directive_id=directive_id,
        person_ids=[each for each in members if chance.random() < READ_SHARE],
    )
