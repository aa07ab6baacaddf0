"""`muster plan …`: one command a problem, and `verify` for all of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from muster.planning.problems import InvalidInstance, PlanRejected
from muster.planning.tool import zones
from muster.planning.tool.options import (
    Explain,
    OutFile,
    Picture,
    Seconds,
    Seed,
    Steps,
    Threads,
)
from muster.planning.tool.reports import complain
from muster.planning.tool.runs import Run
from muster.planning.tool.tables import BadInput

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


@app.command()
def verify(source: Path, plan: Path, edges: zones.Edges = None, *, explain: Explain = True) -> None:
    """Recount a plan that was kept in a file, by a checker that shares no code with the planners."""
    with told():
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
    except PlanRejected as trouble:
        complain("\n".join(trouble.findings[:20]))
        raise typer.Exit(1) from trouble
