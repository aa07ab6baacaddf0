"""Zoning a city: time, balance, contiguity (recounted by the verifier).

python -m bench.zoning --instance DIR --json     a folder with atoms.csv[.gz], edges.csv[.gz], communities.csv
python -m bench.zoning --size county             a made-up place, from a seed
"""

import argparse
import gzip
import json
import resource
import time
from pathlib import Path
from typing import Any

import numpy as np

from bench.zoning_peers import compared
from muster.planning import zoning
from muster.planning.stop import MaxSeconds, MaxSteps, Stop
from muster.planning.warm import zone_something

COMMUNITIES = {"village": 1, "township": 14, "county": 280, "city": 1715}
ZONE_LOAD = 2232


def main() -> None:
    options = _options()
    instance = read(options.instance) if options.instance else made_up(options.size, options.seed)
    zone_something()  # compiling is not what is measured
    outcome = run(instance, _stop(options), seed=options.seed, threads=options.threads)
    if options.peers:
        outcome["peers"] = compared(instance, options.seed)
    if options.json:
        print(json.dumps(outcome))
    else:
        for name, value in outcome.items():
            print(f"{name:22} {value}")


def run(instance: zoning.Instance, stop: Stop, *, seed: int, threads: int) -> dict[str, Any]:
    """Solve, verify, and report the verifier's count, not the solver's."""
    wall, cpu = time.perf_counter(), time.process_time()
    plan = zoning.solve(instance, stop=stop, seed=seed, threads=threads)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    recount = zoning.verify(instance, plan)
    certificate = plan.certificate
    return {
        "atoms": instance.atoms,
        "communities": instance.communities,
        "zones": recount.zones,
        "contiguous": recount.contiguous / recount.zones,
        "p95_deviation": round(recount.p95_deviation, 5),
        "worst_deviation": round(recount.worst_deviation, 5),
        "city_p95_deviation": round(certificate.city_p95_deviation, 5),
        "objective": round(recount.objective, 3),
        "lower_bound": round(certificate.lower_bound, 3),
        "score": {rule: round(value, 1) for rule, value in certificate.score.items()},
        "cut_edges": recount.cut_edges,
        "steps": certificate.steps,
        "seed": seed,
        "threads": threads,
        "verified": True,
        "cpu_s": round(cpu, 3),
        "wall_s": round(wall, 3),
        "peak_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 3),
    }


def read(folder: Path) -> zoning.Instance:
    atoms, edges, communities = (_table(folder, name) for name in ("atoms", "edges", "communities"))
    return zoning.Instance(
        community=atoms[:, 1],
        x=atoms[:, 2],
        y=atoms[:, 3],
        homes=atoms[:, 4],
        load=atoms[:, 5],
        edges=edges,
        zones=communities[:, 1],
    )


def made_up(size: str, seed: int) -> zoning.Instance:
    """Villages of scattered houses and, one in five, quarters of tall buildings cut into floor bands."""
    chance = np.random.default_rng(seed)
    places = [_quarter(chance) if i % 5 == 3 else _village(chance) for i in range(COMMUNITIES[size])]
    sizes = [len(place) for place in places]
    community = np.repeat(np.arange(len(places)), sizes)
    rows = np.concatenate(places)
    homes = rows[:, 2].astype(np.int64)
    load = homes * 8 + chance.integers(10, 60, homes.size)
    loads = np.bincount(community, weights=load)
    total = max(len(places), round(loads.sum() / ZONE_LOAD))
    return zoning.Instance(
        community=community,
        x=rows[:, 0],
        y=rows[:, 1],
        load=load,
        homes=homes,
        edges=zoning.neighbours(community=community, x=rows[:, 0], y=rows[:, 1]),
        zones=zoning.apportion(loads, total, at_most=sizes),
    )


def _village(chance: np.random.Generator) -> np.ndarray:
    """Hamlets along a valley: x, y, homes of each house or row of houses."""
    hamlets = chance.normal(0, (900, 300), (chance.integers(4, 12), 2))
    count = int(chance.integers(60, 180))
    at = hamlets[chance.integers(0, len(hamlets), count)] + chance.normal(0, 90, (count, 2))
    return np.column_stack([np.round(at), np.clip(chance.geometric(0.2, count), 1, 20)])


def _quarter(chance: np.random.Generator) -> np.ndarray:
    """Blocks of buildings on a street grid, each cut into bands of at most 48 homes."""
    rows: list[tuple[float, float, int]] = []
    for block in range(int(chance.integers(3, 12))):
        across, along = block % 4 * 220, block // 4 * 180
        bands = int(chance.integers(1, 4))
        for building in range(int(chance.integers(2, 9))):
            at = across + building % 4 * 45, along + building // 4 * 60
            homes = int(chance.integers(15, 49)) if bands > 1 else int(chance.integers(8, 30))
            rows += [(at[0] + 3 * band, at[1] + 2 * (band % 2), homes) for band in range(bands)]
    return np.array(rows, dtype=np.float64)


def _table(folder: Path, name: str) -> np.ndarray:
    packed = folder / f"{name}.csv.gz"
    with gzip.open(packed) if packed.exists() else (folder / f"{name}.csv").open("rb") as lines:
        return np.loadtxt(lines, delimiter=",", skiprows=1, dtype=np.int64, ndmin=2)


def _stop(options: argparse.Namespace) -> Stop:
    return MaxSteps(options.steps) if options.steps is not None else MaxSeconds(options.seconds)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.zoning")
    parser.add_argument("--instance", type=Path, help="folder with atoms, edges and communities")
    parser.add_argument("--size", choices=COMMUNITIES, default="city")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=4.5, help="on the wall clock")
    parser.add_argument("--steps", type=int, help="attempts instead of seconds: the same plan every time")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--peers", action="store_true", help="run other people's planners beside ours")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
