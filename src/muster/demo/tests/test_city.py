"""The synthetic city is what it says: exact counts, valid codes, nobody real."""

import csv
import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from stdnum.cn import ric

from muster.demo import divisions, files, people
from muster.demo.apportion import apportion
from muster.demo.city import SIZES, City, make_city
from muster.demo.geometry import area
from muster.demo.tree import HOLDS_MEMBERS, silent_candidates
from muster.places import imports as places
from muster.units import imports as units

SEED = 7


def no_progress(stage, share):
    assert stage
    assert 0 <= share <= 1


@pytest.fixture(scope="module")
def village(tmp_path_factory):
    folder = tmp_path_factory.mktemp("village")
    manifest = files.write_city(folder, size="village", seed=SEED, progress=no_progress)
    return folder, manifest


@pytest.fixture(scope="module")
def county() -> City:
    return make_city(SIZES["county"], seed=SEED, progress=no_progress)


def sheet(path: Path) -> list[list]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def rows_of(path: Path, columns) -> list[dict]:
    if path.suffix == ".xlsx":
        header, *rows = sheet(path)
    else:
        header, *rows = csv.reader(path.read_text(encoding="utf-8-sig").splitlines())
    assert tuple(header) == columns
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def tables(village):
    folder, _ = village
    return {
        "units": rows_of(folder / files.UNITS, files.UNIT_COLUMNS),
        "people": rows_of(folder / files.PEOPLE, files.PEOPLE_COLUMNS),
        "areas": rows_of(folder / files.AREAS, files.AREA_COLUMNS),
        "grids": rows_of(folder / files.GRIDS, files.GRID_COLUMNS),
        "premises": rows_of(folder / files.PREMISES, files.PREMISES_COLUMNS),
        "buildings": rows_of(folder / files.BUILDINGS, files.BUILDING_COLUMNS),
    }


def test_the_divisions_are_those_of_the_whole_city():
    levels = Counter(one.level for one in divisions.load())
    assert levels == {
        divisions.CITY: 1,
        divisions.COUNTY: 6,
        divisions.TOWNSHIP: 124,
        divisions.VILLAGE: 1715,
    }


@pytest.mark.parametrize(
    ("layout", "columns"),
    [
        (units.LAYOUT, files.UNIT_COLUMNS),
        (places.AREAS, files.AREA_COLUMNS),
        (places.GRIDS, files.GRID_COLUMNS),
        (places.PREMISES, files.PREMISES_COLUMNS),
        (places.BUILDINGS, files.BUILDING_COLUMNS),
    ],
    ids=lambda value: getattr(value, "key", ""),
)
def test_headers_are_those_that_the_import_asks_for(layout, columns):
    assert {column.headers[0] for column in layout.columns} == set(columns)


def test_the_manifest_counts_what_the_files_hold(village, tables):
    folder, manifest = village
    size = SIZES["village"]
    homes = sum(int(row["单元数"]) * int(row["层数"]) * int(row["每层户数"]) for row in tables["buildings"])
    assert (manifest.counts["homes"], manifest.counts["compounds"]) == (size.homes, size.compounds)
    assert homes == size.homes
    assert sum(row["类别"] == "小区" for row in tables["premises"]) == size.compounds
    for key in ("units", "grids", "premises", "buildings"):
        assert manifest.counts[key] == len(tables[key])
    assert manifest.figures == {"units.mobilised": size.base_units, "people.mobilised": len(tables["people"])}
    assert manifest == files.read_manifest(folder)


def test_the_base_units_are_counted_from_the_kinds(tables):
    counted = [
        row
        for row in tables["units"]
        if row["组织类别"] in {"党委", "党总支", "党支部", "联合党支部"}
        and row["层级"] not in {"市", "区市县"}
    ]
    assert len(counted) == SIZES["village"].base_units
    assert {"党组", "党工委", "党小组"} <= {row["组织类别"] for row in tables["units"]}


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("units", "组织代码"),
        ("people", "公民身份号码"),
        ("people", "手机号码"),
        ("areas", "区划代码"),
        ("grids", "网格代码"),
        ("premises", "小区编号"),
        ("buildings", "建筑编号"),
    ],
)
def test_codes_come_once(tables, table, column):
    assert max(Counter(row[column] for row in tables[table]).values()) == 1


def test_area_codes_have_the_national_shape_and_their_parents_stand_before_them(tables):
    seen = {""}
    for row in tables["areas"]:
        assert len(row["区划代码"]) == 12
        assert row["区划代码"].isdigit()
        assert row["区划代码"].startswith("5116")
        assert row["上级代码"] in seen
        seen.add(row["区划代码"])
    for row in tables["grids"]:
        assert len(row["网格代码"]) == 15
        assert row["网格代码"][:12] == row["所属区划代码"]
        assert row["所属区划代码"] in seen


def test_each_row_points_at_rows_that_exist(tables):
    units = {row["组织代码"] for row in tables["units"]}
    areas = {row["区划代码"] for row in tables["areas"]}
    premises = {row["小区编号"]: row["所属区划代码"] for row in tables["premises"]}
    assert {row["负责组织代码"] for row in tables["areas"]} <= units
    assert {row["属地组织代码"] for row in tables["units"]} <= units | {""}
    assert set(premises.values()) <= areas
    for row in tables["buildings"]:
        assert premises[row["小区编号"]] == row["网格代码"][:12]


def test_the_tree_has_one_root_and_no_cycle(tables):
    seen = {""}
    for row in tables["units"]:
        assert row["上级组织代码"] in seen, "a parent's row comes before its children's"
        seen.add(row["组织代码"])
    assert sum(row["上级组织代码"] == "" for row in tables["units"]) == 1


def test_members_belong_to_branches_of_3_to_49_with_one_secretary_each(tables):
    branches = {row["组织代码"] for row in tables["units"] if row["组织类别"] in HOLDS_MEMBERS}
    sizes = Counter(row["所在组织代码"] for row in tables["people"])
    assert set(sizes) == branches
    assert min(sizes.values()) >= 3
    assert max(sizes.values()) <= 49
    secretaries = Counter(row["所在组织代码"] for row in tables["people"] if row["职务"] == "书记")
    assert secretaries == dict.fromkeys(branches, 1)
    for row in tables["people"]:
        if row["职务"] != "无":
            assert (row["成员类别"], row["可参加"], row["照顾原因"]) == ("正式党员", "是", "")


def test_identity_numbers_are_valid_and_of_the_nineteenth_century(tables):
    for row in tables["people"]:
        number = row["公民身份号码"]
        assert ric.is_valid(number)
        assert int(number[6:10]) < 1900
        assert (int(number[16]) % 2 == 1) == (row["性别"] == "男")


def test_no_telephone_can_ring(tables):
    for row in tables["people"]:
        assert len(row["手机号码"]) == 11
        assert row["手机号码"].startswith("194")


def test_members_live_behind_doors_that_exist(tables):
    shapes = {
        row["建筑编号"]: (int(row["单元数"]), int(row["层数"]), int(row["每层户数"]))
        for row in tables["buildings"]
    }
    for row in tables["people"]:
        stairwells, floors, doors = shapes[row["居住建筑编号"]]
        assert 1 <= row["居住单元"] <= stairwells
        assert 1 <= row["楼层"] <= floors
        assert 1 <= row["房号"] <= doors


def test_skills_are_ones_that_the_product_knows(tables):
    known = Path(people.__file__).parents[1] / "people" / "data" / "skills.csv"
    with known.open(encoding="utf-8") as lines:
        names = {row["name_zh"] for row in csv.DictReader(lines)}
    assert set(people.SKILLS) <= names
    assert {skill for row in tables["people"] for skill in row["技能"].split("、")} <= names | {""}


def test_units_that_may_be_shown_as_silent_have_invented_names(county):
    real = "\n".join(one.name for one in divisions.load())
    names = {unit.code: unit.name for unit in county.units}
    candidates = silent_candidates(county.units)
    assert len(candidates) > 50
    assert len({names[code] for code in candidates}) == len(candidates)
    for code in candidates:
        assert names[code].endswith("自然村党支部")
        assert names[code].removesuffix("自然村党支部") not in real


def contains(ring: list, longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    """Whether each point lies in the ring, by the parity of the edges that a ray crosses."""
    inside = np.zeros(len(longitude), dtype=bool)
    for (ax, ay), (bx, by) in pairwise(ring):
        crosses = (ay > latitude) != (by > latitude)
        with np.errstate(divide="ignore", invalid="ignore"):
            inside ^= crosses & (longitude < (bx - ax) * (latitude - ay) / (by - ay) + ax)
    return inside


def boundaries(path: Path) -> dict[str, dict]:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {one["properties"]["code"]: one["geometry"] for one in features}


def test_every_building_stands_in_its_community_and_in_its_grid(village, tables):
    folder, _ = village
    shapes = boundaries(folder / files.AREA_BOUNDARIES) | boundaries(folder / files.GRID_BOUNDARIES)
    for grid in {row["网格代码"] for row in tables["buildings"]}:
        rows = [row for row in tables["buildings"] if row["网格代码"] == grid]
        longitude = np.array([float(row["经度"]) for row in rows])
        latitude = np.array([float(row["纬度"]) for row in rows])
        for code in (grid, grid[:12]):
            assert contains(shapes[code]["coordinates"][0], longitude, latitude).all()


def test_buildings_of_a_county_stand_in_their_communities(county):
    stock = county.stock
    communities = np.array([one.community for one in stock.premises])[stock.premises_of]
    for number, division in enumerate(county.map.communities):
        chosen = communities == number
        ((ring,),) = county.map.boundary(division)
        assert chosen.any()
        assert contains(ring, stock.longitude[chosen], stock.latitude[chosen]).all()


def test_areas_tile_the_area_above_them(county):
    size = {one.code: sum(area(rings[0]) for rings in county.map.boundary(one)) for one in county.divisions}
    for division in county.divisions:
        parts = [size[one.code] for one in county.divisions if one.parent == division.code]
        assert not parts or sum(parts) == pytest.approx(size[division.code], rel=1e-4)
    in_one_piece = [one for one in county.divisions if len(county.map.boundary(one)) == 1]
    assert in_one_piece == county.divisions


def test_grids_are_two_to_eight_and_each_has_homes(county):
    counts = Counter(grid.community for grid in county.stock.grids)
    assert set(counts) == set(range(len(county.map.communities)))
    assert min(counts.values()) >= 2
    assert max(counts.values()) <= 8
    assert {one.grid for one in county.stock.premises} == set(range(len(county.stock.grids)))


def test_a_county_has_exactly_its_counts(county):
    size = SIZES["county"]
    assert int(county.stock.homes.sum()) == size.homes
    assert sum(unit.is_base for unit in county.units) == size.base_units
    assert len(county.people) == len(set(county.people.national_id)) == size.members
    assert sum(one.kind == "小区" for one in county.stock.premises) == size.compounds
    assert county.stock.codes == sorted(county.stock.codes)


def test_the_same_seed_makes_the_same_files_and_another_seed_others(village, tmp_path):
    folder, manifest = village
    again = files.write_city(tmp_path / "again", size="village", seed=SEED, progress=no_progress)
    assert again == manifest
    for path in folder.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name
    other = files.write_city(tmp_path / "other", size="village", seed=SEED + 1, progress=no_progress)
    assert other.figures == manifest.figures
    assert sheet(tmp_path / "other" / files.PEOPLE) != sheet(folder / files.PEOPLE)


def test_the_files_say_that_they_are_demo_data(village):
    folder, _ = village
    assert "演示数据" in (folder / files.NOTICE).read_text(encoding="utf-8")
    assert "演示数据" in (folder / files.AREA_BOUNDARIES).read_text(encoding="utf-8")


@given(
    weights=st.lists(st.floats(0.01, 1e6), min_size=1, max_size=60),
    low=st.integers(0, 5),
    room=st.integers(0, 40),
    share=st.floats(0, 1),
)
def test_shares_add_up_and_keep_their_bounds(weights, low, room, share):
    count = len(weights)
    total = low * count + round(share * room * count)
    shares = apportion(total, weights, low=low, high=low + room)
    assert shares.sum() == total
    assert shares.min() >= low
    assert shares.max() <= low + room


def test_an_impossible_sharing_is_refused():
    with pytest.raises(ValueError, match="cannot be shared"):
        apportion(10, [1, 1], low=0, high=4)
