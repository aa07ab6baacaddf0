"""What is answered when no view answers: an address of nothing, a form of another log-in, a program that broke."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

NOWHERE = "/nowhere/at/all/"


@pytest.mark.parametrize(("who", "status"), [("officer", 404), ("nobody", 404)])
def test_an_address_of_nothing_is_a_page_of_ours(client_as, who, status):
    answer = client_as(who).get(NOWHERE)
    assert answer.status_code == status
    assert "kernel.not_found" in answer.text
    assert "skip-to-content" in answer.text


def test_nobody_is_shown_no_menu_of_the_console(client_as):
    assert "sidebar" not in client_as("nobody").get(NOWHERE).text
    assert "sidebar" in client_as("officer").get(NOWHERE).text


def test_a_machine_is_answered_in_json(client_as):
    answer = client_as("officer").get(NOWHERE, headers={"Accept": "application/json"})
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:muster:problem:kernel.not_found"


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("en", "too old to be sent"), ("zh-hans", "这个页面已过时")])
def test_a_form_without_its_token_says_what_to_do(language, words):
    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": language})
    answer = client.post("/language/", {"language": "en"})
    assert answer.status_code == 403
    assert words in answer.text


def test_a_program_that_broke_says_so_in_both_languages():
    page = render_to_string("500.html")
    assert "Something broke" in page
    assert "程序出错" in page
