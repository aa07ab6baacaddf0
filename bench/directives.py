"""The speed goals of directives, messages and people who come forward, each beside its goal, kept in bench/results/.

python -m bench.directives --size city          every part on a database of its own
python -m bench.directives --size city --json   ends with one JSON object
"""

import argparse
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
# Key: (what it may reach, the bench that measures it, the name it has there). More is better where `AT_LEAST` says so.
GOALS: dict[str, tuple[float, str, str]] = {
    "issue_ratio": (2.0, "bench.fanout", "fanout_ratio"),
    "funnel_ms": (20.0, "bench.fanout", "funnel_ms"),
    "remind_s": (1.0, "bench.messages", "remind_s"),
    "messages_per_s": (500.0, "bench.messages", "messages_per_s"),
    "signup_lost": (0.0, "bench.signup", "signup_lost"),
    "signup_doubled": (0.0, "bench.signup", "signup_doubled"),
    "signup_p99_ms": (300.0, "bench.signup", "signup_p99_ms"),
}
AT_LEAST = frozenset({"messages_per_s"})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=("city",), default="city")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = {module: _outcome(module) for module in dict.fromkeys(goal[1] for goal in GOALS.values())}
    measured = {key: found[module][name] for key, (_, module, name) in GOALS.items()}
    for key, value in measured.items():
        goal = GOALS[key][0]
        print(f"{key:<20} {value:>10.3f}   goal {'≥' if key in AT_LEAST else '≤'} {goal:g}")
    outcome = measured | {"size": options.size, "at": datetime.now(UTC).isoformat()}
    (HERE / "results").mkdir(exist_ok=True)
    (HERE / "results" / f"directives-{options.size}.json").write_text(json.dumps(outcome, indent=1) + "\n")
    if options.json:
        print(json.dumps(outcome))


def _outcome(module: str) -> dict[str, Any]:
    """The last line of another bench."""
    done = subprocess.run(
        [sys.executable, "-m", module, "--json"], stdout=subprocess.PIPE, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


if __name__ == "__main__":
    main()
