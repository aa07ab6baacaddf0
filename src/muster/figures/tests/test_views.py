from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import translation

from conftest import NOW, TODAY
from muster.kernel.figure import PERCENT, Counted, Derived, Queried, percent
from muster.operations.commands import mobilise
from muster.operations.models import MobilisedMember
from muster.people.models import Account, Person, Role
from muster.units.commands import UnitRow, put_units

CALLED = "people.mobilised"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def called(chief, operation, people):
    mobilise(chief, operation_id=operation.pk)
    return operation


@pytest.fixture
def get(client, people, tree, called):
    """`get("officer", "people.mobilised", unit=tree.north)`: the page's status and its words."""
    roles = {"chief": tree.city, "officer": tree.north, "auditor": tree.city, "stranger": tree.south}

    def ask(who, key=None, **asked):
        person = getattr(people, who)
        account, _ = Account.objects.get_or_create(username=who, person=person)
        if who in roles:
            name = "officer" if who == "stranger" else who
            Role.objects.get_or_create(person=person, unit=roles[who], name=name, during=("2015-01-01", None))
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        url = (
            reverse("figures:figure", args=[called.pk, key])
            if key
            else reverse("figures:list", args=[called.pk])
        )
        response = client.get(
            url,
            {name: getattr(value, "pk", value) for name, value in asked.items()},
            headers={"Accept-Language": "en"},
        )
        return response.status_code, " ".join(unescape(response.content.decode()).split())

    return ask


def test_all_figures_of_the_highest_unit_in_sight(get, tree):
    for who, unit, members in (("chief", tree.city, 16), ("officer", tree.north, 7)):
        status, words = get(who)
        assert status == 200
        assert unit.name in words
        assert f'data-figure="{CALLED}"' in words
        assert f'<span class="tile-number">{members}</span>' in words


def test_a_figure_opens_to_its_definition_its_parts_and_its_rows(get, tree, people):
    status, words = get("chief", CALLED, unit=tree.north)
    assert status == 200
    assert "Members that the operation has called" in words
    assert f"unit={tree.riverside.pk}" in words
    assert "riverside1" in words
    assert '<td class="num-cell">7</td>' in words


def test_names_are_not_for_the_auditor(get):
    status, words = get("auditor", CALLED)
    assert (status, "riverside1" in words) == (200, False)
    assert "you may see how many there are, not who" in words


def test_rows_are_paged(get, called, tree, people):
    MobilisedMember.objects.all().delete()
    for n in range(25):
        person = Person.objects.create(name=f"person{n:02}")
        MobilisedMember.objects.create(
            pk=UUID(int=n), operation=called, unit=tree.riverside, person=person, day=TODAY
        )
    _, words = get("chief", CALLED)
    assert ("person24" in words, "person04" in words, "Older" in words, "Newest" in words) == (
        True,
        False,
        True,
        False,
    )
    _, words = get("chief", CALLED, before=UUID(int=5))
    assert ("person24" in words, "person04" in words, "Older" in words, "Newest" in words) == (
        False,
        True,
        False,
        True,
    )


def test_a_past_day_is_kept_in_the_links_and_said(get, tree):
    _, words = get("chief", "operations.temporary_units", as_of="2020-01-20")
    assert "as_of=2020-01-20" in words
    assert "2020-01-20 23:59" in words


def test_a_share_shows_what_it_is_worked_out_from(get, declare, tree):
    declare(
        Queried(key="units.calling", label="calling", definition="x", measure=PERCENT, model="operations.MobilisedMember", aggregate="count(DISTINCT unit_id)"),
        Derived(key="units.share", label="share", definition="x", measure=PERCENT, from_keys=("units.calling", "units.mobilised"), formula=percent),
    )  # fmt: skip
    status, words = get("chief", "units.share")
    assert status == 200
    assert 'data-figure="units.calling"' in words
    assert "By unit" not in words


def test_rows_of_unequal_amounts_show_them(get, declare):
    _, words = get("chief", CALLED)
    assert words.count('<th scope="col" class="num-cell">') == 1
    common = {"definition": "x", "measure": PERCENT, "model": "operations.MobilisedMember"}
    declare(Counted(key="people.hours", label="hours", amount="12.5", **common))
    _, words = get("chief", "people.hours")
    assert words.count('<th scope="col" class="num-cell">') == 2
    assert words.count('<td class="num-cell">12.5</td>') == 16


def test_a_unit_that_moved_out_of_sight_is_not_named(get, system, tree):
    put_units(
        system,
        rows=[
            UnitRow("riverside", "secret name", "x", "branch", "south", None, "village", True, "", "", TODAY)
        ],
        day=(NOW + timedelta(days=1)).date(),
    )
    _, words = get("officer", CALLED)
    assert "a unit that now stands elsewhere" in words
    page, _mark = words.split('class="print-mark"')  # which names the reader's own unit
    assert "secret name" not in page


@pytest.mark.parametrize(
    "asked", [{"as_of": "soon"}, {"as_of": "2020-02-30"}, {"unit": "north"}, {"before": "x"}]
)
def test_what_is_asked_wrongly_is_refused(get, asked):
    assert get("chief", CALLED, **asked)[0] == 400


def test_what_is_not_there_or_out_of_sight_is_not_found(get, tree):
    assert get("chief", "people.imagined")[0] == 404
    for who in ("stranger", "member"):
        assert get(who, CALLED, unit=tree.north)[0] == 404
    assert get("member")[0] == 404
