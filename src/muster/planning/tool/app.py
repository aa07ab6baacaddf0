"""`muster plan …`: one command a problem, and `verify` for all of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from muster.planning.problems import InvalidInstance, PlanningFailed, PlanRejected
from muster.planning.tool import roster, staff, zones
from muster.planning.tool.crews import Prices, is_crew
from muster.planning.tool.options import (
    Explain,
    OutFile,
    Picture,
    SeatsFile,
    Seconds,
    Seed,
    Steps,
    Threads,
)
from muster.planning.tool.posts import is_post
from muster.planning.tool.reports import complain
from muster.planning.tool.runs import Run
from muster.planning.tool.tables import BadInput

VACANCY_METRES = 1_000_000

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)


@app.callback()
def plan() -> None:
    """Plan from files, without a database: a certificate with every plan, the last line one JSON object."""


@app.command("zones")
def plan_zones(  # noqa: PLR0913 - the options of a command line
    source: zones.Source,
    edges: zones.Edges = None,
    zones_wanted: zones.ZonesWanted = None,
    out: OutFile = None,
    picture: Picture = None,
    *,
    seconds: Seconds = 10.0,
    steps: Steps = None,
    seed: Seed = 0,
    threads: Threads = 2,
    explain: Explain = False,
) -> None:
    """Cut homes into connected zones of equal load, each within its community."""
    with told():
        run = Run(seconds=seconds, steps=steps, seed=seed, threads=threads)
        zones.plan(source, edges, zones_wanted, run=run, out=out, picture=picture, explain=explain)


@app.command("staff")
def plan_staff(  # noqa: PLR0913 - the options of a command line
    source: staff.Source,
    seats: staff.Seats = None,
    out: OutFile = None,
    picture: Picture = None,
    *,
    seconds: Seconds = 60.0,
    steps: Steps = None,
    seed: Seed = 0,
    threads: Threads = 2,
    explain: Explain = False,
    vacancy_metres: staff.VacancyMetres = VACANCY_METRES,
    max_distance: staff.MaxDistance = None,
    load_metres: staff.LoadMetres = 0,
    away_metres: staff.AwayMetres = 0,
    move_metres: staff.MoveMetres = 0,
    by: staff.By = None,
    ray: staff.Ray = None,
    why_not: staff.WhyNot = None,
) -> None:
    """Give every seat the right person near by, proved the best over all pairs."""
    with told():
        run = Run(seconds=seconds, steps=steps, seed=seed, threads=threads)
        prices = Prices(vacancy_metres, max_distance, load_metres, away_metres, move_metres)
        ways = staff.Ways(by=by, ray=ray)
        staff.plan(
            source,
            seats,
            prices,
            run=run,
            ways=ways,
            out=out,
            picture=picture,
            explain=explain,
            why_not=why_not,
        )


@app.command("roster")
def plan_roster(  # noqa: PLR0913 - the options of a command line
    source: roster.Source,
    out: OutFile = None,
    picture: Picture = None,
    *,
    seconds: Seconds = 10.0,
    steps: Steps = None,
    seed: Seed = 0,
    threads: Threads = 2,
    explain: Explain = False,
    previous: roster.Previous = None,
    change_price: roster.ChangePrice = roster.CHANGE_PRICE,
) -> None:
    """Say who stands where, when: every rule kept, wishes weighed, a bound proved."""
    with told():
        run = Run(seconds=seconds, steps=steps, seed=seed, threads=threads)
        roster.plan(source, previous, change_price, run=run, out=out, picture=picture, explain=explain)


@app.command()
def verify(  # noqa: PLR0913 - the options of a command line
    source: Path,
    plan: Path,
    edges: zones.Edges = None,
    *,
    explain: Explain = True,
    seats: SeatsFile = None,
    vacancy_metres: staff.VacancyMetres = VACANCY_METRES,
    max_distance: staff.MaxDistance = None,
    load_metres: staff.LoadMetres = 0,
    away_metres: staff.AwayMetres = 0,
    move_metres: staff.MoveMetres = 0,
    by: staff.By = None,
    previous: roster.Previous = None,
    change_price: roster.ChangePrice = roster.CHANGE_PRICE,
) -> None:
    """Recount a plan that was kept in a file, by a checker that shares no code with the planners."""
    with told():
        if is_post(source):
            roster.verify(source, plan, previous, change_price, explain=explain)
        elif is_crew(source, seats):
            prices = Prices(vacancy_metres, max_distance, load_metres, away_metres, move_metres)
            staff.verify(source, seats, plan, prices, by=by, explain=explain)
        else:
            zones.verify(source, edges, plan, explain=explain)


@contextmanager
def told() -> Iterator[None]:
    """Say what is wrong with the input, or with the plan, in words."""
    try:
        yield
    except BadInput as trouble:
        complain(f"{trouble}\nNothing was written.")
        raise typer.Exit(2) from trouble
    except InvalidInstance as trouble:
        complain(f"There is no such plan: {trouble}.\nNothing was written.")
        raise typer.Exit(2) from trouble
    except PlanningFailed as trouble:
        complain(f"{trouble}.\nNothing was written.")
        raise typer.Exit(2) from trouble
    except PlanRejected as trouble:
        complain("\n".join(trouble.findings[:20]))
        raise typer.Exit(1) from trouble
