"""`muster plan staff`: people and seats from files, who sits where into a file, and the proof that it is the best."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from muster.planning import staffing
from muster.planning.spread import spread
from muster.planning.stop import Stop
from muster.planning.tool import pictures
from muster.planning.tool.crews import Crew, Part, Prices, parted, read_crew
from muster.planning.tool.placed import WORDS, Solved, read_back, writer
from muster.planning.tool.reports import last_line, say, show
from muster.planning.tool.runs import Run
from muster.planning.tool.staff_map import map_of_staff
from muster.planning.tool.tables import BadInput
from muster.planning.warm import staff_something

Source = Annotated[
    Path, typer.Argument(help="People: a .csv, .xlsx or .json; or a folder or file with people and seats.")
]
Seats = Annotated[Path | None, typer.Argument(help="Seats, where they stand in a file of their own.")]
VacancyMetres = Annotated[
    int, typer.Option(min=1, help="A vacant seat of weight 1 is as bad as so many metres.")
]
MaxDistance = Annotated[float | None, typer.Option(min=0, help="Metres; nobody is sent farther.")]
LoadMetres = Annotated[
    int,
    typer.Option(min=0, help="Fairness: each unit of load that somebody has carried counts so many metres."),
]
AwayMetres = Annotated[int, typer.Option(min=0, help="Serving outside one's own unit counts so many metres.")]
MoveMetres = Annotated[
    int, typer.Option(min=0, help="Moving somebody who holds a seat (column holder) counts so many metres.")
]
By = Annotated[
    str | None, typer.Option(help="A column of both tables: each of its values is planned by itself.")
]
Ray = Annotated[str | None, typer.Option("--ray", help="Address of a Ray cluster that plans the parts.")]
WhyNot = Annotated[
    tuple[str, str] | None, typer.Option(help="A seat and a person: why is that person not there?")
]
MOST_SHOWN = 12
MOST_CLASHES = 3
UNFIT = {
    staffing.Unfit.NOT_AVAILABLE: "is not available",
    staffing.Unfit.LACKS_SKILL: "lacks a skill that is needed",
    staffing.Unfit.MAY_NOT_LEAD: "may not lead",
    staffing.Unfit.TOO_FAR: "lives too far away",
}


@dataclass(frozen=True)
class Ways:
    """How the parts are made, and where they are solved."""

    by: str | None
    ray: str | None


@dataclass(frozen=True)
class Task:
    """What is sent to a machine."""

    instance: staffing.Instance
    stop: Stop
    seed: int


def plan(
    source: Path,
    seats: Path | None,
    prices: Prices,
    *,
    run: Run,
    ways: Ways,
    out: Path | None,
    picture: Path | None,
    explain: bool,
    why_not: tuple[str, str] | None,
) -> None:
    write = writer(out) if out else None
    draw = pictures.pen(picture) if picture else None
    crew = read_crew(source, seats, prices)
    parts = parted(crew, source, seats, ways.by)
    asked = _asked(crew, parts, why_not) if why_not else None
    staff_something()  # compiling, or loading what was compiled, is no part of the seconds
    solved = _solve(parts, run, ways)
    counts = [staffing.verify(part.instance, plan) for part, plan in solved]
    if write and out:
        write(out, crew, solved)
    if draw and picture:
        draw(picture, map_of_staff(crew.instance, solved))
    if explain:
        _explain(crew, solved, counts)
    if asked:
        _answer(crew, solved, *asked)
    _last_line(run, solved, counts)


def verify(
    source: Path, seats: Path | None, kept: Path, prices: Prices, *, by: str | None, explain: bool
) -> None:
    """Read a plan back and count everything anew."""
    crew = read_crew(source, seats, prices)
    solved = read_back(crew, parted(crew, source, seats, by), kept)
    counts = [staffing.verify(part.instance, plan) for part, plan in solved]
    if explain:
        _explain(crew, solved, counts)
    _last_line(Run(seconds=0, steps=None, seed=0, threads=1), solved, counts)


def solve_task(task: Task) -> staffing.Plan:
    return staffing.solve(task.instance, stop=task.stop, seed=task.seed)


def _solve(parts: list[Part], run: Run, ways: Ways) -> Solved:
    """One part here, with its progress; several on threads or on a cluster, counted as they end."""
    with run.watched("Staffing") as progress:
        if len(parts) == 1 and ways.ray is None:
            only = staffing.solve(parts[0].instance, stop=run, seed=run.seed, progress=progress)
            return [(parts[0], only)]
        stop = run if ways.ray is None else run.rule
        plans = spread(
            solve_task,
            [Task(part.instance, stop, run.seed) for part in parts],
            threads=run.threads,
            ray_address=ways.ray,
            done=lambda count: progress(count / len(parts)),
        )
    return list(zip(parts, plans, strict=True))


def _last_line(run: Run, solved: Solved, counts: list[staffing.Recount]) -> None:
    filled, walked = (sum(getattr(one, name) for one in counts) for name in ("filled", "distance"))
    last_line(
        run,
        objective=sum(one.objective for one in counts),
        lower_bound=sum(one.lower_bound for one in counts),
        verified=True,
        optimal=all(one.is_optimal for one in counts),
        parts=len(counts),
        people=sum(part.instance.people for part, _plan in solved),
        seats=sum(part.instance.seats for part, _plan in solved),
        filled=filled,
        vacant=sum(one.vacant for one in counts),
        moved=_moved(solved),
        mean_metres=round(walked / max(filled, 1), 1),
        steps=max((plan.certificate.steps for _part, plan in solved), default=0),
    )


def _moved(solved: Solved) -> int:
    return sum(
        int(np.sum(part.instance.keeps & (part.instance.seat_holder != plan.person))) for part, plan in solved
    )


def _explain(crew: Crew, solved: Solved, counts: list[staffing.Recount]) -> None:
    scores = Counter[str]()
    for _part, plan in solved:
        scores.update(plan.certificate.score)
    filled, vacant = sum(one.filled for one in counts), sum(one.vacant for one in counts)
    proof = "No plan is better." if all(one.is_optimal for one in counts) else "A better plan may exist."
    say(f"{filled:,} of {filled + vacant:,} seats are filled. {proof}")
    show("Score by rule, in metres", ("rule", "score"), [*scores.items(), ("all", sum(scores.values()))])
    _explain_load(crew, solved)
    reasons = Counter(vacancy.reason for _part, plan in solved for vacancy in plan.vacancies)
    if reasons:
        rows = [(WORDS[reason], count) for reason, count in reasons.most_common()]
        show("Why seats stay vacant", ("reason", "seats"), rows)
        _explain_clashes(crew, solved)


def _explain_load(crew: Crew, solved: Solved) -> None:
    """How even the load is: whom the plan calls on though they carried twice what others did."""
    load = crew.instance.person_load
    if not load.any():
        return
    mean = float(load[crew.instance.person_available].mean())
    called = np.concatenate([part.people[plan.person[plan.person >= 0]] for part, plan in solved])
    twice = int(np.sum(load[called] > 2 * mean))
    say(
        f"On average people have carried {mean:.1f}; {twice:,} of those called on have carried more than twice that."
    )


def _explain_clashes(crew: Crew, solved: Solved) -> None:
    """The smallest sets of demands that cannot all be met, each once."""
    told: set[tuple[int, tuple[staffing.Demand, ...]]] = set()
    for part, plan in solved:
        for vacancy in plan.vacancies:
            if len(told) == MOST_CLASHES:
                return
            found = staffing.clash(part.instance, plan, seat=vacancy.seat)
            if found and (found.people, found.demands) not in told:
                told.add((found.people, found.demands))
                say(_clash_in_words(crew, crew.seats[int(part.seats[vacancy.seat])], found))


def _clash_in_words(crew: Crew, seat: str, found: staffing.Clash) -> str:
    asked = " and ".join(
        f"{one.seats:,} for {crew.need(one.skills, leads=one.leads)}" for one in found.demands[:MOST_SHOWN]
    )
    if not found.people:
        return f"Seat {seat}: nobody who is available can take it."
    return (
        f"Seat {seat} clashes with others: {len(found.seats):,} seats ({asked}) have {found.people:,} people among "
        f"them. One of these demands fewer, and all the others can be met."
    )


def _asked(crew: Crew, parts: list[Part], why_not: tuple[str, str]) -> tuple[int, int, int]:
    """The part, and in it the seat and the person asked about."""
    seat, person = why_not
    for names, name, what in ((crew.seats, seat, "seat"), (crew.people, person, "person")):
        if name not in names:
            raise BadInput("--why-not", f"there is no {what} {name}")
    row, who = crew.seats.index(seat), crew.people.index(person)
    for number, part in enumerate(parts):
        if row in part.seats and who in part.people:
            return number, int(np.searchsorted(part.seats, row)), int(np.searchsorted(part.people, who))
    raise BadInput("--why-not", f"seat {seat} and person {person} are planned apart")


def _answer(crew: Crew, solved: Solved, number: int, seat: int, person: int) -> None:
    """Of the person asked about alone."""
    part, plan = solved[number]
    told = staffing.why_not(part.instance, plan, seat=seat, person=person)
    named = f"{crew.people[int(part.people[person])]} on seat {crew.seats[int(part.seats[seat])]}"
    if told.holds == seat and (choice := staffing.why(part.instance, plan, seat=seat)):
        costs = ", ".join(f"{rule} {metres:,} m" for rule, metres in choice.costs.items() if metres)
        spare = f"anybody else, or nobody, would cost at least {choice.spare_metres:,} m more"
        say(f"{named}: so the plan has it ({costs or 'no way at all'}); {spare}.")
    elif told.unfit:
        say(f"{named}: cannot be; this person {UNFIT[told.unfit]}.")
    else:
        more = f"costs at least {told.extra_metres:,} m more" if told.extra_metres else "may be as good"
        say(f"{named}: {told.metres:,} m away; a plan with that {more}.")
