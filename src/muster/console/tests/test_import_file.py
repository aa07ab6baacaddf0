"""A file is brought in whole or not at all, and the same file twice changes nothing."""

from pathlib import Path

import pytest

from conftest import TODAY
from muster.console.commands import import_file
from muster.console.importing import Outcome
from muster.console.problems import UnknownTable
from muster.kernel.actor import Actor
from muster.kernel.models import Entry
from muster.kernel.problems import JobStopped, NotAllowed
from muster.kernel.sheets import FileRefused
from muster.people.models import Person
from muster.places.models import Area, Home
from muster.units.models import Unit
from muster.units.problems import OutsideYourUnits

UNITS = "组织代码,组织名称,组织类别,上级组织代码,属地组织代码,层级,条线,区划代码,成立日期"
CLINIC = "clinic,卫生院党支部,党支部,health,hillside,其他,卫生健康,,2010-01-01"


def brought(actor: Actor, tmp_path: Path, *lines: str, layout: str = "units", **more) -> Outcome:
    path = tmp_path / "sheet.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return import_file(actor, layout=layout, source=path, filename="sheet.csv", day=TODAY, **more)


def test_a_dry_run_says_what_would_happen_and_keeps_nothing(system, tree, tmp_path):
    entries = Entry.objects.count()
    outcome = brought(system, tmp_path, UNITS, CLINIC, dry_run=True)
    assert (outcome.created, outcome.changed, outcome.rows, outcome.is_sound) == (1, 0, 1, True)
    assert not Unit.objects.filter(code="clinic").exists()
    assert Entry.objects.count() == entries


def test_the_same_file_twice_changes_nothing(system, tree, tmp_path):
    assert brought(system, tmp_path, UNITS, CLINIC).created == 1
    again = brought(system, tmp_path, UNITS, CLINIC)
    assert (again.created, again.changed, again.rows) == (0, 0, 1)


def test_one_wrong_row_keeps_all_out(system, tree, tmp_path):
    outcome = brought(system, tmp_path, UNITS, CLINIC, "x,甲,党支部,nowhere,,其他,,,")
    assert not outcome.is_sound
    assert [(error.row, error.letter, error.column, error.rule) for error in outcome.errors] == [
        (3, "D", "上级组织代码", "unknown_unit")
    ]
    assert not Unit.objects.filter(code="clinic").exists()


def test_a_wrong_header_is_named(system, tree, tmp_path):
    outcome = brought(system, tmp_path, UNITS.replace("组织名称", "组织名"), CLINIC)
    assert [(error.row, error.rule) for error in outcome.errors] == [(1, "missing_header")]


def test_what_nobody_knows_is_told(system, tree, tmp_path):
    outcome = brought(system, tmp_path, f"{UNITS},天气", f"{CLINIC},晴")
    assert outcome.ignored_headers == ("天气",)
    assert outcome.created == 1


def test_it_needs_the_power_to_import(officer, tmp_path):
    with pytest.raises(NotAllowed):
        brought(officer, tmp_path, UNITS, CLINIC)


def test_a_clerk_brings_in_only_their_own_units(actor_as, tree, tmp_path):
    clerk = actor_as("clerk", unit=tree.north, who="officer")
    with pytest.raises(OutsideYourUnits):
        brought(clerk, tmp_path, UNITS, CLINIC)
    assert not Unit.objects.filter(code="clinic").exists()
    assert brought(clerk, tmp_path, UNITS, CLINIC.replace("health", "riverside")).created == 1


def test_an_unknown_table_or_a_file_that_is_none(system, tree, tmp_path):
    with pytest.raises(UnknownTable):
        brought(system, tmp_path, UNITS, layout="weather")
    with pytest.raises(FileRefused):
        brought(system, tmp_path, "%PDF-1.7")


def test_it_can_be_stopped_while_it_reads(system, tree, tmp_path):
    def stop(phase: str, done: int, _total: int) -> None:
        if phase == "read" and done:
            raise JobStopped

    lines = [f"u{n},甲,党支部,north,,其他,,," for n in range(2_100)]
    with pytest.raises(JobStopped):
        brought(system, tmp_path, UNITS, *lines, progress=stop)
    assert not Unit.objects.filter(code="u1").exists()


def test_a_whole_village_comes_in_table_by_table(system, db, tmp_path):
    from muster.demo.files import write_city

    write_city(tmp_path, size="village", seed=1, progress=lambda *_: None)
    files = {
        "units": "units.xlsx",
        "areas": "areas.csv",
        "grids": "grids.csv",
        "premises": "premises.csv",
        "buildings": "buildings.csv",
        "people": "people.xlsx",
        "boundaries": "areas.geojson",
    }
    phases: list[str] = []

    def run(layout: str) -> Outcome:
        return import_file(
            system,
            layout=layout,
            source=tmp_path / files[layout],
            filename=files[layout],
            day=TODAY,
            progress=lambda phase, *_: phases.append(phase),
        )

    first = {layout: run(layout) for layout in files}
    assert all(outcome.is_sound for outcome in first.values())
    assert first["people"].created == Person.objects.count() > 0
    assert Home.objects.exists()
    assert Area.objects.exclude(boundary=None).exists()
    again = {layout: run(layout) for layout in files}
    assert {(outcome.created, outcome.changed) for outcome in again.values()} == {(0, 0)}
    assert phases[:3] == ["read", "store", "finish"]
