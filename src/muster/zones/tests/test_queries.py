"""What different people read of zones; maps are small and honest."""

import json
from itertools import pairwise

import pytest

from muster.kernel.problems import NotAllowed, NotFound
from muster.places.commands import put_boundaries
from muster.staffing.models import Seat
from muster.staffing.tests import town as towns
from muster.zones import commands, maps, queries
from muster.zones.models import Zone

SQUARE = {"type": "Polygon", "coordinates": [[[106.5, 30.4], [106.7, 30.4], [106.7, 30.6], [106.5, 30.4]]]}


@pytest.fixture
def zone(in_force, tree):
    return Zone.objects.filter(state="active", unit=tree.riverside).order_by("code")[0]


def codes(actor, operation, **asked):
    return [zone.code for zone in queries.zones(actor, operation_id=operation.pk, **asked)]


def test_everyone_sees_the_zones_of_their_units(
    in_force, operation, chief, auditor, officer, stranger, member
):
    counts = [len(codes(actor, operation)) for actor in (chief, auditor, officer, stranger, member)]
    assert counts[:2] == [9, 9]
    assert counts[2] + counts[3] == 9
    assert counts[4] == 0


def test_a_member_sees_the_zone_in_which_they_serve(zone, officer, member, people, operation):
    with pytest.raises(NotFound):
        queries.zone(member, zone_id=zone.pk)
    commands.hand_over_zone(officer, zone_id=zone.pk, person_id=people.member.pk)
    assert queries.zone(member, zone_id=zone.pk) == zone
    assert codes(member, operation) == [zone.code]


def test_zones_are_found_by_name_code_unit_and_staffing(in_force, zone, officer, people, operation, tree):
    everywhere = len(codes(officer, operation))
    commands.hand_over_zone(officer, zone_id=zone.pk, person_id=people.member.pk)
    assert (
        codes(officer, operation, text=zone.code) == codes(officer, operation, text=zone.name) == [zone.code]
    )
    assert len(codes(officer, operation, text="河边")) == len(
        codes(officer, operation, unit_id=tree.riverside.pk)
    )
    assert len(codes(officer, operation, vacancy=queries.WITHOUT_KEEPER)) == everywhere - 1
    assert len(codes(officer, operation, vacancy=queries.WITH_VACANCY)) == everywhere
    assert codes(officer, operation, vacancy=queries.COMPLETE) == []
    assert len(codes(officer, operation, vacancy="nonsense")) == everywhere
    Seat.objects.filter(group_id=zone.pk, state="vacant").update(state="closed")
    assert codes(officer, operation, vacancy=queries.COMPLETE) == [zone.code]
    with pytest.raises(NotFound):
        codes(officer, operation, unit_id=tree.south.pk)


def test_a_page_of_zones_costs_two_queries(in_force, officer, operation, django_assert_num_queries):
    with django_assert_num_queries(2):  # the operation, and the page with its counts
        page = list(queries.zones(officer, operation_id=operation.pk)[:20])
    with django_assert_num_queries(0):
        assert all(
            (zone.unit.name, zone.area.name, zone.seats >= 2, zone.filled == 0, not zone.has_keeper)
            for zone in page
        )


def test_the_doors_of_all_zones_are_all_doors(in_force, chief, operation, town):
    zones = list(queries.zones(chief, operation_id=operation.pk))
    doors = [part for zone in zones for part in queries.doors(chief, zone_id=zone.pk)]
    assert sum(part.homes for part in doors) == town.homes
    for zone in zones:
        assert sum(part.homes for part in queries.doors(chief, zone_id=zone.pk)) == zone.homes
    bands = [part for part in doors if part.lowest is not None]
    assert sum(part.highest - part.lowest + 1 for part in bands) == 30


def test_a_zone_names_the_official_grids_it_touches(zone, officer, system):
    from muster.places.commands import AreaRow, put_areas
    from muster.places.models import Area, Building

    assert queries.grids(officer, zone_id=zone.pk) == []
    code = f"{towns.CODES['riverside']}001"
    put_areas(system, rows=[AreaRow(code, "第一网格", "grid", towns.CODES["riverside"], False, None)])
    Building.objects.filter(area__unit=zone.unit).update(grid=Area.objects.get(code=code))
    assert queries.grids(officer, zone_id=zone.pk) == ["第一网格"]


def test_the_state_of_zones_under_a_unit(in_force, chief, operation, tree, town):
    state = queries.state(chief, operation_id=operation.pk, unit=tree.city)
    assert (state.zones, state.homes, state.uncovered) == (9, town.homes, 0)
    assert state.worst_deviation == pytest.approx(in_force.certificate["worst_deviation"])
    assert state.worst_percent.endswith(" %")
    towns.build(chief, "lakeside", [(1, 1, 3)], at=(106.71, 30.41), prefix="new-")
    assert queries.state(chief, operation_id=operation.pk, unit=tree.city).uncovered == 3


def test_before_the_first_zone_everything_is_uncovered(planned, chief, operation, tree, town):
    planned()
    state = queries.state(chief, operation_id=operation.pk, unit=tree.city)
    assert (state.zones, state.homes, state.p95_percent, state.uncovered) == (0, 0, "–", town.homes)


def test_a_form_proposes_as_many_zones_as_there_are_or_as_homes_deserve(
    planned, system, chief, operation, tree, town
):
    size = queries.size(chief, operation_id=operation.pk, unit=tree.city)
    assert (size.zones, size.homes, size.proposed) == (0, town.homes, 2)
    commands.commit_zones(system, plan_id=planned().pk)
    assert queries.size(chief, operation_id=operation.pk, unit=tree.city).proposed == 9


def test_plans_are_shown_to_those_who_plan_there(
    planned, operation, tree, officer, stranger, auditor, member
):
    plan = planned(unit=tree.north, zones=5)
    assert list(queries.plans(officer, operation_id=operation.pk)) == [plan]
    assert queries.plan(officer, plan_id=plan.pk) == plan
    assert set(queries.shown(plan)) == {"p95", "worst", "city_p95", "city_worst"}
    for actor in (stranger, auditor, member):
        assert not queries.plans(actor, operation_id=operation.pk).exists()
        with pytest.raises(NotFound):
            queries.plan(actor, plan_id=plan.pk)


def test_the_least_equal_communities_come_first(planned, chief):
    found = queries.worst_communities(chief, plan=planned())
    assert {one.name for one in found} == {"河边社区", "山坡村", "湖边村"}
    assert [one.worst for one in found] == sorted((one.worst for one in found), reverse=True)
    assert all(one.floor <= one.worst + 0.01 for one in found)


def test_the_keepers_seat_is_for_those_who_plan(zone, officer, auditor):
    assert queries.keeper_seat(officer, zone_id=zone.pk).kind == "leader"
    with pytest.raises(NotAllowed):
        queries.keeper_seat(auditor, zone_id=zone.pk)


# Maps.


@pytest.fixture
def boundaries(system, town):
    put_boundaries(
        system, boundaries=dict.fromkeys((*towns.CODES.values(), "511602001", "511602002"), SQUARE)
    )


def test_areas_are_listed_as_finely_as_they_can_be(in_force, chief, officer, operation, tree, town):
    areas = maps.areas(chief, operation_id=operation.pk, unit=tree.city)
    assert [(area.name, area.boundary) for area in areas] == [
        ("河边社区", None),
        ("山坡村", None),
        ("湖边村", None),
    ]
    assert (sum(area.zones for area in areas), sum(area.homes for area in areas)) == (9, town.homes)
    assert all(area.unkept == area.zones and area.vacant > area.zones for area in areas)
    assert len(maps.areas(officer, operation_id=operation.pk, unit=tree.north)) == 2


@pytest.mark.parametrize("measure", maps.MEASURES)
def test_areas_are_coloured_by_a_number(in_force, boundaries, chief, operation, tree, measure):
    drawn = maps.drawn(chief, operation_id=operation.pk, unit=tree.city, measure=measure)
    assert [feature["geometry"] for feature in drawn["features"]] == [SQUARE] * 3
    assert all(isinstance(feature["properties"]["value"], int | float) for feature in drawn["features"])


def test_areas_too_many_to_draw_are_drawn_more_coarsely(
    in_force, boundaries, chief, operation, tree, monkeypatch
):
    monkeypatch.setattr(maps, "MOST_AREAS", 2)
    assert [area.name for area in maps.areas(chief, operation_id=operation.pk, unit=tree.city)] == [
        "北镇",
        "南镇",
    ]
    monkeypatch.setattr(maps, "MOST_AREAS", 150)
    monkeypatch.setattr(maps, "MOST_BYTES", 2 * len(json.dumps(SQUARE)) + 10)
    assert [area.name for area in maps.areas(chief, operation_id=operation.pk, unit=tree.city)] == [
        "北镇",
        "南镇",
    ]


def test_an_area_without_zones_has_no_number(operation, boundaries, chief, tree):
    (area, *_others) = maps.areas(chief, operation_id=operation.pk, unit=tree.city)
    assert (area.percent, area.value("homes"), area.value("zones")) == (None, None, 0)


def inside(ring, point):
    """Whether a point lies in a convex ring that runs anticlockwise."""
    return all(
        (bx - ax) * (point[1] - ay) - (by - ay) * (point[0] - ax) >= -1e-12
        for (ax, ay), (bx, by) in pairwise(ring)
    )


def test_the_zones_of_one_community_are_drawn_around_their_buildings(in_force, chief, operation, tree):
    drawn = maps.drawn(chief, operation_id=operation.pk, unit=tree.hillside, measure="vacant")
    zones = {str(zone.pk): zone for zone in Zone.objects.filter(state="active", unit=tree.hillside)}
    assert {feature["id"] for feature in drawn["features"]} == set(zones)
    for feature in drawn["features"]:
        (ring,) = feature["geometry"]["coordinates"]
        zone = zones[feature["id"]]
        assert ring[0] == ring[-1]
        assert inside(ring, (zone.longitude, zone.latitude))
        assert feature["properties"] == {
            "name": zone.name,
            "value": Seat.objects.filter(group_id=zone.pk).count(),
        }


def test_zones_of_one_tower_do_not_cover_one_another(in_force, chief, operation, tree):
    drawn = maps.drawn(chief, operation_id=operation.pk, unit=tree.riverside, measure="unkept")
    shapes = {json.dumps(feature["geometry"]) for feature in drawn["features"]}
    assert len(shapes) == len(drawn["features"])
    assert {feature["properties"]["value"] for feature in drawn["features"]} == {1}


def test_a_plan_is_drawn_before_it_is_in_force(planned, operation, boundaries, chief, tree):
    plan = queries.plan(chief, plan_id=planned().pk)
    where = {"operation_id": operation.pk, "measure": "zones"}
    areas = maps.drawn(chief, unit=tree.city, plan=plan, **where)
    assert sum(feature["properties"]["value"] for feature in areas["features"]) == 9
    before = maps.drawn(chief, unit=tree.city, **where)
    assert sum(feature["properties"]["value"] for feature in before["features"]) == 0
    zones = maps.drawn(chief, unit=tree.riverside, plan=plan, **where)
    assert len(zones["features"]) == Zone.objects.filter(plan=plan, unit=tree.riverside).count()
    assert maps.drawn(chief, unit=tree.riverside, **where)["features"] == []


def test_a_map_shows_only_what_is_in_sight(in_force, boundaries, officer, operation, tree):
    with pytest.raises(NotFound):
        maps.drawn(officer, operation_id=operation.pk, unit=tree.city, measure="zones")


def test_a_map_costs_few_queries(in_force, boundaries, chief, operation, tree, django_assert_num_queries):
    with django_assert_num_queries(5):
        maps.drawn(chief, operation_id=operation.pk, unit=tree.city, measure="vacant")
    with django_assert_num_queries(6):
        maps.drawn(chief, operation_id=operation.pk, unit=tree.riverside, measure="vacant")
