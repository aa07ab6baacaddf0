"""`muster plan zones`: homes from a file, zones into a file, and how good they are."""

from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from muster.planning import zoning
from muster.planning.tool import pictures
from muster.planning.tool.homes import Place, read_place
from muster.planning.tool.kept import read_back, writer
from muster.planning.tool.reports import last_line, percent, say, show
from muster.planning.tool.runs import Run
from muster.planning.warm import zone_something

Source = Annotated[
    Path,
    typer.Argument(help="Homes or atoms: a .csv, .xlsx, .json, .geojson, or a folder with several tables."),
]
Edges = Annotated[
    Path | None,
    typer.Option(help="Neighbouring atoms, columns a and b; otherwise they follow from positions."),
]
ZonesWanted = Annotated[
    str | None,
    typer.Option("--zones", help="How many zones in all, or a table of communities and their zones."),
]
MOST_SHOWN = 12
TELLING = 0.05  # communities farther off than this are told one by one


def plan(
    source: Path,
    edges: Path | None,
    zones: str | None,
    *,
    run: Run,
    out: Path | None,
    picture: Path | None,
    explain: bool,
) -> None:
    write = writer(out) if out else None
    draw = pictures.pen(picture) if picture else None
    place = read_place(source, edges, zones)
    zone_something()  # compiling, or loading what was compiled, is no part of the seconds
    with run.watched("Zoning") as progress:
        solved = zoning.solve(place.instance, stop=run, seed=run.seed, progress=progress, threads=run.threads)
    recount = zoning.verify(place.instance, solved)
    if write and out:
        write(out, place, solved)
    if draw and picture:
        draw(picture, pictures.map_of_zones(place.instance, solved))
    if explain:
        _explain(place, solved.certificate)
    _last_line(run, recount, solved.certificate)


def verify(source: Path, edges: Path | None, kept: Path, *, explain: bool) -> None:
    """Read a plan back and count everything anew."""
    place, solved = read_back(source, edges, kept)
    recount = zoning.verify(place.instance, solved)
    if explain:
        _explain(place, solved.certificate)
    _last_line(Run(seconds=0, steps=None, seed=0, threads=1), recount, solved.certificate)


def _last_line(run: Run, recount: zoning.Recount, certificate: zoning.Certificate) -> None:
    last_line(
        run,
        objective=recount.objective,
        lower_bound=certificate.lower_bound,
        verified=True,
        zones=recount.zones,
        contiguous=recount.contiguous / max(recount.zones, 1),
        p95_deviation=round(recount.p95_deviation, 5),
        worst_deviation=round(recount.worst_deviation, 5),
        steps=certificate.steps,
    )


def _explain(place: Place, found: zoning.Certificate) -> None:
    say(
        f"{found.zones} zones in {place.instance.communities} communities, {found.contiguous} of them in one piece. "
        f"19 of 20 are within {percent(found.p95_deviation)} of their community's mean, "
        f"the worst is {percent(found.worst_deviation)} off."
    )
    show("Score by rule", ("rule", "score"), [*found.score.items(), ("all", found.objective)])
    far = [one for one in np.argsort(-found.community_worst).tolist() if found.community_worst[one] > TELLING]
    if far:
        rows = [
            (
                place.communities[one],
                int(place.instance.zones[one]),
                percent(found.community_worst[one]),
                percent(found.community_floor[one]),
            )
            for one in far[:MOST_SHOWN]
        ]
        title = f"Farther off than {percent(TELLING)}: {len(far)} communities"
        show(title, ("community", "zones", "worst", "proved floor"), rows)
