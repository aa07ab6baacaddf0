"""The review of pairs in the browser."""

from html import unescape

import pytest
from django.urls import reverse

from muster.duplicates.models import Pair

from .test_commands import twice  # noqa: F401 - a fixture


def words(response):
    return " ".join(unescape(response.content.decode()).split())


@pytest.fixture
def chief(client_as):
    return client_as("chief")


@pytest.fixture
def of_one_roll(twice, tree):  # noqa: F811 - a fixture taken over by name
    from datetime import date

    from muster.people.models import Membership

    Membership.objects.create(
        person=twice[1], unit=tree.hillside, kind="full", during=(date(2016, 1, 1), None)
    )
    return twice


def test_a_pair_is_shown_with_its_reasons_and_masked(of_one_roll, chief):
    page = words(chief.get(reverse("duplicates:list")))
    assert "欧阳建国" in page
    assert "same phone" in page
    assert "19400000001" not in page


def test_it_is_merged_listed_and_taken_back(of_one_roll, chief):
    pair = Pair.objects.get()
    where = {"pair_id": pair.pk}
    chief.post(reverse("duplicates:merge", kwargs=where), {"kept": of_one_roll[0].pk})
    assert "欧阳建国" not in words(chief.get(reverse("duplicates:list")))
    assert "Take it back" in words(chief.get(reverse("duplicates:list"), {"state": "merged"}))
    chief.post(reverse("duplicates:undo", kwargs=where))
    chief.post(reverse("duplicates:apart", kwargs=where))
    assert Pair.objects.get().state == "apart"
    assert chief.post(reverse("duplicates:merge", kwargs=where), {}).status_code == 400


def test_looking_for_them_is_a_job(of_one_roll, chief):
    response = chief.post(reverse("duplicates:find"))
    assert response.status_code == 302
    assert "/jobs/" in response["Location"]
