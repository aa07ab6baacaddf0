"""The tree in the browser: what each role sees of it, how it opens, how it is searched."""

from html import unescape

import pytest
from django.urls import reverse

from conftest import TODAY
from muster.units.commands import UnitRow, put_units

TREE = "/units/"


def words(response):
    return " ".join(unescape(response.content.decode()).split())


@pytest.mark.parametrize(
    ("who", "status"),
    [("chief", 200), ("officer", 200), ("auditor", 200), ("stranger", 200), ("member", 403), ("nobody", 302)],
)
def test_who_may_open_the_tree(client_as, who, status):
    assert client_as(who).get(TREE).status_code == status


def test_it_begins_with_the_highest_units_in_sight_and_what_is_below_them(client_as, tree):
    page = words(client_as("officer").get(TREE))
    assert tree.north.name in page
    assert tree.riverside.name in page
    assert tree.south.name not in page
    assert tree.city.name not in page


def test_a_unit_opens_to_the_units_below_it(client_as, tree):
    url = reverse("units:children", kwargs={"unit_id": tree.county.pk})
    response = client_as("chief").get(url, {"level": "3"})
    page = words(response)
    assert response.status_code == 200
    assert 'aria-level="3"' in page
    assert 'aria-setsize="2"' in page
    assert tree.north.name in page
    assert "level=4" in page
    assert client_as("officer").get(url).status_code == 404


def test_a_depth_that_is_none_is_the_first(client_as, tree):
    url = reverse("units:children", kwargs={"unit_id": tree.county.pk})
    assert 'aria-level="1"' in words(client_as("chief").get(url, {"level": "deep"}))
    assert 'aria-level="12"' in words(client_as("chief").get(url, {"level": "999"}))


@pytest.mark.parametrize(
    ("asked", "found", "not_found"),
    [
        ({"q": "riverside党"}, "riverside", "hillside"),
        ({"q": "lake"}, "lakeside", "riverside"),
        ({"q": "hospital"}, "hospital", "riverside"),
        ({"kind": "working_committee"}, "health", "hospital"),
        ({"level": "township"}, "north", "riverside"),
        ({"kind": "branch", "level": "village"}, "hillside", "hospital"),
    ],
)
def test_units_are_found_by_name_pinyin_code_kind_and_level(client_as, tree, asked, found, not_found):
    page = words(client_as("chief").get(TREE, asked))
    assert f">{getattr(tree, found).name}</a>" in page
    assert f">{getattr(tree, not_found).name}</a>" not in page


def test_units_below_one_and_units_that_stand_in_a_locality(client_as, tree):
    page = words(client_as("chief").get(TREE, {"parent": str(tree.north.pk)}))
    assert f">{tree.riverside.name}</a>" in page
    assert f">{tree.north.name}</a>" not in page
    page = words(client_as("chief").get(TREE, {"locality": str(tree.north.pk)}))
    assert f">{tree.hospital.name}</a>" in page
    assert f">{tree.riverside.name}</a>" not in page
    assert client_as("officer").get(TREE, {"parent": str(tree.county.pk)}).status_code == 404


def test_a_filter_that_does_not_exist_is_no_filter(client_as, tree):
    assert tree.county.name in words(client_as("chief").get(TREE, {"kind": "castle"}))


def test_nothing_found_says_so(client_as):
    assert "No unit was found" in words(client_as("chief").get(TREE, {"q": "atlantis"}))


def test_the_parent_is_named_only_where_it_is_in_sight(client_as, tree):
    page = words(client_as("officer").get(TREE, {"q": "north"}))
    assert tree.north.name in page
    assert tree.county.name not in page
    assert f"<td>{tree.north.name}</td>" in words(client_as("officer").get(TREE, {"q": "riverside"}))


def test_long_lists_are_paged(client_as, system, tree):
    rows = [
        UnitRow(f"u{n:03}", f"第{n}支部", "", "branch", "north", None, "other", False, "", "", TODAY)
        for n in range(45)
    ]
    put_units(system, rows=rows, day=TODAY)
    page = words(client_as("officer").get(TREE, {"q": "支部", "page": "3"}))
    assert "41–45 of 45" in page
    assert (
        "q=%E6%94%AF%E9%83%A8&amp;page=2"
        in client_as("officer").get(TREE, {"q": "支部", "page": "3"}).content.decode()
    )


@pytest.mark.parametrize(("asked", "queries_"), [({}, 10), ({"q": "side"}, 9)])
def test_the_tree_asks_the_database_little(client_as, django_assert_num_queries, asked, queries_):
    client = client_as("chief")
    with django_assert_num_queries(queries_):
        client.get(TREE, asked)
