"""`muster plan roster`: a post from a file, its roster into a file, and how good it is."""

from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from muster.planning import rostering
from muster.planning.problems import PlanRejected
from muster.planning.rostering import OFF, Instance
from muster.planning.rostering.model import Rosters
from muster.planning.tool import pictures
from muster.planning.tool.pictures import COLOURS, Drawing, Shape
from muster.planning.tool.posts import infeasible, keep, read_kept, read_post, writable
from muster.planning.tool.reports import last_line, percent, say, show
from muster.planning.tool.runs import Run
from muster.planning.warm import roster_something

Source = Annotated[
    Path,
    typer.Argument(
        help="A post: a folder, .xlsx or .json with tables; or a .txt as T. Curtois and R. Qu wrote them."
    ),
]
Previous = Annotated[
    Path | None,
    typer.Option(help="The roster in force, as it was written: what is not as there costs the change price."),
]
ChangePrice = Annotated[
    int, typer.Option(min=0, help="What each person and day costs that is not as in force.")
]
CHANGE_PRICE = 10
NAMES, CELL, LINE, WEEK = 120, 30, 22, 7


def plan(
    source: Path,
    previous: Path | None,
    change_price: int,
    *,
    run: Run,
    out: Path | None,
    picture: Path | None,
    explain: bool,
) -> None:
    if out:
        writable(out)
    draw = pictures.pen(picture) if picture else None
    instance = read_post(source, previous, change_price)
    roster_something()  # compiling, or loading what was compiled, is no part of the seconds
    with run.watched("Rostering") as progress:
        solved = rostering.solve(instance, stop=run, seed=run.seed, progress=progress, threads=run.threads)
    if isinstance(solved, rostering.Infeasible):
        raise PlanRejected(infeasible(instance, solved))
    recount = rostering.verify(instance, solved)
    if out:
        keep(out, instance, solved.roster)
    if draw and picture:
        draw(picture, grid(instance, solved.roster))
    if explain:
        gap = percent(solved.certificate.gap)
        say(
            f"The roster costs {recount.objective}; none costs less than {recount.lower_bound} ({gap} apart)."
        )
        by_rule(recount.score)
    last_line(
        run,
        objective=recount.objective,
        lower_bound=recount.lower_bound,
        verified=True,
        steps=solved.certificate.steps,
        score=recount.score,
        changed=_changed(instance, solved.roster),
    )


def _changed(instance: Instance, roster: Rosters) -> int:
    """Persons and days that are not as in the roster in force."""
    return int((roster != instance.previous).sum()) if instance.has_previous else 0


def verify(source: Path, kept: Path, previous: Path | None, change_price: int, *, explain: bool) -> None:
    """Read a roster, whoever made it, and count its cost by rule."""
    instance = read_post(source, previous, change_price)
    score = rostering.check(instance, read_kept(kept, instance))
    if explain:
        by_rule(score)
    run = Run(seconds=0, steps=None, seed=0, threads=1)
    last_line(run, objective=sum(score.values()), lower_bound=0, verified=True, score=score)


def by_rule(score: dict[str, int]) -> None:
    show("Cost by rule", ("rule", "cost"), [*score.items(), ("all", sum(score.values()))])


def grid(instance: Instance, roster: Rosters) -> Drawing:
    """A line a person, a box a shift, a gap between weeks."""
    gaps = (instance.first_weekday + np.arange(instance.days)) // WEEK
    left = (NAMES + np.arange(instance.days) * CELL + gaps * CELL // 3).tolist()
    drawing = Drawing(left[-1] + 2 * CELL, (instance.people + 2) * LINE)
    drawing.shapes += [Shape("words", at, 4, words=str(day + 1)) for day, at in enumerate(left)]
    for person, row in enumerate(roster.tolist()):
        top = (person + 1) * LINE
        drawing.shapes.append(Shape("words", 4, top + 4, words=instance.people_names[person]))
        for day, shift in enumerate(row):
            if shift != OFF:
                name = instance.shift_names[shift]
                hint = f"{instance.people_names[person]}, day {day + 1}: {name}"
                box = Shape(
                    "box", left[day], top, CELL - 2, LINE - 2, COLOURS[(shift + 1) % len(COLOURS)], hint=hint
                )
                drawing.shapes += [box, Shape("words", left[day] + 4, top + 4, colour="#ffffff", words=name)]
    return drawing
