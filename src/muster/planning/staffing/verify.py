"""Checks a staffing plan and its proof of optimality; shares no code with the solver."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from muster.planning.compiled import compiled
from muster.planning.problems import PlanRejected
from muster.planning.staffing.model import Instance, Plan

Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Recount:
    """What the verifier counted for itself."""

    filled: int
    vacant: int
    distance: int  # whole metres walked in all
    load: int  # metres' worth, as the next two
    away: int
    move: int
    objective: int
    lower_bound: int  # from the certificate's dual prices, checked against every pair
    is_optimal: bool


def verify(instance: Instance, plan: Plan) -> Recount:
    """Raise PlanRejected with everything that is wrong, or return the recount."""
    _demand(_shapes(instance, plan))
    _demand(_assignments(instance, plan))
    _demand(_prices(instance, plan))
    recount = _recount(instance, plan)
    _demand(_claims(instance, plan, recount))
    return recount


def _demand(findings: Iterator[str]) -> None:
    if wrong := list(findings):
        raise PlanRejected(wrong)


def _shapes(instance: Instance, plan: Plan) -> Iterator[str]:
    for name, array, size in (
        ("person", plan.person, instance.seats),
        ("seat_price", plan.certificate.seat_price, instance.seats),
        ("person_rent", plan.certificate.person_rent, instance.people),
    ):
        if array.shape != (size,) or array.dtype.kind != "i":
            yield f"{name}: one whole number for each of {size} is needed"


def _assignments(instance: Instance, plan: Plan) -> Iterator[str]:
    """One person one role, and only those who may."""
    seen: dict[int, int] = {}
    far = np.inf if instance.max_distance is None else instance.max_distance
    for seat, person in enumerate(plan.person.tolist()):
        if person == -1:
            continue
        if not 0 <= person < instance.people:
            yield f"seat {seat} has person {person}, who does not exist"
            continue
        if person in seen:
            yield f"person {person} holds seats {seen[person]} and {seat}"
        seen[person] = seat
        yield from (f"person {person} on seat {seat} {why}" for why in _unfit(instance, person, seat, far))


def _unfit(instance: Instance, person: int, seat: int, far: float) -> Iterator[str]:
    if not instance.person_available[person]:
        yield "is not available"
    if int(instance.seat_skills[seat]) & ~int(instance.person_skills[person]):
        yield "lacks a skill"
    if instance.seat_leads[seat] and not instance.person_may_lead[person]:
        yield "may not lead"
    if _apart(instance, person, seat) > far:
        yield "lives too far away"


def _apart(instance: Instance, person: int, seat: int) -> int:
    across = instance.person_x[person] - instance.seat_x[seat]
    along = instance.person_y[person] - instance.seat_y[seat]
    return round(float(np.sqrt(across * across + along * along)))


def _prices(instance: Instance, plan: Plan) -> Iterator[str]:
    """The prices are a proof: checked against every person and every seat."""
    price, rent, scale = plan.certificate.seat_price, plan.certificate.person_rent, plan.certificate.scale
    if scale < 1:
        yield f"the scale is {scale}"
        return
    for person in np.flatnonzero(rent < 0).tolist():
        yield f"person {person} has a negative rent"
    dear = price // scale > instance.seat_weight * instance.vacancy_metres
    exact = (price // scale == instance.seat_weight * instance.vacancy_metres) & (price % scale > 0)
    for seat in np.flatnonzero(dear | exact).tolist():
        yield f"seat {seat} has a price above that of a vacancy"
    for seat, person in _underpriced(instance, price, rent, scale):
        yield f"person {person} would fill seat {seat} for less than its price"


def _underpriced(instance: Instance, price: Longs, rent: Longs, scale: int) -> Iterator[tuple[int, int]]:
    """Seats with somebody for whom cost and rent come to less than the price; the first such person of each."""
    reach = 2.0**40 if instance.max_distance is None else float(instance.max_distance)
    asks = rent + instance.person_load * instance.load_metres * scale
    for seat, person in _staying(instance):
        cost = _apart(instance, person, seat) - instance.move_metres
        cost += instance.away_metres * (instance.person_unit[person] != instance.seat_unit[seat])
        if cost * scale + asks[person] < price[seat]:
            yield seat, person
    asked = _dearest_alike(instance, price)
    for skills in np.unique(instance.seat_skills).tolist():
        for leads in (False, True):
            mine = asked[(instance.seat_skills[asked] == skills) & (instance.seat_leads[asked] == leads)]
            fit = instance.person_available & (instance.person_may_lead | (not leads))
            fit &= (instance.person_skills & np.uint64(skills)) == skills
            who = np.flatnonzero(fit)
            who = who[np.argsort(instance.person_x[who], kind="stable")]
            asking = _Side(
                instance.seat_x[mine], instance.seat_y[mine], instance.seat_unit[mine], price[mine]
            )
            offering = _Side(
                instance.person_x[who], instance.person_y[who], instance.person_unit[who], asks[who]
            )
            found = _first_below(asking, offering, scale, instance.away_metres * scale, reach)
            for at in np.flatnonzero(found >= 0).tolist():
                yield int(mine[at]), int(who[found[at]])


def _staying(instance: Instance) -> Iterator[tuple[int, int]]:
    """Seats with a holder who may stay."""
    far = np.inf if instance.max_distance is None else instance.max_distance
    for seat in np.flatnonzero(instance.seat_holder >= 0).tolist():
        person = int(instance.seat_holder[seat])
        if not any(_unfit(instance, person, seat, far)):
            yield seat, person


def _dearest_alike(instance: Instance, price: Longs) -> Longs:
    """Of seats that are alike, the dearest speaks for all."""
    columns = [
        instance.seat_skills,
        instance.seat_leads,
        instance.seat_unit,
        instance.seat_x,
        instance.seat_y,
    ]
    order = np.lexsort([price, *columns[::-1]])
    last = np.ones(order.size, dtype=np.bool_)
    last[:-1] = np.any([column[order][1:] != column[order][:-1] for column in columns], axis=0)
    return order[last]


class _Side(NamedTuple):
    """Seats with their prices, or people with what they ask."""

    x: Floats
    y: Floats
    unit: Longs
    price: Longs


@compiled
def _first_below(seat: _Side, home: _Side, scale: int, away: int, reach: float) -> Longs:
    """For each seat the first of the people, sorted by x, whose cost and rent come to less than its price."""
    found = np.full(seat.price.size, -1, dtype=np.int64)
    cheapest = home.price.min() if home.price.size else 0
    for at in range(seat.price.size):
        radius = min((seat.price[at] - cheapest) / scale + 2.0, reach + 1.0)
        low = np.searchsorted(home.x, seat.x[at] - radius)
        high = np.searchsorted(home.x, seat.x[at] + radius)
        for person in range(low, high):
            across, along = home.x[person] - seat.x[at], home.y[person] - seat.y[at]
            distance = np.rint(np.sqrt(across * across + along * along))
            cost = np.int64(distance) * scale + home.price[person]
            if home.unit[person] != seat.unit[at]:
                cost += away
            if distance <= reach and cost < seat.price[at]:
                found[at] = person
                break
    return found


def _recount(instance: Instance, plan: Plan) -> Recount:
    walked = empty = load = away = 0
    for seat, person in enumerate(plan.person.tolist()):
        if person < 0:
            empty += int(instance.seat_weight[seat])
        else:
            walked += _apart(instance, person, seat)
            load += int(instance.person_load[person]) * instance.load_metres
            away += int(instance.person_unit[person] != instance.seat_unit[seat]) * instance.away_metres
    staying = [(seat, person) for seat, person in _staying(instance)] if instance.move_metres else []
    move = sum(int(plan.person[seat]) != person for seat, person in staying) * instance.move_metres
    objective = walked + empty * instance.vacancy_metres + load + away + move
    scaled = sum(plan.certificate.seat_price.tolist()) - sum(plan.certificate.person_rent.tolist())
    bound = -(-scaled // plan.certificate.scale) + len(staying) * instance.move_metres
    vacant = plan.person.tolist().count(-1)
    return Recount(
        filled=instance.seats - vacant,
        vacant=vacant,
        distance=walked,
        load=load,
        away=away,
        move=move,
        objective=objective,
        lower_bound=bound,
        is_optimal=objective == bound,
    )


def _claims(instance: Instance, plan: Plan, recount: Recount) -> Iterator[str]:
    """What the plan says of itself is what was counted; every vacant seat has its reason, no other seat one."""
    claimed = plan.certificate
    for name in ("filled", "vacant", "objective", "lower_bound", "is_optimal"):
        if getattr(claimed, name) != getattr(recount, name):
            yield f"the certificate says {name} {getattr(claimed, name)}, counted {getattr(recount, name)}"
    rules = {name: getattr(recount, name) for name in ("distance", "load", "away", "move")}
    score = rules | {"vacancy": recount.objective - sum(rules.values())}
    if claimed.score != score:
        yield f"the certificate scores {claimed.score}, counted {score}"
    explained = [vacancy.seat for vacancy in plan.vacancies]
    if explained != np.flatnonzero(plan.person == -1).tolist():
        yield "the vacancies explained are not the seats that are vacant"
    for vacancy in plan.vacancies:
        need = (int(instance.seat_skills[vacancy.seat]), bool(instance.seat_leads[vacancy.seat]))
        if (vacancy.skills, vacancy.leads) != need:
            yield f"vacancy of seat {vacancy.seat} names a need that is not the seat's"
