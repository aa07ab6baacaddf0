"""The pages that span apps: who may open them, what they say, what they cost."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from conftest import TODAY
from muster.console import context
from muster.console.feed import lines
from muster.console.queries import happened
from muster.directives import commands as directives
from muster.operations import commands as operations
from muster.places.models import Area
from muster.staffing.commands import assign
from muster.staffing.models import Seat, StaffingPlan
from muster.teams.commands import create_team
from muster.units.commands import UnitRow, put_units
from muster.zones.models import ZonePlan

from .conftest import words

WHO = ("chief", "officer", "clerk", "auditor", "stranger", "member", "nobody")
NO_ID = "00000000-0000-7000-8000-000000000000"
SQUARE = {"type": "Polygon", "coordinates": [[[106, 30], [107, 30], [107, 31], [106, 30]]]}


def at(view, **named):
    return reverse(f"console:{view}", kwargs=named)


def unit_url(unit):
    return reverse("units:unit", kwargs={"unit_id": unit.pk})


def test_who_sees_which_page(client_as, operation, tree):
    expected = {
        at("health"): (200, 200, 200, 200, 200, 200, 200),
        at("home"): (302, 302, 302, 302, 302, 302, 302),
        at("now", operation_id=operation.pk): (200, 200, 200, 200, 200, 404, 302),
        at("areas", operation_id=operation.pk): (200, 200, 200, 200, 200, 404, 302),
        at("mine", operation_id=operation.pk): (200, 200, 200, 200, 200, 200, 302),
        at("now", operation_id=NO_ID): (404, 404, 404, 404, 404, 404, 302),
        unit_url(tree.riverside): (200, 200, 200, 200, 404, 404, 302),
        at("search"): (200, 200, 200, 200, 200, 403, 302),
        at("import"): (200, 403, 200, 403, 403, 403, 302),
        at("import_table", key="units"): (200, 403, 200, 403, 403, 403, 302),
        at("import_sheet", key="units", language="zh"): (200, 403, 200, 403, 403, 403, 302),
        at("upload", upload_id=NO_ID): (404, 403, 404, 403, 403, 403, 302),
        at("jobs"): (200, 200, 200, 200, 200, 200, 302),
        at("job", job_id=NO_ID): (404, 404, 404, 404, 404, 404, 302),
        at("journal"): (200, 200, 200, 200, 200, 403, 302),
    }
    clients = {who: client_as(who) for who in WHO}
    found = {url: tuple(clients[who].get(url).status_code for who in WHO) for url in expected}
    assert found == expected


def test_home_leads_to_where_the_day_begins(client_as, operation):
    assert client_as("chief").get("/").url == at("now", operation_id=operation.pk)
    assert client_as("member").get("/").url == at("mine", operation_id=operation.pk)
    assert client_as("nobody").get("/").url == f"{reverse('account_login')}?next=%2F"


def test_without_an_operation_home_offers_the_first_step(client_as, tree):
    chief, member = words(client_as("chief").get("/")), words(client_as("member").get("/"))
    assert reverse("operations:activate") in chief
    assert at("import") in chief
    assert "Nothing to do now" in member
    assert reverse("operations:activate") not in member


def test_now_shows_figures_parts_what_waits_and_what_happened(client_as, operation, notice, tree):
    page = words(client_as("chief").get(at("now", operation_id=operation.pk)))
    assert 'data-figure="people.mobilised"' in page
    assert '<span class="tile-number">16</span>' in page
    assert "units yet to accept" in page
    assert f">{notice.title}</span>" in page
    assert f'data-area="{tree.county.pk}"' in page
    assert f"issued “{notice.title}” to" in page
    assert "activated the operation" in page
    assert 'hx-trigger="every 15s"' in page


def test_now_is_about_the_highest_unit_in_sight_or_the_one_asked_for(client_as, operation, tree):
    url = at("now", operation_id=operation.pk)
    assert f'<h1 class="page-title">{tree.north.name}</h1>' in words(client_as("officer").get(url))
    assert client_as("officer").get(url, {"unit": tree.riverside.pk}).status_code == 200
    assert client_as("officer").get(url, {"unit": tree.south.pk}).status_code == 404
    assert f'<h1 class="page-title">{tree.north.name}</h1>' in words(
        client_as("officer").get(url, {"unit": "x"})
    )


def test_the_parts_are_those_of_the_chosen_figure(client_as, operation, tree):
    url = at("now", operation_id=operation.pk)
    by_units = words(client_as("chief").get(url, {"unit": tree.north.pk}))
    by_people = words(client_as("chief").get(url, {"unit": tree.north.pk, "figure": "people.mobilised"}))
    assert '<td class="num-cell">33.3%</td>' in by_units
    assert '<td class="num-cell">57.1%</td>' in by_people
    assert "the unit itself" in by_people
    assert words(client_as("chief").get(url, {"figure": "no.figure"})).count("selected") == 1


def test_many_parts_are_paged(client_as, system, operation, tree):
    rows = [
        UnitRow(f"u{n:03}", f"第{n}支部", "", "branch", "north", None, "other", False, "", "", TODAY)
        for n in range(60)
    ]
    put_units(system, rows=rows, day=TODAY)
    url = at("now", operation_id=operation.pk)
    page = words(client_as("officer").get(url, {"page": "2"}))
    assert page.count("data-area=") == 13
    assert "51–63 of 63" in page


def test_the_map_holds_the_areas_of_the_units_below(client_as, operation, tree):
    page = at("now", operation_id=operation.pk)
    assert "data-map" not in words(client_as("chief").get(page))
    Area.objects.create(code="511603", name="前锋区", level="county", unit=tree.county, boundary=SQUARE)
    assert "data-map" in words(client_as("chief").get(page))
    shapes = (
        client_as("chief").get(at("areas", operation_id=operation.pk), {"figure": "people.mobilised"}).json()
    )
    assert [(one["id"], one["properties"]["value"]) for one in shapes["features"]] == [
        (str(tree.county.pk), 10.0)
    ]
    assert client_as("officer").get(at("areas", operation_id=operation.pk)).json()["features"] == []


def test_now_refreshes_a_part_and_says_when_nothing_changed(client_as, operation, notice):
    client, url = client_as("chief"), at("now", operation_id=operation.pk)
    first = client.get(url, headers={"HX-Request": "true"})
    assert b"<html" not in first.content
    assert "HX-Request" in first["Vary"]
    assert "private" in first["Cache-Control"]
    again = client.get(url, headers={"HX-Request": "true", "If-None-Match": first["ETag"]})
    assert again.status_code in (304, 200)  # 200 when a new minute has begun between the two
    assert again.status_code == 304 or b"tile-as-of" in again.content


def test_mine_holds_what_one_has_to_do_in_the_order_of_its_deadline(
    client_as, chief, officer, operation, notice, tree, people
):
    operations.propose_temporary_unit(
        officer,
        operation_id=operation.pk,
        parent_id=tree.north.pk,
        name="At the bridge",
        task="gates",
        leader_id=people.riverside[0].pk,
    )
    mine = words(client_as("officer").get(at("mine", operation_id=operation.pk)))
    assert notice.title in mine
    assert ">Accept</a>" in mine
    assert ">Decide</a>" not in mine
    assert ">Decide</a>" in words(client_as("chief").get(at("mine", operation_id=operation.pk)))
    directives.accept_directive(officer, directive_id=notice.pk, unit_ids=[tree.north.pk])
    mine = words(client_as("officer").get(at("mine", operation_id=operation.pk)))
    assert ">Report</a>" in mine
    assert ">Accept</a>" not in mine


def test_a_member_without_a_role_reads_what_came(client_as, operation, notice, member):
    client, url = client_as("member"), at("mine", operation_id=operation.pk)
    assert ">Read</a>" in words(client.get(url))
    directives.mark_read(member, directive_id=notice.pk)
    assert "Nothing to do now" in words(client.get(url))


def test_the_page_of_a_unit(client_as, operation, notice, tree, people):
    page = words(client_as("chief").get(unit_url(tree.riverside)))
    for part in (tree.north.name, "riverside1", "Units of lines that stand here", tree.hospital.name):
        assert part in page
    assert 'data-figure="people.mobilised"' in page
    assert reverse("directives:list", kwargs={"operation_id": operation.pk}) in page
    assert "riverside1" not in words(client_as("auditor").get(unit_url(tree.riverside)))


def test_the_page_of_a_unit_names_nothing_out_of_sight(client_as, operation, tree):
    page = words(client_as("officer").get(unit_url(tree.north)))
    assert tree.county.name not in page
    assert "a unit out of your sight" in page
    top = words(client_as("chief").get(unit_url(tree.city)))
    assert "the top of the tree" in top


def test_the_page_of_a_unit_outside_any_operation(client_as, tree, people):
    page = words(client_as("chief").get(unit_url(tree.city)))
    assert "data-figure" not in page
    assert tree.county.name in page


def test_search_finds_units_members_and_directives_in_sight(client_as, operation, notice, tree, people):
    client = client_as("chief")
    assert tree.riverside.name in words(client.get(at("search"), {"q": "riverside党"}))
    assert people.lakeside[0].name in words(client.get(at("search"), {"q": "lakeside1"}))
    assert "Nothing was found" in words(client_as("officer").get(at("search"), {"q": "lakeside1"}))
    assert notice.title in words(client.get(at("search"), {"q": "gates"}))
    assert "Find anything" in words(client.get(at("search")))


def test_search_before_the_first_operation(client_as, tree, people):
    assert tree.riverside.name in words(client_as("chief").get(at("search"), {"q": "riverside党"}))


def test_a_request_that_nobody_looked_at_has_no_shell():
    assert context.shell(RequestFactory().get("/")) == {}


def test_the_navigation_offers_what_one_may_open(client_as, operation):
    chief, member = words(client_as("chief").get(at("jobs"))), words(client_as("member").get(at("jobs")))
    assert at("import") in chief
    assert at("journal") in chief
    assert at("import") not in member
    assert reverse("units:tree") not in member
    assert at("mine", operation_id=operation.pk) in member
    assert f'href="{at("jobs")}" aria-current="page"' in chief


def test_the_header_is_about_the_operation_in_the_address(client_as, chief, operation, tree):
    newer = operations.begin_operation(
        replace(chief, now=datetime.now(UTC)), unit_id=tree.city.pk, template="flood", is_drill=True
    )
    assert "Epidemic response" in words(client_as("chief").get(at("now", operation_id=operation.pk)))
    page = words(client_as("chief").get(at("jobs")))
    assert newer.name in page
    assert "banner-drill" in page
    assert "level I" in page


def test_the_language_is_chosen_for_this_device_and_the_next(client_as, people):
    client = client_as("officer")
    client.post(reverse("set_language"), {"language": "zh-hans", "next": "/jobs/"})
    assert client.cookies["django_language"].value == "zh-hans"
    people.officer.account.refresh_from_db()
    assert people.officer.account.language == "zh-hans"
    assert client_as("nobody").post(reverse("set_language"), {"language": "en"}).status_code == 302
    assert client.post(reverse("set_language"), {"language": "klingon"}).status_code == 400


def test_logging_in_brings_the_language_of_the_account(client_as, people):
    client_as("officer")
    account = people.officer.account
    account.set_password("a-long-enough-one")
    account.language = "en"
    account.save()
    client = client_as("nobody", language="zh-hans")
    response = client.post(reverse("account_login"), {"login": "officer", "password": "a-long-enough-one"})
    assert response.status_code == 302
    assert client.cookies["django_language"].value == "en"


@pytest.mark.parametrize(("who", "queries"), [("chief", 26), ("officer", 25)])
def test_now_asks_the_database_little(client_as, operation, notice, django_assert_num_queries, who, queries):
    client, url = client_as(who), at("now", operation_id=operation.pk)
    client.get(url)
    with django_assert_num_queries(queries):
        client.get(url)


def test_the_page_of_a_unit_asks_the_database_little(
    client_as, operation, notice, tree, django_assert_num_queries
):
    client = client_as("chief")
    client.get(unit_url(tree.north))
    with django_assert_num_queries(29):
        client.get(unit_url(tree.north))


@pytest.fixture
def team(chief, operation, tree):
    return create_team(
        chief, operation_id=operation.pk, unit_id=tree.north.pk, kind="vanguard", name="Gate team", helpers=2
    )


def test_vacant_seats_wait(client_as, operation, team):
    page = words(client_as("chief").get(at("now", operation_id=operation.pk)))
    assert '<span class="badge tone-warn">3</span> vacant seats' in page
    assert reverse("staffing:vacancies", kwargs={"operation_id": operation.pk}) in page
    assert "nobody answers" not in page


def test_a_member_finds_where_they_serve(client_as, chief, operation, team, people):
    seat = Seat.objects.filter(group_id=team.pk, kind="general").first()
    assign(chief, seat_id=seat.pk, person_id=people.member.pk)
    page = words(client_as("member").get(at("mine", operation_id=operation.pk)))
    assert "Where you serve" in page
    assert reverse("teams:team", kwargs={"operation_id": operation.pk, "team_id": team.pk}) in page
    assert "Where you serve" not in words(client_as("officer").get(at("mine", operation_id=operation.pk)))


def test_a_keeper_finds_the_zone(client_as, chief, operation, people, tree):
    seat = Seat.objects.create(
        operation=operation, unit=tree.riverside, group_kind="zone", group_id=uuid4(), group_name="Zone 1",
        kind="leader", longitude=106, latitude=30, state_on=TODAY,
    )  # fmt: skip
    assign(chief, seat_id=seat.pk, person_id=people.member.pk)
    page = words(client_as("member").get(at("mine", operation_id=operation.pk)))
    assert reverse("zones:zone", kwargs={"operation_id": operation.pk, "zone_id": seat.group_id}) in page


def test_plans_wait_for_those_who_plan(client_as, chief, operation, tree):
    made = {"operation": operation, "unit": tree.north, "made_at": chief.now, "seed": 1, "certificate": {}}
    ZonePlan.objects.create(**made, homes=1, communities=[], parts=b"", digest=b"")
    StaffingPlan.objects.create(**made, people=1, seats=1, parts={}, placements=b"")
    for who, there in (("chief", True), ("officer", True), ("auditor", False), ("stranger", False)):
        page = words(client_as(who).get(at("mine", operation_id=operation.pk)))
        assert ("a plan of zones" in page) is there
        assert ("a plan of who takes which seat" in page) is there


def test_what_happens_to_seats_and_teams_is_told_by_the_name_of_the_group(chief, operation, team, people):
    seat = Seat.objects.filter(group_id=team.pk, kind="general").first()
    assign(chief, seat_id=seat.pk, person_id=people.member.pk)
    with translation.override("en"):
        told = [line.text for line in lines(chief, happened(chief, operation_id=operation.pk)[:5])]
    assert "filled a seat of “Gate team”" in told
    assert "set up the team “Gate team”" in told
    assert "opened 3 seats" in told
