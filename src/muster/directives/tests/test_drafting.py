from dataclasses import replace
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from muster.directives import commands, problems, queries
from muster.directives.drafting import commands as drafting
from muster.directives.drafting.attachments import MOST_FILES, TYPES, type_of
from muster.directives.drafting.templates import initial_of, templates
from muster.directives.models import Attachment, CoAuthor, Kind, Purpose, Urgency
from muster.directives.rules import classified_marking, is_purpose_for
from muster.kernel.problems import NotAllowed, NotFound

PDF = b"%PDF-1.7 a page"


def url(name, operation, *args):
    return reverse(f"directives:{name}", args=[operation.pk, *(getattr(arg, "pk", arg) for arg in args)])


def words(response):
    return " ".join(unescape(response.content.decode()).split())


@pytest.fixture
def written(chief, operation, draft):
    return commands.draft_directive(chief, operation_id=operation.pk, draft=draft)


def test_a_co_author_sees_edits_and_comments(chief, stranger, officer, written, draft, people):
    with pytest.raises(NotFound):
        queries.what_was_drafted(officer, directive_id=written.pk)
    drafting.add_co_author(chief, directive_id=written.pk, name=" officer ")
    drafting.add_co_author(chief, directive_id=written.pk, name="officer")
    assert CoAuthor.objects.count() == 1
    assert queries.what_was_drafted(officer, directive_id=written.pk)["title"] == draft.title
    assert {"edit", "submit", "comment"} <= queries.acts(officer, directive=written)
    drafting.comment_on_draft(officer, directive_id=written.pk, text="Which gates?")
    assert queries.review_notes(officer, directive_id=written.pk).get().text == "Which gates?"
    own = replace(draft, title="Changed by both")
    with pytest.raises(NotFound):  # what they may issue for has not become more
        commands.edit_draft(officer, directive_id=written.pk, draft=own)
    drafting.remove_co_author(chief, directive_id=written.pk, person_id=people.officer.pk)
    with pytest.raises(NotFound):
        drafting.comment_on_draft(officer, directive_id=written.pk, text="Hm")
    with pytest.raises(NotFound):
        drafting.remove_co_author(chief, directive_id=written.pk, person_id=people.officer.pk)


def test_a_co_author_of_the_same_unit_edits(chief, actor_as, written, draft, tree):
    second = actor_as("chief", unit=tree.city, who="auditor")
    with pytest.raises(NotAllowed):
        commands.edit_draft(second, directive_id=written.pk, draft=draft)
    drafting.add_co_author(chief, directive_id=written.pk, name="auditor")
    changed = commands.edit_draft(second, directive_id=written.pk, draft=replace(draft, title="By both"))
    assert changed.title == "By both"


def test_after_review_began_nobody_is_added(chief, written):
    commands.submit_for_review(chief, directive_id=written.pk)
    with pytest.raises(problems.NotNow):
        drafting.add_co_author(chief, directive_id=written.pk, name="officer")


def test_the_legal_basis_and_the_signer_are_kept(chief, operation, draft):
    wanted = replace(draft, legal_basis="传染病防治法第四十二条", signer="王建国")
    directive = commands.draft_directive(chief, operation_id=operation.pk, draft=wanted)
    kept = queries.what_was_drafted(chief, directive_id=directive.pk)
    assert (kept["legal_basis"], kept["signer"]) == ("传染病防治法第四十二条", "王建国")


def test_a_file_is_known_by_what_it_holds(chief, written):
    drafting.attach(chief, directive_id=written.pk, name="plan.PDF", content=PDF)
    kept = Attachment.objects.get()
    assert (kept.content_type, kept.size, bytes(kept.content)) == ("application/pdf", len(PDF), PDF)
    drafting.detach(chief, directive_id=written.pk, attachment_id=kept.pk)
    with pytest.raises(NotFound):
        drafting.detach(chief, directive_id=written.pk, attachment_id=kept.pk)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("plan.pdf", b"MZ\x90", problems.UnknownFile),
        ("page.html", b"<script>", problems.UnknownFile),
        ("macro.docm", b"PK\x03\x04", problems.UnknownFile),
        ("none", b"x", problems.UnknownFile),
        ("plan.pdf", b"", problems.EmptyFile),
        ("机密附件.pdf", PDF, problems.ClassifiedMarking),
        ("绝密★.pdf", PDF, problems.ClassifiedMarking),
    ],
)
def test_what_may_not_be_attached(chief, written, name, content, problem):
    with pytest.raises(problem):
        drafting.attach(chief, directive_id=written.pk, name=name, content=content)
    assert not Attachment.objects.exists()


def test_files_are_limited_in_size_and_number(chief, written, monkeypatch):
    monkeypatch.setattr("muster.directives.drafting.attachments.MOST_MEGABYTES", 0)
    with pytest.raises(problems.FileTooLarge):
        type_of("a.pdf", PDF)
    monkeypatch.undo()
    for _ in range(MOST_FILES):
        drafting.attach(chief, directive_id=written.pk, name="a.pdf", content=PDF)
    with pytest.raises(problems.TooManyFiles):
        drafting.attach(chief, directive_id=written.pk, name="a.pdf", content=PDF)


def test_every_kind_of_file_has_its_beginning():
    assert all(type_of(f"a{ending}", beginning + b"x") for ending, (_, beginning) in TYPES.items())


def test_templates_are_valid_drafts():
    for one in templates().values():
        assert one.kind in Kind.values
        assert one.purpose in Purpose.values
        assert one.urgency in Urgency.values
        assert is_purpose_for(kind=one.kind, purpose=one.purpose)
        assert not classified_marking(one.title + one.body)
        assert one.name_zh
        assert one.name_en
    assert initial_of("no such") == {}


def test_the_author_works_on_the_page(client_as, operation, written):
    chief = client_as("chief")
    chief.post(url("add_co_author", operation, written), {"name": "officer"})
    pdf = SimpleUploadedFile("plan.pdf", PDF)
    assert chief.post(url("attach", operation, written), {"file": pdf}).status_code == 302
    page = words(chief.get(url("directive", operation, written)))
    assert "plan.pdf" in page
    assert "Remove officer" in page
    kept = Attachment.objects.get()
    sent = client_as("officer").get(url("attachment", operation, written, kept))
    assert sent.headers["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert sent.content == PDF
    assert client_as("stranger").get(url("attachment", operation, written, kept)).status_code == 404
    assert chief.post(url("detach", operation, written, kept)).status_code == 302
    assert chief.get(url("attachment", operation, written, kept)).status_code == 404
    person = CoAuthor.objects.get().person_id
    assert chief.post(url("remove_co_author", operation, written, person)).status_code == 302


def test_a_draft_begins_from_a_template(client_as, operation):
    chief = client_as("chief")
    assert "measures with a division of labour" in words(chief.get(url("new", operation)))
    page = words(chief.get(url("new", operation), {"template": "measures"}))
    assert templates()["measures"].title in page
