"""Rosters: posts of 20 people for four weeks, and public instances, beside plain CP-SAT and published results.

python -m bench.rostering --size county --json --instances DIR
"""

import argparse
import json
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from bench.rostering_peers import measured
from muster.planning import rostering
from muster.planning.rostering.exchange import read_instance
from muster.planning.stop import MaxSeconds
from muster.planning.warm import roster_something

POSTS = {"village": 1, "township": 5, "county": 20, "city": 1000}
PEOPLE, DAYS, GAP = 20, 28, 0.01


def main() -> None:
    options = _options()
    roster_something()  # compiling is not what is measured
    outcome = posts(POSTS[options.size], options.post_seconds, options.seed, options.gap)
    outcome |= {"shortlist_ms": shortlist(options.seed)}
    peer = measured(made_up(options.seed), options.post_seconds, options.seed)
    outcome |= {"peers": [peer | {"peer": f"{peer['peer']}, the first post only"}]}
    rows = list(instances(options.instances, options.seconds, options.seeds)) if options.instances else []
    if options.json:
        print(json.dumps(outcome | {"instances": rows}))
        return
    for name, value in outcome.items():
        print(f"{name:15} {value}")
    if not rows:
        print("No folder of public instances is there: skipped.")
    for row in rows:
        print(json.dumps(row))


def posts(count: int, seconds: float, seed: int, gap: float) -> dict[str, Any]:
    """Made-up posts, two at a time, one thread each, every roster verified."""
    wall, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda number: _post(number + seed, seconds, gap), range(count)))
    gaps = [1.0 - recount.lower_bound / max(recount.objective, 1) for recount in found]
    return {
        "posts": count,
        "objective": sum(recount.objective for recount in found),
        "gap": round(max(gaps), 5),
        "within_1_percent": sum(worst <= GAP for worst in gaps) / count,
        "optimal": sum(recount.is_optimal for recount in found) / count,
        "verified": True,  # or it had been refused
        "wall_s": round(time.perf_counter() - wall, 2),
        "cpu_s": round(time.process_time() - cpu, 2),
        "peak_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 3),
    }


def _post(seed: int, seconds: float, gap: float) -> rostering.Recount:
    instance = made_up(seed)
    plan = rostering.solve(instance, stop=MaxSeconds(seconds), seed=seed, gap=gap, threads=1)
    assert isinstance(plan, rostering.Plan)
    return rostering.verify(instance, plan)


def shortlist(seed: int) -> float:
    """Milliseconds to say who could step in, the slowest of a week's shifts of one person."""
    instance = made_up(seed)
    plan = rostering.solve(instance, stop=MaxSeconds(5), seed=seed, gap=GAP)
    assert isinstance(plan, rostering.Plan)
    took = []
    for day in np.flatnonzero(plan.roster[0] != rostering.OFF)[:7].tolist():
        began = time.perf_counter()
        rostering.replacements(instance, plan.roster, person=0, day=day)
        took.append(time.perf_counter() - began)
    return round(1000 * max(took), 1)


def made_up(seed: int) -> rostering.Instance:
    """A post at a compound's gate: early, late, night; made up."""
    chance = np.random.default_rng(seed)
    wishes, needs = 60, DAYS * 3
    return rostering.Instance(
        days=DAYS,
        shift_minutes=np.full(3, 480),
        forbidden=np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0]], dtype=np.bool_),
        max_shifts=np.tile([DAYS, DAYS, 6], (PEOPLE, 1)),
        max_minutes=np.full(PEOPLE, 8640),
        min_minutes=np.full(PEOPLE, 7200),
        max_run=np.full(PEOPLE, 5),
        min_run=np.full(PEOPLE, 2),
        min_rest=np.full(PEOPLE, 2),
        max_weekends=np.full(PEOPLE, 2),
        wish_person=chance.integers(0, PEOPLE, wishes),
        wish_day=chance.integers(0, DAYS, wishes),
        wish_shift=chance.integers(-1, 3, wishes),
        wish_wants=chance.random(wishes) < 0.6,
        wish_weight=chance.integers(1, 4, wishes),
        need_day=np.repeat(np.arange(DAYS), 3),
        need_shift=np.tile(np.arange(3), DAYS),
        need_people=np.tile([5, 4, 3], DAYS),
        under_weight=np.full(needs, 100),
        over_weight=np.ones(needs, dtype=np.int64),
    )


def instances(folder: Path, seconds: float, seeds: int) -> Iterator[dict[str, Any]]:
    """Each instance of the folder: the median of so many seeds, every roster verified, beside what was published."""
    published = dict(_published(folder / "README.md"))
    for file in sorted(
        folder.glob("Instance*.txt"), key=lambda path: int(path.stem.removeprefix("Instance"))
    ):
        row = {"instance": file.stem} | _seeded(read_instance(file.read_text()), seconds, seeds)
        row["peer"] = measured(read_instance(file.read_text()), seconds, 1)
        row["published"] = published.get(file.stem.removeprefix("Instance"), {})
        print(json.dumps(row), file=sys.stderr, flush=True)
        yield row


def _seeded(instance: rostering.Instance, seconds: float, seeds: int) -> dict[str, Any]:
    recounts, cpu = [], time.process_time()
    for seed in range(1, seeds + 1):
        plan = rostering.solve(instance, stop=MaxSeconds(seconds), seed=seed)
        assert isinstance(plan, rostering.Plan)
        recounts.append(rostering.verify(instance, plan))
    return {
        "median": statistics.median(recount.objective for recount in recounts),
        "best": min(recount.objective for recount in recounts),
        "lower_bound": max(recount.lower_bound for recount in recounts),
        "cpu_s": round((time.process_time() - cpu) / seeds, 1),
    }


def _published(readme: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The table of the folder's own README, by instance."""
    lines = readme.read_text().splitlines() if readme.exists() else []
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    for row in table[2:]:
        yield row[0], dict(zip(table[0][4:], row[4:], strict=False))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=POSTS, default="village")
    parser.add_argument("--instances", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--post-seconds", type=float, default=5)
    parser.add_argument(
        "--gap", type=float, default=GAP, help="good enough for a post; 0 = the best there is"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
