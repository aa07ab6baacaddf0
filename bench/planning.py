"""All planning benches, and how they grow from a village to twenty cities: one table, kept in bench/results/.

python -m bench.planning --largest city
"""

import argparse
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.rostering import POSTS

RESULTS = Path(__file__).parent / "results"
SIZES = ("village", "township", "county", "city", "20 cities")
PROBLEMS: dict[str, dict[str, tuple[str, ...]]] = {
    "zoning": {"village": ("--seconds", "1"), "township": ("--seconds", "1"), "county": ("--seconds", "2")},
    "staffing": dict.fromkeys(SIZES[:-1], ("--peers", "--drop-outs")),
}
SHOWN = ("objective", "gap", "verified", "cpu_s", "wall_s", "peak_gb")
CITIES = 20


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.planning")
    parser.add_argument("--largest", choices=SIZES, default="20 cities")
    options = parser.parse_args()
    rows = [
        measured(problem, size) for problem in PROBLEMS for size in SIZES[: SIZES.index(options.largest) + 1]
    ]
    rows += [
        measured("rostering", size) for size in SIZES[: SIZES.index(options.largest) + 1] if size in POSTS
    ]
    RESULTS.mkdir(exist_ok=True)
    kept = {"at": datetime.now(UTC).isoformat(), "cores": os.cpu_count(), "rows": rows}
    (RESULTS / "planning.json").write_text(json.dumps(kept, indent=1) + "\n")
    table = as_table(rows)
    (RESULTS / "planning.md").write_text(table)
    print(table)


def measured(problem: str, size: str) -> dict[str, Any]:
    """One bench in a process of its own; of 20 cities the sum, one after the other on one core."""
    if size == "20 cities":
        return _together(problem, [_bench(problem, "city", "--seed", str(seed)) for seed in range(CITIES)])
    return {"problem": problem, "size": size} | _bench(
        problem, size, *PROBLEMS.get(problem, {}).get(size, ())
    )


def _bench(problem: str, size: str, *words: str) -> dict[str, Any]:
    command = [sys.executable, "-m", f"bench.{problem}", "--size", size, "--json", *words]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    print(f"{problem} {size}: {found.get('cpu_s')} cpu-s", file=sys.stderr)
    return found


def _together(problem: str, cities: list[dict[str, Any]]) -> dict[str, Any]:
    sums = {key: round(sum(city[key] for city in cities), 3) for key in ("objective", "cpu_s", "wall_s")}
    worst = {key: max(city.get(key, 0) for city in cities) for key in ("gap", "peak_gb")}
    verified = all(city["verified"] for city in cities)
    return {"problem": problem, "size": "20 cities"} | sums | worst | {"verified": verified}


def as_table(rows: list[dict[str, Any]]) -> str:
    lines = ["| problem | size | by | " + " | ".join(SHOWN) + " |", "|---" * (3 + len(SHOWN)) + "|"]
    for row in rows:
        lines.append(_line(row, "muster", row))
        peers = row.get("peers", [])
        lines += [_line(row, _who(peer), peer) for peer in (peers if isinstance(peers, list) else [])]
    return "\n".join(lines) + "\n"


def _who(peer: dict[str, Any]) -> str:
    if "nearest" not in peer:
        return str(peer["peer"])
    arcs = f"nearest {peer['nearest']}" if peer["nearest"] else "all pairs"
    return f"{peer['peer']}, {arcs}"


def _line(row: dict[str, Any], who: str, found: dict[str, Any]) -> str:
    cells = [str(found.get(key, "")) for key in SHOWN]
    return f"| {row['problem']} | {row['size']} | {who} | " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
