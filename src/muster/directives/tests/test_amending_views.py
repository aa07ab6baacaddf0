from html import unescape

import pytest
from django.urls import reverse

from muster.directives import commands
from muster.directives.models import Delivery, Version


def url(name, operation, *args):
    return reverse(f"directives:{name}", args=[operation.pk, *(getattr(arg, "pk", arg) for arg in args)])


def words(response):
    return " ".join(unescape(response.content.decode()).split())


@pytest.fixture
def typed():
    return {
        "base": 1,
        "body": "Every branch keeps its gate day and night.",
        "note": "Also at night",
        "material": "yes",
    }


def test_an_amendment_is_looked_at_before_it_is_in_force(client_as, operation, notice, officer, tree, typed):
    commands.accept_directive(officer, directive_id=notice.pk, unit_ids=[tree.north.pk])
    chief = client_as("chief")
    page = words(chief.get(url("amend", operation, notice)))
    assert "Every branch keeps its gate." in page
    page = words(chief.post(url("amend", operation, notice), typed | {"look": "yes"}))
    assert "<ins>" in page
    assert "units that have accepted and are asked again" in page
    assert Version.objects.count() == 1
    assert chief.post(url("amend", operation, notice), typed).status_code == 302
    assert Version.objects.count() == 2
    assert Delivery.objects.get(unit=tree.north).state == "delivered"


def test_what_is_wrong_is_said_and_nothing_is_lost(client_as, operation, notice, typed):
    response = client_as("chief").post(url("amend", operation, notice), typed | {"note": ""})
    assert response.status_code == 422
    assert "day and night" in words(response)


def test_an_officer_sees_what_changed_before_accepting_again(
    client_as, operation, notice, officer, tree, typed
):
    commands.accept_directive(
        officer, directive_id=notice.pk, unit_ids=[tree.north.pk], local_detail="Two shifts"
    )
    client_as("chief").post(url("amend", operation, notice), typed)
    browser = client_as("officer")
    page = words(browser.get(url("directive", operation, notice)))
    assert "Changed since your unit accepted it" in page
    assert "Also at night" in page
    assert "Two shifts" in page
    sent = {"version": 1, "local_detail": ""}
    assert browser.post(url("accept", operation, notice, tree.north), sent).status_code == 409
    assert (
        browser.post(url("accept", operation, notice, tree.north), sent | {"version": 2}).status_code == 302
    )


def test_a_member_reads_the_difference_between_versions(client_as, operation, notice, typed):
    client_as("chief").post(url("amend", operation, notice), typed | {"material": "no"})
    page = words(client_as("member").get(url("changes", operation, notice, 1, 2)))
    assert "From version 1 to version 2" in page
    assert "put in:" in page
