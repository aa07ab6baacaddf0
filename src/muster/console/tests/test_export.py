"""Lists are taken out with the page's filters and scope, marked, masked, and without a formula in them."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from muster.console import commands, tasks
from muster.console.listings import LISTINGS
from muster.console.models import Export
from muster.kernel.models import Entry
from muster.kernel.sheets import open_sheets
from muster.operations.commands import begin_operation
from muster.people.models import Person
from muster.places.models import Area
from muster.privacy.models import Unmasking
from muster.units.models import Unit

from .conftest import words

FORMS = ("xlsx", "csv", "csv_plain", "geojson")


def at(view, **named):
    return reverse(f"console:{view}", kwargs=named)


@pytest.fixture
def take_out(client_as):
    """`take_out("units", "csv", kind="branch")`: what a person gets."""

    def taken(listing, form="csv", who="chief", **query):
        return client_as(who).post(
            at("export", listing=listing), {"format": form}, query_params=query, follow=False
        )

    return taken


def table(response):
    """The rows of a CSV, the mark first."""
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def codes(response):
    return {row[0] for row in table(response)[2:]}


def test_a_list_leaves_with_the_filters_of_its_page(take_out, tree):
    assert codes(take_out("units", kind="branch")) == {"riverside", "hillside", "lakeside", "hospital"}
    assert codes(take_out("units", q="lakeside")) == {"lakeside"}
    response = take_out("units", page="7")
    assert len(codes(response)) == 9
    assert response["Content-Disposition"].startswith('attachment; filename="muster-units-')


def test_a_list_leaves_with_the_scope_of_its_reader(take_out, tree, people):
    assert codes(take_out("units", who="officer")) == {"north", "riverside", "hillside"}
    north = next(row for row in table(take_out("units", who="officer")) if row[0] == "north")
    assert "county" not in north
    assert take_out("people", who="officer", of=tree.south.pk).status_code == 404
    assert take_out("people", who="auditor", of=tree.north.pk).status_code == 403
    assert take_out("people", of="nonsense").status_code == 404
    assert take_out("journal", who="member").status_code == 403


@pytest.mark.parametrize("form", ["csv", "csv_plain", "xlsx"])
def test_the_tree_that_was_taken_out_is_brought_in_again_and_changes_nothing(
    take_out, system, tree, tmp_path, form
):
    path = tmp_path / "units"
    for changed in (9, 0):  # the fixture's units have no pinyin; an import gives them theirs
        path.write_bytes(take_out("units", form).content)
        outcome = commands.import_file(
            system, layout="units", source=path, filename="units.csv", day=system.now.date()
        )
        assert (outcome.errors, outcome.rows, outcome.created, outcome.changed) == ((), 9, 0, changed)


def test_numbers_of_people_leave_masked(take_out, tree, people):
    from muster.kernel.crypto import seal

    number, phone = seal(["511602189001010011", "13800000001"])
    Person.objects.filter(pk=people.riverside[0].pk).update(id_number=number, phone=phone)
    response = take_out("people", of=tree.riverside.pk)
    assert "5116**********0011" in response.content.decode()
    assert "138****0001" in response.content.decode()
    assert len(table(response)) == 6


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_name_that_is_a_formula_leaves_as_a_text(take_out, tree, form, tmp_path):
    Unit.objects.filter(code="riverside").update(name="=HYPERLINK(A1)")
    content = take_out("units", form, q="riverside").content
    if form == "csv":
        assert b"'=HYPERLINK" in content
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "&#39;=HYPERLINK" in sheet or "'=HYPERLINK" in sheet


def test_what_leaves_names_its_reader_and_can_be_traced(take_out, chief, tree):
    begin_operation(chief, unit_id=tree.city.pk, template="flood", is_demo=True)
    (mark,) = table(take_out("units"))[0]
    taken = Export.objects.get()
    assert mark.startswith("演示数据 demo data · Taken out by chief (hospital党组织) on ")
    assert taken.pk.hex[-12:] in mark
    entry = Entry.objects.get(event="console.list_taken_out")
    assert (entry.subject_id, entry.about["listing"], entry.count) == (taken.pk, "units", 9)
    with zipfile.ZipFile(io.BytesIO(take_out("units", "xlsx").content)) as archive:
        assert "Taken out by chief" in archive.read("xl/worksheets/sheet1.xml").decode()
        assert "Taken out by chief" in archive.read("docProps/core.xml").decode()


def test_places_leave_as_a_map(take_out, tree):
    shape = {"type": "Polygon", "coordinates": [[[106, 30], [107, 30], [107, 31], [106, 30]]]}
    Area.objects.create(code="511603", name="前锋区", level="county", unit=tree.county, boundary=shape)
    Area.objects.create(code="511602", name="广安区", level="county", unit=tree.county)
    collection = json.loads(take_out("areas", "geojson").content)
    assert [feature["geometry"] for feature in collection["features"]] == [None, shape]
    assert "Taken out by chief" in collection["metadata"]["notice"]
    assert take_out("units", "geojson").status_code == 422
    assert take_out("weather").status_code == 404


def test_a_long_list_is_a_job_that_leaves_a_file_for_a_day(
    client_as, take_out, tree, monkeypatch, uploads_folder, system, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(commands, "AT_ONCE", 3)
    response = take_out("units")
    taken = Export.objects.get()
    assert response.url == at("job", job_id=taken.job_id)
    tasks.write_export(str(taken.job_id))
    chief = client_as("chief")
    assert at("export_file", export_id=taken.pk) in words(chief.get(response.url))
    file = chief.get(at("export_file", export_id=taken.pk))
    content = b"".join(file.streaming_content).decode("utf-8-sig")
    assert len(content.splitlines()) == 11
    assert Entry.objects.get(event="console.export_written").count == 9
    assert client_as("officer").get(at("export_file", export_id=taken.pk)).status_code == 404
    later = replace(system, now=datetime.now(UTC) + timedelta(hours=25))
    with django_capture_on_commit_callbacks(execute=True):
        assert (commands.delete_old_exports(later), commands.delete_old_exports(later)) == (1, 0)
    assert not list(uploads_folder.iterdir())
    assert chief.get(at("export_file", export_id=taken.pk)).status_code == 410


def test_a_job_that_fails_leaves_no_file(take_out, tree, monkeypatch, uploads_folder):
    monkeypatch.setattr(commands, "AT_ONCE", 3)
    take_out("units")
    taken = Export.objects.get()
    Export.objects.update(query="parent=0197b000-0000-7000-8000-000000000000")
    tasks.write_export(str(taken.job_id))
    taken.job.refresh_from_db()
    assert taken.job.state == "failed"
    assert not list(uploads_folder.iterdir())


def test_what_is_voluntary_is_not_listed_by_who_answered(take_out, chief, operation, notice, tree):
    assert len(table(take_out("deliveries", directive=notice.pk))) == 11
    notice.kind = "appeal"
    type(notice).objects.filter(pk=notice.pk).update(kind="appeal", purpose="for_information")
    assert take_out("deliveries", directive=notice.pk).status_code == 409


@pytest.mark.parametrize("key", LISTINGS)
def test_every_list_leaves_in_every_form_it_offers(take_out, operation, notice, tree, key):
    about = {"operation": operation.pk, "directive": notice.pk, "of": tree.city.pk}
    listing = LISTINGS[key]
    for form in FORMS:
        response = take_out(key, form, **about)
        assert response.status_code == (200 if listing.comes_as(form) else 422), (key, form)
        if form == "csv":
            assert len(table(response)[1]) == len(listing.fields)
        if form == "xlsx":
            assert [sheet.name for sheet in open_sheets(io.BytesIO(response.content), filename="x.xlsx")]


def test_every_page_of_a_list_offers_to_take_it_out(client_as, operation, notice, tree):
    chief = client_as("chief")
    pages = {
        "units": reverse("units:tree"),
        "people": reverse("people:of_unit", args=[tree.city.pk]),
        "directives": reverse("directives:list", args=[operation.pk]),
        "deliveries": reverse("directives:directive", args=[operation.pk, notice.pk]),
        "teams": reverse("teams:list", args=[operation.pk]),
        "vacancies": reverse("staffing:vacancies", args=[operation.pk]),
        "figures": reverse("figures:list", args=[operation.pk]),
        "journal": at("journal"),
        "buildings": at("import_table", key="buildings"),
        "homes": at("import_table", key="buildings"),
        "grids": at("import_table", key="boundaries"),
    }
    missing = [key for key, url in pages.items() if at("export", listing=key) not in words(chief.get(url))]
    assert not missing


@pytest.fixture
def numbered(tree, people):
    """The secretary of riverside has both numbers."""
    from muster.kernel.crypto import seal

    number, phone = seal(["511602189001010011", "13800000001"])
    Person.objects.filter(pk=people.riverside[0].pk).update(id_number=number, phone=phone)
    return people.riverside[0]


def clear_url(tree):
    return f"{at('export_clear', listing='people')}?of={tree.riverside.pk}"


def test_numbers_leave_in_clear_for_a_reason_and_no_more_of_them_than_it_allows(client_as, numbered, tree):
    told = {"purpose": "reach", "words": "Calling all up tonight", "format": "csv"}
    response = client_as("chief").post(clear_url(tree), told)
    text = response.content.decode()
    assert "13800000001" in text
    assert "5116**********0011" in text  # nobody is called by an identity number
    mark = table(response)[0][0]
    assert "chief (hospital党组织)" in mark
    assert "PERSONAL NUMBERS IN CLEAR, for: to reach them about their duty" in mark
    (seen,) = Unmasking.objects.all()
    assert (seen.field, seen.count, seen.subject_id) == ("people.phone", 4, Export.objects.get().pk)
    assert Entry.objects.get(event="console.list_taken_out_clear").about["purpose"] == "reach"


def test_without_a_reason_nothing_leaves_in_clear(client_as, numbered, tree):
    assert client_as("chief").post(clear_url(tree), {"format": "csv"}).status_code == 422
    assert client_as("chief").get(at("export_clear", listing="units")).status_code == 404
    assert not Export.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 403), ("clerk", 403), ("auditor", 403), ("stranger", 404)]
)
def test_only_who_has_the_power_takes_a_list_out_in_clear(client_as, numbered, tree, who, status):
    told = {"purpose": "reach", "words": "Why not", "format": "csv"}
    assert client_as(who).post(clear_url(tree), told).status_code == status
    assert client_as("chief").get(clear_url(tree)).status_code == 200
    assert not Unmasking.objects.exists()


def test_a_page_says_who_prints_it(client_as, people):
    page = words(client_as("chief").get("/jobs/"))
    assert "Printed by chief (hospital党组织) on" in page
