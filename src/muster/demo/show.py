"""The main job, played on the synthetic city by the product's own commands, stage by stage, with a time for each."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from muster.operations.models import Operation
from muster.units.models import Unit

from . import bringing, cast, climbing, forward, measures, stages
from .city import SIZES
from .files import MANIFEST, Manifest, read_manifest, write_all_but_people
from .problems import AnotherDemo, RealData

Report = Callable[[str, float], None]
UNFINISHED = "unfinished"


@dataclass
class Show:
    """What the stages hand on to one another."""

    folder: Path
    size: str
    seed: int
    manifest: Manifest = field(init=False)
    operation: Operation = field(init=False)
    people: cast.Cast = field(init=False)
    reading: bringing.Process = field(init=False)  # of the people's file, beside
    zoning: stages.Beside = field(init=False)  # begun early, as a headquarters would
    staffing: stages.Beside = field(init=False)
    files: dict[str, float] = field(default_factory=dict)  # seconds of each file's import


Stage = tuple[str, Callable[[Show, Report], str]]


def play(*, folder: Path, size: str, seed: int, screen: Console) -> bool:
    """Run every stage, or, where the demo stands already, only recount it; whether every figure was right."""
    require_no_real_data(folder)
    show = Show(folder=folder / f"{size}-{seed}", size=size, seed=seed)
    timings: dict[str, float] = {}
    with bars(screen) as run:
        if (standing := _standing(folder)) is not None:
            _require_whole(standing, show.folder.name)
            screen.print("The demo stands already; FRESH=yes starts it over.")
            show.operation = Operation.objects.filter(is_demo=True).earliest("activated_at")
            show.people = cast.find()
            expected: Mapping[str, int] = {}  # somebody may have gone on working in it
        else:
            _mark(folder).write_text(UNFINISHED)
            for title, stage in STAGES:
                timings[title] = run(title, partial(stage, show))
            _mark(folder).write_text(show.folder.name)
            expected = show.manifest.figures | stages.headline(show.manifest.size)
        try:
            run("Figures", partial(stages.check_figures, show.operation, expected))
        except stages.FiguresWrong as wrong:
            screen.print(f"[red]{wrong}[/]")
            return False
    if timings:
        (show.folder / "timings.json").write_text(
            json.dumps(timings | show.files, ensure_ascii=False, indent=1)
        )
        screen.print(f"All together: {sum(timings.values()):.1f} s")
    cast.introduce(show.people, screen)
    return True


def require_no_real_data(folder: Path) -> None:
    """Raise unless the database is empty or holds nothing but the demo's own."""
    is_real = (
        Operation.objects.filter(is_demo=False).exists() or Unit.objects.exists() > _mark(folder).exists()
    )
    if is_real:
        raise RealData


def _standing(folder: Path) -> str | None:
    """Which city stands, "unfinished", or None where there is none yet."""
    mark = _mark(folder)
    return mark.read_text() if mark.exists() and Unit.objects.exists() else None


def _require_whole(standing: str, asked: str) -> None:
    if standing != asked:
        raise AnotherDemo(standing)


def _mark(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "standing"


@contextmanager
def bars(screen: Console) -> Iterator[Callable[[str, Callable[[Report], str]], float]]:
    """A bar for the stage under way; a line with its outcome and its time once it is over."""
    words = (TextColumn("{task.description:<14}"), BarColumn(), TextColumn("{task.fields[phase]}"))
    with Progress(SpinnerColumn(), *words, TimeElapsedColumn(), console=screen, transient=True) as progress:

        def run(title: str, stage: Callable[[Report], str]) -> float:
            task = progress.add_task(title, total=1.0, phase="")
            began = time.perf_counter()
            outcome = stage(lambda phase, share: progress.update(task, phase=phase[:40], completed=share))
            seconds = time.perf_counter() - began
            progress.remove_task(task)
            screen.print(f"{title:<14} {seconds:6.1f} s   {outcome}", highlight=False)
            return seconds

        yield run


def make_files(show: Show, report: Report) -> str:
    show.reading = bringing.begin(show.folder, size=show.size, seed=show.seed)
    if (show.folder / MANIFEST).exists():
        show.manifest = read_manifest(show.folder)
        return "made before"
    show.manifest = write_all_but_people(show.folder, size=show.size, seed=show.seed, progress=report)
    return f"{show.manifest.counts['members']:,} members, {show.manifest.counts['homes']:,} homes (synthetic)"


def bring_in(show: Show, report: Report) -> str:
    outcome, show.files = stages.import_files(show.folder, show.reading, report)
    return outcome


def activate(show: Show, report: Report) -> str:
    show.people = cast.choose()
    show.operation, called = stages.activate(show.people, report)
    show.zoning = stages.begin_zones(
        show.operation, show.people, show.size, show.seed, log=show.folder / "worker.log"
    )
    return f"{called.units:,} units, {called.members:,} members called"


def set_up_temporary_units(show: Show, report: Report) -> str:
    return stages.set_up_temporary_units(show.operation, show.people, show.size, report)


def issue_notice(show: Show, report: Report) -> str:
    return stages.issue_notice(show.operation, show.people, show.manifest, report)


def issue_appeal(show: Show, report: Report) -> str:
    return stages.issue_appeal(show.operation, show.people, show.seed, report)


def issue_measures(show: Show, report: Report) -> str:
    report("issue", 0.1)
    directive = measures.issue_measures(show.operation, show.people)
    report("answer", 0.4)
    accepted, reports = measures.answer(directive, show.people)
    measures.amend(directive, show.people)
    report("report", 0.8)
    days = measures.report_today(directive, show.people)
    return f"{accepted:,} units accepted, {reports} reports on clauses, {days} daily reports"


def plan_zones(show: Show, report: Report) -> str:
    return stages.commit_zones(show.people, show.zoning, report)


def form_teams(show: Show, report: Report) -> str:
    ordered = SIZES[show.size].teams - forward.own_teams(show.operation)
    outcome = stages.form_teams(show.operation, show.people, ordered, report)
    show.staffing = stages.begin_staffing(
        show.operation, show.people, show.seed, log=show.folder / "worker.log"
    )
    return outcome


def staff(show: Show, report: Report) -> str:
    return stages.commit_staff(show.people, show.staffing, report)


def come_forward(show: Show, report: Report) -> str:
    return forward.call_and_answer(show.operation, show.people, show.size, show.seed, report)


def remind_and_muster(show: Show, report: Report) -> str:
    return climbing.remind_and_muster(show.operation, show.people, show.manifest, report)


def register_experts(show: Show, report: Report) -> str:
    return forward.register_experts(show.operation, show.people, show.size, report)


def publish_bulletin(show: Show, report: Report) -> str:
    return stages.publish_bulletin(show.operation, show.people, report)


STAGES: tuple[Stage, ...] = (
    ("Files", make_files),
    ("Import", bring_in),
    ("Activate", activate),
    ("Temporary units", set_up_temporary_units),
    ("Coming forward", come_forward),
    ("Zones", plan_zones),
    ("Teams", form_teams),
    ("Notice", issue_notice),
    ("Reminders", remind_and_muster),
    ("Appeal", issue_appeal),
    ("Measures", issue_measures),
    ("Experts", register_experts),
    ("Staffing", staff),
    ("Bulletin", publish_bulletin),
)
