"""Staffing a city's zones and teams jointly: time, memory, optimality over all pairs (proved by the verifier).

python -m bench.staffing --size city --json
python -m bench.staffing --size city --peers --drop-outs
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from muster.planning import staffing
from muster.planning.stop import MaxSeconds
from muster.planning.warm import staff_something

SIZES = {"village": 1 / 1715, "township": 14 / 1715, "county": 280 / 1715, "city": 1.0}
LISTABLE = ("village", "township")  # where all pairs can be listed for the peers
SINGLES, MOVE_METRES = 0.003, 500
COMMUNITIES, PEOPLE, ZONES, TEAMS = 1715, 134_000, 9_210, 5_705
CARE, OTHERS = 0, 5  # bits: one skill that every zone asks for, five that teams ask for
SKILL_SHARES = (0.10, 0.015, 0.03, 0.04, 0.05, 0.08)  # the second is scarcer than its seats


def main() -> None:
    options = _options()
    instance = made_up(options.size, options.seed, options.max_distance)
    staff_something()  # compiling is not what is measured
    outcome = {"size": options.size} | run(
        instance, options.seconds, options.seed, with_drop_outs=options.drop_outs
    )
    if options.peers:
        outcome["peers"] = peers(options.size, options.seed, outcome["objective"])
    if options.json:
        print(json.dumps(outcome))
    else:
        for name, value in outcome.items():
            print(f"{name:15} {value}")


def peers(size: str, seed: int, objective: int) -> list[dict[str, Any]]:
    """Each in a process of its own; all pairs where they can be listed at all."""
    dense, sparse = (
        [[name] for name in ("assignment", "milp", "highs", "ortools")],
        ["ortools", "--nearest", "20"],
    )
    found = []
    for words in [sparse, *(dense if size in LISTABLE else [])]:
        command = [sys.executable, "-m", "bench.staffing_peers", *words, "--size", size, "--seed", str(seed)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        if ran.returncode:
            last = (ran.stderr.strip().splitlines() or ["it ended"])[-1]
            print(f"{' '.join(words)}: left out, {last}", file=sys.stderr)
            continue
        one = json.loads(ran.stdout.splitlines()[-1])
        found.append(one | {"above_ours": one["objective"] - objective})
    return found


def drop_outs(instance: staffing.Instance, plan: staffing.Plan, seconds: float, seed: int) -> dict[str, Any]:
    """One person, a thousandth, a twentieth of those placed; the last beside a full solve at the same price."""
    placed = np.random.default_rng(seed).permutation(plan.person[plan.person >= 0])
    single, few, many = (placed[: max(1, round(placed.size * share))] for share in (SINGLES, 0.001, 0.05))
    desk = staffing.Desk(instance, plan, move_metres=MOVE_METRES)
    times = [_timed(lambda one=one: desk.drop_out([one]))[1] for one in single.tolist()]
    told = {
        "one_ms_median": round(1000 * float(np.median(times)), 3),
        "one_ms_worst": round(1000 * max(times), 3),
    }
    for name, gone in (("0.1%", few), ("5%", many)):
        desk = staffing.Desk(instance, plan, move_metres=MOVE_METRES)
        repair, cpu = _timed(lambda desk=desk, gone=gone: desk.drop_out(gone))
        recount = staffing.verify(desk.instance, desk.plan)
        told |= {
            f"{name}_cpu_s": round(cpu, 3),
            f"{name}_moves": len(repair.moves),
            f"{name}_gone": gone.size,
        }
        told[f"{name}_optimal"] = recount.is_optimal
    full, cpu = _timed(lambda: staffing.solve(desk.instance, stop=MaxSeconds(seconds), seed=seed))
    told["5%_full_solve_cpu_s"] = round(cpu, 3)
    told["5%_equals_full_solve"] = full.certificate.objective == repair.objective
    return told


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = time.process_time()
    return work(), time.process_time() - began


def run(
    instance: staffing.Instance, seconds: float, seed: int, *, with_drop_outs: bool = False
) -> dict[str, Any]:
    """Solve, verify, and report the verifier's count, not the solver's."""
    wall, cpu = time.perf_counter(), time.process_time()
    plan = staffing.solve(instance, stop=MaxSeconds(seconds), seed=seed)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    checking = time.process_time()
    recount = staffing.verify(instance, plan)
    checking = time.process_time() - checking
    reasons = [vacancy.reason.value for vacancy in plan.vacancies]
    changes = {"drop_outs": drop_outs(instance, plan, seconds, seed)} if with_drop_outs else {}
    return changes | {
        "people": instance.people,
        "available": int(instance.person_available.sum()),
        "seats": instance.seats,
        "filled": recount.filled,
        "vacant": recount.vacant,
        "vacant_because": {reason: reasons.count(reason) for reason in sorted(set(reasons))},
        "mean_metres": round(recount.distance / max(recount.filled, 1), 1),
        "objective": recount.objective,
        "lower_bound": recount.lower_bound,
        "gap": plan.certificate.gap,
        "optimal_over_all_pairs": recount.is_optimal,
        "verified": True,
        "steps": plan.certificate.steps,
        "seed": seed,
        "cpu_s": round(cpu, 3),
        "wall_s": round(wall, 3),
        "verify_cpu_s": round(checking, 3),
        "peak_gb": peak_gb(),
    }


def peak_gb() -> float:
    """The most memory that this process has held."""
    status = Path("/proc/self/status").read_text()
    return round(int(status.partition("VmHWM:")[2].split()[0]) / 2**20, 3)


def made_up(size: str, seed: int, max_distance: float | None = None) -> staffing.Instance:
    """Communities scattered over a city; people do not live in step with the seats."""
    chance = np.random.default_rng(seed)
    scale = SIZES[size]
    communities = max(1, round(COMMUNITIES * scale))
    centres = chance.random((communities, 2)) * 80_000 * np.sqrt(scale)
    crowd = chance.gamma(1.5, 1, communities)
    work = crowd**0.8 * chance.gamma(4, 1, communities)
    people = round(PEOPLE * scale)
    home = _around(chance, centres, crowd, people, 700)
    held = chance.random((people, len(SKILL_SHARES))) < SKILL_SHARES
    zones, teams = max(1, round(ZONES * scale)), max(1, round(TEAMS * scale))
    site = _around(chance, centres, work, zones + teams, 600)
    skills, leads, weight, group = _seats(chance, zones, teams)
    return staffing.Instance(
        person_x=home[:, 0],
        person_y=home[:, 1],
        person_skills=(held @ (1 << np.arange(len(SKILL_SHARES)))).astype(np.uint64),
        person_available=chance.random(people) < 0.92,
        person_may_lead=chance.random(people) < 0.16,
        seat_x=site[group, 0],
        seat_y=site[group, 1],
        seat_skills=skills,
        seat_leads=leads,
        seat_group=group,
        seat_weight=weight,
        max_distance=max_distance,
    )


def _around(
    chance: np.random.Generator, centres: np.ndarray, shares: np.ndarray, count: int, width: float
) -> np.ndarray:
    """Whole metres, scattered around centres."""
    at = chance.choice(len(centres), count, p=shares / shares.sum())
    return np.round(centres[at] + chance.normal(0, width, (count, 2)))


def _seats(
    chance: np.random.Generator, zones: int, teams: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """A zone: leader, carer, four more. A team: leader, two of one skill, five more."""
    bits = np.uint64(1) << chance.integers(1, 1 + OTHERS, teams).astype(np.uint64)
    zone_skills = np.tile(np.array([0, 1 << CARE, 0, 0, 0, 0], dtype=np.uint64), zones)
    team_skills = np.zeros((teams, 8), dtype=np.uint64)
    team_skills[:, 1:3] = bits[:, None]
    leads = np.concatenate([np.tile([1, 0, 0, 0, 0, 0], zones), np.tile([1, 0, 0, 0, 0, 0, 0, 0], teams)])
    weight = np.concatenate([np.tile([3, 2, 1, 1, 1, 1], zones), np.tile([3, 2, 2, 1, 1, 1, 1, 1], teams)])
    group = np.concatenate([np.repeat(np.arange(zones), 6), zones + np.repeat(np.arange(teams), 8)])
    return np.concatenate([zone_skills, team_skills.ravel()]), leads.astype(np.bool_), weight, group


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.staffing")
    parser.add_argument("--size", choices=SIZES, default="city")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--seconds", type=float, default=600.0, help="on the wall clock, if not proved before"
    )
    parser.add_argument("--max-distance", type=float, help="metres; nobody is sent farther")
    parser.add_argument(
        "--drop-outs", action="store_true", help="re-plan after one, 0.1 % and 5 % dropped out"
    )
    parser.add_argument("--peers", action="store_true", help="the same instance by OR-Tools, HiGHS, scipy")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
