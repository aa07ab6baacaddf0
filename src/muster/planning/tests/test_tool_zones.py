import csv
import json
import os
import signal

import pytest
from typer.testing import CliRunner

from muster.planning.stop import MaxSteps
from muster.planning.tool.app import app
from muster.planning.tool.runs import Run


@pytest.fixture
def muster_plan():
    return lambda *words: CliRunner().invoke(app, list(map(str, words)))


@pytest.fixture
def homes(tmp_path):
    """Two villages of five by four houses, in degrees."""
    path = tmp_path / "homes.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("编号", "社区", "longitude", "latitude", "homes"))
        for village in ("东村", "西村"):
            for n in range(20):
                writer.writerow(
                    (f"{village}{n}", village, 106.5 + n % 5 / 1000, 30.5 + n // 5 / 1000, 1 + n % 3)
                )
    return path


def last(result):
    return json.loads(result.stdout.splitlines()[-1])


@pytest.mark.parametrize("ending", ["csv", "json", "geojson"])
@pytest.mark.parametrize("picture", ["svg", "png"])
def test_zones_are_planned_kept_drawn_and_read_back(muster_plan, homes, tmp_path, ending, picture):
    out, drawn = tmp_path / f"zones.{ending}", tmp_path / f"map.{picture}"
    words = ("zones", homes, "--zones", 7, "--steps", 6, "--out", out, "--picture", drawn, "--explain")
    made = muster_plan(*words)
    assert made.exit_code == 0, made.output
    found = last(made)
    keys = {"objective", "lower_bound", "gap", "verified", "wall_s", "cpu_s", "seed"}
    assert keys <= found.keys()
    assert (found["zones"], found["contiguous"], found["verified"]) == (7, 1.0, True)
    assert drawn.read_bytes().startswith({"svg": b"<svg", "png": b"\x89PNG"}[picture])
    again = muster_plan("verify", homes, out)
    assert again.exit_code == 0, again.output
    assert last(again)["objective"] == pytest.approx(found["objective"])


def test_the_same_seed_and_steps_write_the_same_file(muster_plan, homes, tmp_path):
    files = [tmp_path / "one.csv", tmp_path / "two.csv"]
    for file in files:
        assert muster_plan("zones", homes, "--zones", 6, "--steps", 5, "--out", file).exit_code == 0
    assert files[0].read_text() == files[1].read_text()


def test_a_plan_that_breaks_a_rule_is_rejected(muster_plan, homes, tmp_path):
    out = tmp_path / "zones.csv"
    assert muster_plan("zones", homes, "--zones", 6, "--steps", 5, "--out", out).exit_code == 0
    lines = out.read_text().splitlines()
    lines[1] = lines[1].rpartition(",")[0] + ",5"  # a house of the first village into a zone of the second
    out.write_text("\n".join(lines))
    rejected = muster_plan("verify", homes, out)
    assert rejected.exit_code == 1
    assert "zone" in rejected.stderr


def test_ctrl_c_keeps_the_best_so_far():
    run = Run(seconds=3600, steps=None, seed=0, threads=1)
    with run.watched("Waiting") as progress:
        assert run.used(seconds=1, steps=1) < 1
        os.kill(os.getpid(), signal.SIGINT)
        assert run.used(seconds=1, steps=1) == 1
        progress(0.5)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert run.is_interrupted
    assert MaxSteps(2).used(seconds=0, steps=1) == Run(seconds=0, steps=2, seed=0, threads=1).used(
        seconds=0, steps=1
    )
