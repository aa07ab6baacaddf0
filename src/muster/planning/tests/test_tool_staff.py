import csv
import json

import numpy as np
import pytest
from typer.testing import CliRunner
from xlsxwriter import Workbook

from muster.planning.tool import staff
from muster.planning.tool.app import app

PEOPLE = [
    ("编号", "x", "y", "skills", "可到岗", "leads", "load", "unit"),
    ("安", 0, 0, "nurse;driver", "是", "是", 1, "A"),
    ("白", 10, 0, "nurse", "yes", "no", 9, "A"),
    ("程", 500, 0, "", "1", "true", 0, "B"),
    ("丁", 510, 0, "", "true", "no", 0, "B"),
    ("方", 520, 0, "driver", "no", "no", 0, "B"),
]
SEATS = [
    ("id", "x", "y", "skills", "leads", "weight", "group", "unit", "holder"),
    ("east leader", 0, 0, "", "yes", 3, "east", "A", ""),
    ("east nurse", 0, 0, "nurse", "no", 2, "east", "A", "白"),
    ("west leader", 505, 0, "", "yes", 3, "west", "B", "程"),
    ("west helper", 505, 0, "", "no", 1, "west", "B", ""),
    ("west driver", 505, 0, "driver", "no", 1, "west", "B", ""),
]


@pytest.fixture
def muster_plan():
    return lambda *words: CliRunner().invoke(app, list(map(str, words)))


@pytest.fixture
def town(tmp_path):
    folder = tmp_path / "town"
    folder.mkdir()
    write(folder / "people.csv", PEOPLE)
    write(folder / "seats.csv", SEATS)
    return folder


def write(path, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)


def changed(rows, row, column, value):
    rows = [list(cells) for cells in rows]
    rows[row][rows[0].index(column)] = value
    return rows


def last(result):
    return json.loads(result.stdout.splitlines()[-1])


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
@pytest.mark.parametrize("picture", ["svg", "png"])
def test_seats_are_filled_kept_drawn_and_read_back(muster_plan, town, tmp_path, ending, picture):
    out, drawn = tmp_path / f"plan.{ending}", tmp_path / f"map.{picture}"
    prices = ("--load-metres", 10, "--away-metres", 50, "--move-metres", 100, "--max-distance", 2000)
    made = muster_plan("staff", town, "--out", out, "--picture", drawn, "--explain", *prices)
    assert made.exit_code == 0, made.output
    found = last(made)
    assert {"objective", "lower_bound", "gap", "verified", "wall_s", "cpu_s", "seed"} <= found.keys()
    assert (found["gap"], found["verified"], found["filled"], found["vacant"]) == (0, True, 4, 1)
    assert "4 of 5 seats are filled. No plan is better." in made.stderr
    assert "have carried 2.5; 1 of those called on" in made.stderr
    assert drawn.read_bytes().startswith({"svg": b"<svg", "png": b"\x89PNG"}[picture])
    again = muster_plan("verify", town, out, *prices)
    assert again.exit_code == 0, again.output
    assert last(again)["objective"] == found["objective"]
    assert last(again)["optimal"] == (ending == "json")


def test_a_vacancy_is_told_with_the_demands_that_clash(muster_plan, town):
    told = muster_plan("staff", town, "--explain").stderr
    assert "Why seats stay vacant" in told
    assert "Seat west driver clashes with others: 2 seats (1 for a leader and 1 for driver)" not in told
    assert "seats (" in told
    assert "One of these demands fewer" in told


def test_nobody_who_could_take_a_seat_is_told(muster_plan, town):
    write(town / "seats.csv", changed(SEATS, 5, "skills", "boat"))
    assert (
        "Seat west driver: nobody who is available can take it."
        in muster_plan("staff", town, "--explain").stderr
    )


def test_no_more_clashes_are_told_than_anybody_reads(muster_plan, town):
    more = [(f"boat {n}", 0, 0, f"boat{n}", "no", 1, "east", "A", "") for n in range(5)]
    write(town / "seats.csv", [*SEATS, *more, *more[:0]])
    told = muster_plan("staff", town, "--explain").stderr
    assert told.count("clashes with others") + told.count("nobody who is available") <= staff.MOST_CLASHES


@pytest.mark.parametrize(
    ("seat", "person", "told"),
    [
        ("west leader", "程", "程 on seat west leader: so the plan has it (distance 5 m)"),
        ("east leader", "安", "安 on seat east leader: so the plan has it (no way at all)"),
        ("east leader", "程", "程 on seat east leader: 500 m away; a plan with that costs at least"),
        ("east leader", "白", "this person may not lead"),
        ("east nurse", "程", "this person lacks a skill that is needed"),
        ("west driver", "方", "this person is not available"),
    ],
)
def test_why_not_is_answered_of_the_person_asked_about_alone(muster_plan, town, seat, person, told):
    said = muster_plan("staff", town, "--why-not", seat, person).stderr
    assert told in said
    others = {row[0] for row in PEOPLE[1:]} - {person}
    assert not any(name in said for name in others)


def test_who_lives_too_far_away_is_told_so(muster_plan, town):
    asked = ("--why-not", "east leader", "程", "--max-distance", 100)
    assert "lives too far away" in muster_plan("staff", town, *asked).stderr


def test_parts_are_planned_by_themselves_and_read_back(muster_plan, town, tmp_path):
    out = tmp_path / "plan.json"
    made = muster_plan("staff", town, "--by", "unit", "--out", out, "--threads", 2)
    assert made.exit_code == 0, made.output
    assert (last(made)["parts"], last(made)["gap"]) == (2, 0)
    again = muster_plan("verify", town, out, "--by", "unit")
    assert (again.exit_code, last(again)["objective"]) == (0, last(made)["objective"])
    person = {row["seat"]: row["person"] for row in json.loads(out.read_text())["plan"]}
    assert person["west leader"] == "程"
    kept = json.loads(out.read_text())
    for row in kept["plan"]:
        row["person"] = (
            "安" if row["seat"] == "west leader" else "" if row["person"] == "安" else row["person"]
        )
    out.write_text(json.dumps(kept))
    rejected = muster_plan("verify", town, out, "--by", "unit")
    assert (rejected.exit_code, "who does not exist" in rejected.stderr) == (1, True)


@pytest.mark.parametrize("form", ["two files", "workbook", "json", "degrees"])
def test_people_and_seats_come_in_several_forms(muster_plan, tmp_path, form):
    people, seats = tmp_path / "people.csv", tmp_path / "seats.csv"
    source = [people, seats]
    if form == "workbook":
        source = [tmp_path / "town.xlsx"]
        with Workbook(str(source[0])) as book:
            for name, rows in (("人员", PEOPLE), ("岗位", SEATS)):
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
    elif form == "json":
        source = [tmp_path / "town.json"]
        tables = {"people": PEOPLE, "seats": SEATS}
        source[0].write_text(
            json.dumps(
                {
                    name: [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
                    for name, rows in tables.items()
                }
            )
        )
    else:
        write(people, degrees(PEOPLE) if form == "degrees" else PEOPLE)
        write(seats, degrees(SEATS) if form == "degrees" else SEATS)
    made = muster_plan("staff", *source)
    assert made.exit_code == 0, made.output
    assert (last(made)["filled"], last(made)["mean_metres"]) == (4, pytest.approx(5, abs=0.6))


def degrees(rows):
    at = rows[0].index("x")
    head = (*rows[0][:at], "longitude", "latitude", *rows[0][at + 2 :])
    return [head, *((*row[:at], 106 + row[at] / 111320, row[at + 1], *row[at + 2 :]) for row in rows[1:])]


def test_bare_tables_will_do(muster_plan, tmp_path):
    write(tmp_path / "people.csv", [("x", "y"), (0, 0), (5, 0)])
    write(tmp_path / "seats.csv", [("x", "y"), (1, 0)])
    made = muster_plan(
        "staff", tmp_path / "people.csv", tmp_path / "seats.csv", "--why-not", "0", "1", "--explain"
    )
    assert (made.exit_code, last(made)["objective"]) == (0, 1)
    assert "1 on seat 0: 4 m away; a plan with that may be as good" in made.stderr


@pytest.mark.parametrize(
    ("table", "change", "told"),
    [
        ("people", (2, "x", "far"), "people.csv, row 3, column x: must be a number, not “far”"),
        ("people", (2, "编号", "安"), "people.csv, row 3, column id: must not stand twice, not “安”"),
        (
            "people",
            (1, "可到岗", "maybe"),
            "people.csv, row 2, column available: must be yes or no, not “maybe”",
        ),
        ("people", (3, "load", "-1"), "people.csv, row 4, column load: must be 0 or more, not “-1”"),
        ("people", (3, "x", "1e12"), "people.csv, row 4, column x: person_x must lie within"),
        ("people", (1, "skills", ";".join(map(str, range(70)))), "people.csv: names 72 skills; at most 64"),
        ("seats", (1, "weight", "0"), "seats.csv, row 2, column weight: a seat's weight is 1 to 1000"),
        (
            "seats",
            (1, "holder", "谁"),
            "seats.csv, row 2, column holder: must be the id of a person, not “谁”",
        ),
        ("seats", (1, "holder", "白"), "seats.csv, row 3, column holder: a person holds one seat at most"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_nothing_is_written(
    muster_plan, town, tmp_path, table, change, told
):
    rows = PEOPLE if table == "people" else SEATS
    write(town / f"{table}.csv", changed(rows, *change))
    out = tmp_path / "plan.csv"
    refused = muster_plan("staff", town, "--out", out)
    assert refused.exit_code == 2
    assert told in refused.stderr.replace("\n", " ")
    assert not out.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--out", "plan.doc"), "a staffing plan is written to .csv, .xlsx, .json"),
        (("--why-not", "nowhere", "安"), "there is no seat nowhere"),
        (("--why-not", "east nurse", "谁"), "there is no person 谁"),
        (("--by", "unit", "--why-not", "east nurse", "程"), "are planned apart"),
        (("--move-metres", 10**12), "move_metres is 0 to 1000000000"),
    ],
)
def test_options_that_cannot_be_are_refused(muster_plan, town, words, told):
    refused = muster_plan("staff", town, *words)
    assert refused.exit_code == 2
    assert told in refused.stderr


def test_a_table_that_is_missing_is_named(muster_plan, town):
    (town / "seats.csv").unlink()
    refused = muster_plan("staff", town)
    assert (refused.exit_code, "holds no table seats" in refused.stderr) == (2, True)


def test_places_off_the_globe_are_refused(muster_plan, tmp_path):
    write(tmp_path / "people.csv", [("longitude", "latitude"), (0, 99)])
    write(tmp_path / "seats.csv", [("longitude", "latitude")])
    refused = muster_plan("staff", tmp_path)
    assert "column latitude: must lie between -90 and 90" in refused.stderr


@pytest.mark.parametrize("seat", range(len(SEATS) - 1))
def test_any_one_seat_changed_in_the_file_is_found(muster_plan, town, tmp_path, seat):
    out = tmp_path / "plan.json"
    muster_plan("staff", town, "--out", out)
    kept = json.loads(out.read_text())
    for other in {row[0] for row in PEOPLE[1:]} | {""}:
        if other == kept["plan"][seat]["person"]:
            continue
        false = json.loads(out.read_text())
        false["plan"][seat]["person"] = other
        (tmp_path / "false.json").write_text(json.dumps(false))
        checked = muster_plan("verify", town, tmp_path / "false.json")
        assert checked.exit_code == 1 or not last(checked)["optimal"]


@pytest.mark.parametrize(
    ("cut", "told"), [(slice(1, None), "every seat once"), (slice(0, 0), "every seat once")]
)
def test_a_plan_without_every_seat_is_refused(muster_plan, town, tmp_path, cut, told):
    out = tmp_path / "plan.json"
    muster_plan("staff", town, "--out", out)
    kept = json.loads(out.read_text())
    kept["plan"] = kept["plan"][cut] or [{"seat": "nowhere", "person": ""}]
    out.write_text(json.dumps(kept))
    assert told in muster_plan("verify", town, out).stderr


def test_an_empty_list_of_rents_is_a_proof_as_well(muster_plan, tmp_path):
    write(tmp_path / "people.csv", [("x", "y"), (0, 0)])
    write(tmp_path / "seats.csv", [("x", "y"), (1, 0)])
    out = tmp_path / "plan.json"
    made = muster_plan("staff", tmp_path, "--out", out)
    kept = json.loads(out.read_text())
    total = sum(row["price"] for row in kept["prices"]) - sum(row["rent"] for row in kept["rents"])
    assert total == last(made)["objective"]
    assert last(muster_plan("verify", tmp_path, out))["optimal"] == np.True_


def test_a_cluster_that_is_not_there_is_told(muster_plan, town):
    refused = muster_plan("staff", town, "--ray", "127.0.0.1:1")
    assert refused.exit_code == 2
    assert "Ray is not installed here" in refused.stderr or "no Ray cluster answers" in refused.stderr


def test_a_town_without_people_and_seats_is_planned_as_well(muster_plan, tmp_path):
    write(tmp_path / "people.csv", [("x", "y")])
    write(tmp_path / "seats.csv", [("x", "y")])
    made = muster_plan("staff", tmp_path, "--picture", tmp_path / "map.svg", "--out", tmp_path / "plan.json")
    assert made.exit_code == 0, made.output
    assert (last(made)["objective"], last(made)["optimal"]) == (0, True)
