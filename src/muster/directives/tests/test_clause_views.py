from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from muster.directives import commands
from muster.directives.clauses.commands import ClauseDraft, put_clause
from muster.directives.models import Clause, Part, Photograph, Report

from .test_clauses import photo


def url(name, operation, *args):
    return reverse(f"directives:{name}", args=[operation.pk, *(getattr(arg, "pk", arg) for arg in args)])


def words(response):
    return " ".join(unescape(response.content.decode()).split())


@pytest.fixture
def written(chief, operation, draft):
    return commands.draft_directive(chief, operation_id=operation.pk, draft=draft)


@pytest.fixture
def issued_with_clause(chief, officer, written, tree):
    clause = ClauseDraft(text="Masks for clinics", lead_id=tree.north.pk, measure="masks")
    put_clause(chief, directive_id=written.pk, draft=clause)
    commands.submit_for_review(chief, directive_id=written.pk)
    commands.sign_off(chief, directive_id=written.pk)
    commands.issue_directive(chief, directive_id=written.pk)
    commands.accept_directive(officer, directive_id=written.pk, unit_ids=[tree.north.pk])
    return Clause.objects.get()


def test_the_author_divides_a_draft_on_its_page(client_as, operation, written, tree):
    chief = client_as("chief")
    assert "Add a clause" in words(chief.get(url("directive", operation, written)))
    assert chief.get(url("write_clause", operation, written, 0)).status_code == 200
    typed = {"text": "Masks", "lead": [tree.north.pk], "helping": [tree.health.pk], "measure": "masks"}
    two = typed | {"lead": [tree.north.pk, tree.south.pk]}
    assert chief.post(url("write_clause", operation, written, 0), two).status_code == 422
    assert chief.post(url("write_clause", operation, written, 0), typed).status_code == 302
    page = words(chief.get(url("write_clause", operation, written, 1)))
    assert "checked" in page
    assert (
        chief.post(url("write_clause", operation, written, 1), typed | {"text": "Masks!"}).status_code == 302
    )
    assert "Masks!" in words(chief.get(url("directive", operation, written)))
    assert chief.post(url("remove_clause", operation, written, 1)).status_code == 302
    assert not Clause.objects.exists()


def test_an_officer_works_on_a_part(client_as, operation, written, issued_with_clause, tree, people):
    officer = client_as("officer")
    clause = issued_with_clause
    where = (operation, written, clause, tree.north)
    page = words(officer.get(url("part", *where)))
    assert "Hand it down" in page
    assert tree.riverside.name in page
    sent = {"receivers": [tree.riverside.pk], "instruction": "By Friday"}
    assert officer.post(url("delegate_clause", *where), sent).status_code == 302
    assert Part.objects.get(unit=tree.riverside).instruction == "By Friday"
    pictures = [SimpleUploadedFile("a.jpg", photo()), SimpleUploadedFile("b.png", photo("PNG"))]
    report = {"text": "Half", "amount": "500", "photographs": pictures, "done": "yes"}
    assert officer.post(url("report_clause", *where), report).status_code == 302
    assert (Report.objects.get().state, Photograph.objects.count()) == ("done", 2)
    kept = officer.get(url("photograph", operation, Photograph.objects.first()))
    assert kept["Content-Type"] == "image/jpeg"
    assert "Photograph 2" in words(officer.get(url("part", *where)))


def test_what_is_no_picture_is_said_so(client_as, operation, written, issued_with_clause, tree):
    where = (operation, written, issued_with_clause, tree.north)
    report = {"text": "Half", "photographs": [SimpleUploadedFile("a.jpg", b"not one")]}
    response = client_as("officer").post(url("report_clause", *where), report)
    assert response.status_code == 422
    assert "a.jpg" in words(response)


def test_a_keeper_is_named_from_the_roll(
    client_as, operation, written, issued_with_clause, tree, people, officer
):
    clause = issued_with_clause
    browser = client_as("officer")
    browser.post(
        url("delegate_clause", operation, written, clause, tree.north), {"receivers": [tree.riverside.pk]}
    )
    where = (operation, written, clause, tree.riverside)
    assert "riverside2" in words(browser.get(url("part", *where)))
    assert browser.post(url("name_keeper", *where), {"person": people.member.pk}).status_code == 302
    assert Part.objects.get(unit=tree.riverside).keeper_id == people.member.pk
    assert client_as("member").get(url("part", *where)).status_code == 200


def test_the_chief_rolls_a_clause_up_and_confirms(client_as, operation, written, issued_with_clause, tree):
    clause = issued_with_clause
    where = (operation, written, clause, tree.north)
    client_as("officer").post(url("report_clause", *where), {"text": "All", "amount": "900", "done": "yes"})
    chief = client_as("chief")
    page = words(chief.get(url("clause", operation, written, clause)))
    assert "900" in page
    assert tree.county.name in page
    assert chief.post(url("return_clause", *where), {"reason": "Where?"}).status_code == 302
    client_as("officer").post(url("report_clause", *where), {"text": "Here", "done": "yes"})
    assert "Where?" in words(chief.get(url("part", *where)))
    assert chief.post(url("confirm_clause", *where)).status_code == 302
    assert Part.objects.get().state == "confirmed"


def test_a_clause_is_not_found_under_another_directive(client_as, operation, notice, issued_with_clause):
    response = client_as("chief").get(url("clause", operation, notice, issued_with_clause))
    assert response.status_code == 404
