import json

import pytest
from typer.testing import CliRunner

from muster.planning.tool.app import app

TABLES = {
    "shifts": "shift,minutes,not_followed_by\nearly,480,\nnight,480,early\n",
    "people": "person,max_run,limits,skills\nAn,3,night=1,drives\nBo,3,,\nChen,3,,drives\n",
    "needs": "day,shift,people,skills\n"
    + "".join(f"2020-03-{day:02},{shift},1,{skill}\n" for day in range(2, 9) for shift, skill in (("early", ""), ("night", "drives"))),
    "wishes": "person,day,shift,wants,weight\nBo,2020-03-04,,,3\nAn,2020-03-05,early,no,2\n",
    "pins": "person,day,shift\nAn,2020-03-03,night\nChen,2020-03-08,\n",
}  # fmt: skip


@pytest.fixture
def muster_plan():
    return lambda *words: CliRunner().invoke(app, list(map(str, words)))


@pytest.fixture
def post(tmp_path):
    folder = tmp_path / "post"
    folder.mkdir()
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text)
    return folder


def last(result):
    return json.loads(result.stdout.splitlines()[-1])


@pytest.mark.parametrize(("ending", "picture"), [("txt", "svg"), ("csv", "png"), ("json", "svg")])
def test_a_post_is_rostered_kept_drawn_and_counted_again(muster_plan, post, tmp_path, ending, picture):
    out, drawn = tmp_path / f"roster.{ending}", tmp_path / f"weeks.{picture}"
    made = muster_plan("roster", post, "--steps", 200, "--out", out, "--picture", drawn, "--explain")
    assert made.exit_code == 0, made.output
    found = last(made)
    assert {"objective", "lower_bound", "gap", "verified", "wall_s", "cpu_s", "seed"} <= found.keys()
    assert found["objective"] == found["lower_bound"]
    assert drawn.stat().st_size > 500
    again = muster_plan("verify", post, out)
    assert again.exit_code == 0, again.output
    assert (last(again)["objective"], last(again)["score"]) == (found["objective"], found["score"])


def test_a_new_roster_stays_near_the_one_in_force(muster_plan, post, tmp_path):
    before, after = tmp_path / "before.csv", tmp_path / "after.csv"
    assert muster_plan("roster", post, "--steps", 200, "--out", before).exit_code == 0
    with (post / "pins.csv").open("a") as file:
        file.write("Chen,2020-03-07,\n")
    options = ("--previous", before, "--change-price", 1)
    made = muster_plan("roster", post, "--steps", 200, "--out", after, *options)
    assert made.exit_code == 0, made.output
    old, new = ([line.split(",") for line in file.read_text().splitlines()] for file in (before, after))
    changed = sum(
        a != b for one, other in zip(old, new, strict=True) for a, b in zip(one, other, strict=True)
    )
    assert changed == last(made)["changed"] == last(made)["score"]["changes"]
    again = muster_plan("verify", post, after, *options)
    assert last(again)["score"] == last(made)["score"]
    assert "there is no such file" in muster_plan("roster", post, "--previous", tmp_path / "none.csv").stderr


def test_buddies_want_the_same_shifts(muster_plan, post):
    (post / "buddies.csv").write_text("person,buddy,weight\nAn,Chen,5\n")
    assert last(muster_plan("roster", post, "--steps", 150))["score"]["buddies"] > 0
    (post / "buddies.csv").write_text("person,buddy\nAn,An\n")
    assert "buddies.csv, row 2, column buddy: must be somebody else" in muster_plan("roster", post).stderr


def test_a_roster_that_breaks_a_pin_is_rejected(muster_plan, post, tmp_path):
    out = tmp_path / "roster.txt"
    assert muster_plan("roster", post, "--steps", 130, "--out", out).exit_code == 0
    out.write_text(out.read_text().replace("An\t", "An\tearly\t", 1).replace("\t-\n", "\n", 1))
    assert muster_plan("verify", post, out).exit_code in {1, 2}


def test_who_cannot_be_rostered_is_named(muster_plan, post):
    with (post / "pins.csv").open("a") as file:
        file.write("An,2020-03-04,early\n")
    told = muster_plan("roster", post, "--steps", 130)
    assert told.exit_code == 1
    assert "An cannot be rostered: no early the day after night" in told.stderr


@pytest.mark.parametrize(
    ("table", "old", "new", "said"),
    [
        ("people", "night=1", "dusk=1", "people.csv, row 2, column limits: there is no shift “dusk”"),
        ("people", "night=1", "night", "people.csv, row 2, column limits: must be written"),
        ("wishes", "Bo", "Di", "wishes.csv, row 2, column person: must be a known person"),
        ("wishes", "2020-03-04", "4.3.", "wishes.csv, row 2, column day: must be a date"),
        ("pins", "2020-03-08", "2020-04-08", "pins.csv, row 3, column day: must be a day of the needs"),
    ],
)
def test_bad_tables_are_told_with_row_and_column(muster_plan, post, table, old, new, said):
    file = post / f"{table}.csv"
    file.write_text(file.read_text().replace(old, new, 1))
    told = muster_plan("roster", post)
    assert told.exit_code == 2
    assert said in told.stderr


def test_days_may_be_numbers(muster_plan, tmp_path):
    source = tmp_path / "post.json"
    source.write_text(
        json.dumps(
            {
                "shifts": [{"shift": "day", "minutes": 600}],
                "people": [{"person": "An"}, {"person": "Bo"}],
                "needs": [{"day": day, "shift": "day", "people": 1} for day in (1, 2, 3)],
            }
        )
    )
    assert last(muster_plan("roster", source, "--steps", 150))["objective"] == 0


def test_what_is_missing_is_said(muster_plan, post, tmp_path):
    assert "there is no such file" in muster_plan("roster", tmp_path / "none.xlsx").stderr
    assert "written to .txt" in muster_plan("roster", post, "--out", "roster.doc").stderr
    (post / "needs.csv").unlink()
    assert "the table needs is missing" in muster_plan("roster", post).stderr
