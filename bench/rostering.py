"""Rosters: posts of 20 people for four weeks, and public instances beside plain CP-SAT and published results.

python -m bench.rostering --size county --json --instances DIR
"""

import argparse
import json
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from muster.planning import rostering
from muster.planning.rostering.exchange import read_instance
from muster.planning.stop import MaxSeconds
from muster.planning.warm import roster_something

POSTS = {"village": 1, "county": 20, "city": 1000}
PEOPLE, DAYS, GAP = 20, 28, 0.01


def main() -> None:
    options = _options()
    roster_something()  # compiling is not what is measured
    outcome = posts(POSTS[options.size], options.post_seconds, options.seed)
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


def posts(count: int, seconds: float, seed: int) -> dict[str, Any]:
    """Made-up posts, two at a time, one thread each."""
    wall, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(2) as pool:
        gaps = list(pool.map(lambda number: _post_gap(number + seed, seconds), range(count)))
    return {
        "posts": count,
        "worst_gap": round(max(gaps), 5),
        "within_gap": sum(gap <= GAP for gap in gaps) / count,
        "wall_s": round(time.perf_counter() - wall, 2),
        "cpu_s": round(time.process_time() - cpu, 2),
    }


def _post_gap(seed: int, seconds: float) -> float:
    instance = made_up(seed)
    plan = rostering.solve(instance, stop=MaxSeconds(seconds), seed=seed, threads=1)
    assert isinstance(plan, rostering.Plan)
    return 1.0 - rostering.verify(instance, plan).lower_bound / max(plan.certificate.objective, 1)


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
        instance = read_instance(file.read_text())
        found, bounds, cpu = [], [], time.process_time()
        for seed in range(1, seeds + 1):
            plan = rostering.solve(instance, stop=MaxSeconds(seconds), seed=seed)
            assert isinstance(plan, rostering.Plan)
            recount = rostering.verify(instance, plan)
            found.append(recount.objective)
            bounds.append(recount.lower_bound)
        yield {
            "instance": file.stem,
            "median": statistics.median(found),
            "lower_bound": max(bounds),
            "cpu_s": round((time.process_time() - cpu) / seeds, 1),
            "published": published.get(file.stem.removeprefix("Instance"), {}),
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
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
