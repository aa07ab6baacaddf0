"""What others need for the same staffing instance: one peer a process, so that its memory is its own.

python -m bench.staffing_peers ortools --size county --nearest 20     prints one JSON object
"""

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from bench.staffing import SIZES, made_up, peak_gb
from muster.planning import staffing


@dataclass(frozen=True)
class Arcs:
    """Who may go to which post at what cost; posts are seats that are alike."""

    person: np.ndarray
    post: np.ndarray
    metres: np.ndarray
    places: np.ndarray
    vacancy: np.ndarray
    people: int


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.staffing_peers")
    parser.add_argument("peer", choices=PEERS)
    parser.add_argument("--size", choices=SIZES, default="township")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--nearest", type=int, help="only so many of the nearest for each post; else all pairs"
    )
    options = parser.parse_args()
    instance = made_up(options.size, options.seed)
    wall, cpu = time.perf_counter(), time.process_time()
    arcs = listed(instance, options.nearest)
    objective = PEERS[options.peer](arcs)
    found = {
        "peer": options.peer,
        "nearest": options.nearest,
        "arcs": int(arcs.person.size),
        "objective": objective,
        "cpu_s": round(time.process_time() - cpu, 3),
        "wall_s": round(time.perf_counter() - wall, 3),
        "peak_gb": peak_gb(),
    }
    print(json.dumps(found))


def listed(instance: staffing.Instance, nearest: int | None) -> Arcs:
    """All pairs, or the nearest of those who can, for each post as many more as it has places."""
    columns = [
        instance.seat_x,
        instance.seat_y,
        instance.seat_skills,
        instance.seat_leads,
        instance.seat_weight,
    ]
    kinds, first, places = np.unique(np.column_stack(columns), axis=0, return_index=True, return_counts=True)
    person, post = [], []
    needs = np.unique(np.column_stack([instance.seat_skills, instance.seat_leads])[first], axis=0)
    for skills, leads in needs.tolist():
        mine = np.flatnonzero((instance.seat_skills[first] == skills) & (instance.seat_leads[first] == leads))
        able = instance.person_available & ((instance.person_skills & np.uint64(skills)) == skills)
        who = np.flatnonzero(able & (instance.person_may_lead | (not leads)))
        count = who.size if nearest is None else min(nearest + int(places[mine].max()) - 1, who.size)
        if not count:
            continue
        homes = cKDTree(np.column_stack([instance.person_x[who], instance.person_y[who]]))
        _, found = homes.query(kinds[mine, :2].astype(float), k=range(1, count + 1))
        person.append(who[found.ravel()])
        post.append(np.repeat(mine, count))
    persons, posts = np.concatenate(person), np.concatenate(post)
    metres = instance.metres(persons, first[posts])
    vacancy = instance.seat_weight[first] * instance.vacancy_metres
    return Arcs(persons, posts, metres, places, vacancy, instance.people)


def ortools(arcs: Arcs) -> int:
    """Google's cost-scaling push-relabel; a source for people, a sink for posts, an arc for each vacancy."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    flow, source, posts = SimpleMinCostFlow(), arcs.people + arcs.places.size, arcs.places.size
    people = np.unique(arcs.person)
    sink = source + 1
    tail = np.concatenate(
        [np.full(people.size, source), posts + arcs.person, np.arange(posts), np.full(posts, source)]
    )
    head = np.concatenate([posts + people, arcs.post, np.full(posts, sink), np.arange(posts)])
    room = np.concatenate([np.ones(people.size), np.ones(arcs.person.size), arcs.places, arcs.places]).astype(
        np.int64
    )
    cost = np.concatenate([np.zeros(people.size), arcs.metres, np.zeros(posts), arcs.vacancy]).astype(
        np.int64
    )
    flow.add_arcs_with_capacity_and_unit_cost(tail, head, room, cost)
    flow.set_node_supply(source, int(arcs.places.sum()))
    flow.set_node_supply(sink, -int(arcs.places.sum()))
    if flow.solve() != flow.OPTIMAL:
        raise SystemExit("no flow")
    return int(flow.optimal_cost())


def assignment(arcs: Arcs) -> int:
    """A dense matrix of places by people and vacancies: R. Jonker and A. Volgenant 1987, in scipy."""
    place = np.repeat(np.arange(arcs.places.size), arcs.places)
    cost = np.full((arcs.places.size, arcs.people), 1e12)
    cost[arcs.post, arcs.person] = arcs.metres
    vacant = np.full((place.size, place.size), 1e12)
    np.fill_diagonal(vacant, arcs.vacancy[place])
    whole = np.concatenate([cost[place], vacant], axis=1)
    rows, columns = linear_sum_assignment(whole)
    return int(whole[rows, columns].sum())


def _model(arcs: Arcs) -> tuple[np.ndarray, csr_array, np.ndarray]:
    """Costs, rows (a person once, a post filled or vacant), limits of the rows."""
    posts, pairs = arcs.places.size, arcs.person.size
    row = np.concatenate([arcs.person, arcs.people + arcs.post, arcs.people + np.arange(posts)])
    column = np.concatenate([np.arange(pairs), np.arange(pairs), pairs + np.arange(posts)])
    rows = csr_array((np.ones(row.size), (row, column)), shape=(arcs.people + posts, pairs + posts))
    return np.concatenate([arcs.metres, arcs.vacancy]).astype(float), rows, arcs.places.astype(float)


def scipy_milp(arcs: Arcs) -> int:
    cost, rows, places = _model(arcs)
    low = np.concatenate([np.zeros(arcs.people), places])
    high = np.concatenate([np.ones(arcs.people), places])
    found = milp(cost, constraints=LinearConstraint(rows, low, high), bounds=Bounds(0, np.inf), integrality=1)
    return round(found.fun)


def highs(arcs: Arcs) -> int:
    """The linear programme: its corners are whole."""
    import highspy

    cost, rows, places = _model(arcs)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = cost.size, arcs.people + places.size
    model.col_cost_, model.col_lower_ = cost, np.zeros(cost.size)
    model.col_upper_ = np.full(cost.size, highspy.kHighsInf)
    model.row_lower_ = np.concatenate([np.zeros(arcs.people), places])
    model.row_upper_ = np.concatenate([np.ones(arcs.people), places])
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = rows.indptr, rows.indices
    model.a_matrix_.value_ = rows.data
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)  # noqa: FBT003 - its signature
    solver.setOptionValue("threads", 1)
    solver.passModel(model)
    solver.run()
    return round(solver.getInfo().objective_function_value)


PEERS: dict[str, Callable[[Arcs], Any]] = {
    "ortools": ortools,
    "assignment": assignment,
    "milp": scipy_milp,
    "highs": highs,
}

if __name__ == "__main__":
    main()
