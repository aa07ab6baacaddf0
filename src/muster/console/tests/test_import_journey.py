"""A file from the browser to the database: sent, checked, brought in; or refused, with nothing stored."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import xlsxwriter
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.urls import reverse

from muster.console import commands, queries, tasks
from muster.console.models import Upload
from muster.console.problems import UploadGone, UploadNotSound
from muster.kernel import commands as kernel
from muster.kernel import uploads
from muster.kernel.importing import read_layout
from muster.kernel.models import Entry, Job
from muster.kernel.problems import NotAllowed, NotFound
from muster.kernel.sheets import FileRefused, open_sheets
from muster.kernel.tests.books import book, packed, parts
from muster.kernel.tests.books import words as cell_words
from muster.operations.commands import begin_operation
from muster.people.models import Person, Role
from muster.places.models import Area
from muster.units.models import Unit

from .conftest import CLINIC, UNITS, words

PEOPLE = "姓名,性别,公民身份号码,手机号码,所在组织代码,成员类别"


def at(view, **named):
    return reverse(f"console:{view}", kwargs=named)


def run(upload):
    """What the worker would do."""
    task = {"console.check_upload": tasks.check_upload, "console.bring_upload_in": tasks.bring_upload_in}
    upload.refresh_from_db()
    task[upload.job.name](str(upload.job_id))
    upload.refresh_from_db()
    return upload


@pytest.fixture
def clerk(client_as):
    return client_as("clerk")


@pytest.fixture
def send(clerk):
    """`send("units", file)`: the clerk sends a file, and the worker checks it; the page of the upload is returned."""

    def sent(table, file, client=clerk):
        response = client.post(at("import_table", key=table), {"file": file})
        assert response.status_code == 302, words(response)
        upload = run(Upload.objects.get())
        return upload, words(client.get(response.url))

    return sent


def test_a_file_is_sent_checked_and_brought_in(clerk, send, sheet, tree, uploads_folder):
    assert "None yet" in words(clerk.get(at("import")))
    upload, page = send("units", sheet(UNITS, CLINIC))
    assert upload.state == "sound"
    assert "<dt>new</dt><dd>1</dd>" in page
    assert "Bring it in" in page
    assert not Unit.objects.filter(code="clinic").exists()
    (kept,) = uploads_folder.iterdir()
    assert (kept.stat().st_mode & 0o777, uploads_folder.stat().st_mode & 0o777) == (0o600, 0o700)
    assert kept.name == upload.stored_as
    assert clerk.post(at("bring_upload_in", upload_id=upload.pk)).url == at("upload", upload_id=upload.pk)
    upload = run(upload)
    assert upload.state == "imported"
    assert Unit.objects.get(code="clinic").parent == tree.riverside
    assert not list(uploads_folder.iterdir())
    page = words(clerk.get(at("upload", upload_id=upload.pk)))
    assert "What was done" in page
    assert "units.csv" in words(clerk.get(at("import")))


def test_what_is_there_already_is_not_brought_in_again(clerk, send, sheet, tree):
    upload, _ = send("units", sheet(UNITS, CLINIC))
    clerk.post(at("bring_upload_in", upload_id=upload.pk))
    run(upload)
    upload.delete()
    _, page = send("units", sheet(UNITS, CLINIC))
    assert "All of this is here already" in page
    assert "Bring it in" not in page


def test_errors_are_listed_by_their_place_and_can_be_taken_away(clerk, send, sheet, tree):
    lines = [f"x{n},甲,党支部,nowhere,,其他,,," for n in range(60)]
    upload, page = send("units", sheet(UNITS, *lines))
    assert upload.state == "faulty"
    assert "60 errors were found" in page
    assert '<th scope="row">D2<br>' in page
    assert "No unit has this code, neither in the file nor in the tree." in page
    assert "1–50 of 60" in page
    chinese = clerk.get(
        at("upload", upload_id=upload.pk), headers={"Accept-Language": "zh-hans"}
    ).content.decode()
    assert "No unit has this code" not in chinese
    taken = b"".join(clerk.get(at("upload_errors", upload_id=upload.pk)).streaming_content).decode()
    assert taken.startswith("\ufeffSheet,Row,")
    assert len(taken.splitlines()) == 61
    assert clerk.post(at("bring_upload_in", upload_id=upload.pk)).status_code == 409
    assert not Unit.objects.filter(code__startswith="x").exists()


def test_only_the_first_errors_are_kept(send, sheet, tree):
    upload, page = send("units", sheet(UNITS, *(f"x{n},甲,党支部,nowhere,,其他,,," for n in range(520))))
    assert (upload.outcome["error_count"], len(upload.outcome["errors"])) == (520, 500)
    assert "Only the first 500 errors are listed." in page


def test_what_was_corrected_elsewhere_is_checked_again(clerk, send, sheet, system, tree):
    upload, page = send("units", sheet(UNITS, CLINIC.replace("riverside", "later")))
    assert upload.state == "faulty"
    assert "Check it again" in page
    Unit.objects.filter(code="hillside").update(code="later")
    clerk.post(at("check_upload", upload_id=upload.pk))
    assert run(upload).state == "faulty"  # the locality is gone now
    Unit.objects.filter(code="lakeside").update(code="hillside")
    clerk.post(at("check_upload", upload_id=upload.pk))
    assert run(upload).state == "sound"


def test_a_clerk_is_told_what_lies_outside_and_nothing_is_stored(send, sheet, tree):
    upload, page = send("units", sheet(UNITS, CLINIC.replace("riverside", "lakeside")))
    assert upload.state == "faulty"
    assert "Some of these units are not yours to change." in page
    assert "1 of the rows lie outside" in page
    assert not Unit.objects.filter(code="clinic").exists()


def test_powers_are_those_at_the_time_of_the_job(clerk, send, sheet, tree):
    upload, _ = send("units", sheet(UNITS, CLINIC))
    clerk.post(at("bring_upload_in", upload_id=upload.pk))
    Role.objects.all().delete()
    upload.refresh_from_db()
    tasks.bring_upload_in(str(upload.job_id))
    assert Job.objects.get(pk=upload.job_id).state == "failed"
    assert not Unit.objects.filter(code="clinic").exists()


def bomb():
    return packed(
        parts() | {"xl/worksheets/sheet1.xml": '<?xml version="1.0"?>' + " " * 60_000_000}
    ).getvalue()


def with_entities():
    head = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY lol "lol">]>'
    made = parts()
    made["xl/worksheets/sheet1.xml"] = made["xl/worksheets/sheet1.xml"].replace(
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', head
    )
    return packed(made).getvalue()


def with_formula():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        rows = workbook.add_worksheet("组织")
        rows.write_row(0, 0, UNITS.split(","))
        rows.write_row(1, 0, CLINIC.split(","))
        rows.write_formula(1, 1, '=HYPERLINK("http://evil.example","x")', value="卫生院党支部")
    return file.getvalue()


REFUSED = {
    "empty": (b"", "The file is empty."),
    "pdf": (b"%PDF-1.7 ...", "neither an XLSX or XLS workbook nor a CSV table"),
    "web page": (b"<html><body>", "web page"),
    "zip bomb": (bomb, "grow beyond all measure"),
    "entities": (with_entities, "declares XML entities"),
    "no workbook": (lambda: packed({"readme.txt": "hello"}).getvalue(), "an archive or another document"),
    "macros": (lambda: packed(parts() | {"xl/vbaProject.bin": "x"}).getvalue(), "contains macros"),
    "cut off": (lambda: book("").getvalue()[:-200], "damaged"),
}
WRONG = {
    "wrong header": ("\n".join((UNITS.replace("组织名称", "名字叫"), CLINIC)).encode(), "missing_header"),
    "no row": (UNITS.encode(), "no_rows"),
    "wrong code": ("\n".join((UNITS, CLINIC.replace("clinic", "c l i n i c"))).encode(), "form"),
    "its own ancestor": ("\n".join((UNITS, CLINIC.replace("riverside", "clinic"))).encode(), "own_ancestor"),
    "formula": (with_formula, "formula"),
}


def made(content):
    return content() if callable(content) else content


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_is_no_table_is_refused_in_words(case, send, sheet, tree, uploads_folder):
    content, words_ = REFUSED[case]
    before = Unit.objects.count()
    upload, page = send("units", sheet(name="units.xlsx", content=made(content)))
    assert upload.state == "faulty"
    assert words_ in page
    assert "Nothing of it was stored." in page
    assert set(upload.outcome["refusal"]) == {"zh-hans", "zh-hant", "en"}
    assert Unit.objects.count() == before


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_table_is_told_cell_by_cell(case, send, sheet, tree):
    content, rule = WRONG[case]
    before = Unit.objects.count()
    upload, _page = send(
        "units", sheet(name="units.xlsx" if case == "formula" else "units.csv", content=made(content))
    )
    assert upload.state == "faulty"
    assert rule in {error["rule"] for error in upload.outcome["errors"]}
    assert Unit.objects.count() == before


def test_personal_values_are_masked_in_what_is_kept(send, sheet, tree):
    upload, page = send(
        "people",
        sheet(PEOPLE, "张三,男,511602189001010019,19900000001,riverside,正式党员", name="people.csv"),
    )
    assert upload.state == "faulty"
    assert "511602189001010019" not in str(upload.outcome)
    assert "511602189001010019" not in page
    assert "511*************19" in page
    assert not Person.objects.filter(name="张三").exists()


def test_a_file_that_is_too_large_is_not_kept(clerk, sheet, monkeypatch, uploads_folder):
    monkeypatch.setattr(commands, "MOST_BYTES", 10)
    response = clerk.post(at("import_table", key="units"), {"file": sheet(UNITS, CLINIC)})
    assert response.status_code == 422
    assert "The file is larger than" in words(response)
    assert not Upload.objects.exists()
    assert not uploads_folder.exists()


def test_without_a_file_the_form_comes_back(clerk):
    response = clerk.post(at("import_table", key="units"), {})
    assert response.status_code == 422
    assert "This field is required." in words(response)
    part = clerk.post(at("import_table", key="units"), {}, headers={"HX-Request": "true"})
    assert part.status_code == 422
    assert "<html" not in words(part)


def test_a_browser_with_htmx_is_sent_to_the_page_of_the_upload(clerk, sheet):
    response = clerk.post(
        at("import_table", key="units"), {"file": sheet(UNITS, CLINIC)}, headers={"HX-Request": "true"}
    )
    assert response["HX-Redirect"] == at("upload", upload_id=Upload.objects.get().pk)


def test_progress_is_shown_until_the_check_is_over(clerk, sheet, tree):
    clerk.post(at("import_table", key="units"), {"file": sheet(UNITS, CLINIC)})
    upload = Upload.objects.get()
    page = words(clerk.get(at("upload", upload_id=upload.pk)))
    assert at("upload_progress", upload_id=upload.pk) in page
    assert "Stop" in words(clerk.get(at("upload_progress", upload_id=upload.pk)))
    run(upload)
    assert clerk.get(at("upload_progress", upload_id=upload.pk))["HX-Refresh"] == "true"


def test_a_check_is_stopped_and_begun_anew(clerk, sheet, tree):
    clerk.post(at("import_table", key="units"), {"file": sheet(UNITS, CLINIC)})
    upload = Upload.objects.get()
    clerk.post(at("stop", job_id=upload.job_id))
    run(upload)
    page = words(clerk.get(at("upload", upload_id=upload.pk)))
    assert (upload.state, Job.objects.get(pk=upload.job_id).state) == ("received", "stopped")
    assert "Check it again" in page
    clerk.post(at("check_upload", upload_id=upload.pk))
    assert run(upload).state == "sound"


def test_clicking_twice_is_clicking_once(clerk, send, sheet, tree):
    upload, _ = send("units", sheet(UNITS, CLINIC))
    for _ in range(2):
        assert clerk.post(at("bring_upload_in", upload_id=upload.pk)).status_code == 302
        assert clerk.post(at("check_upload", upload_id=upload.pk)).status_code == 302
    assert Job.objects.count() == 2
    assert run(upload).state == "imported"


def test_uploads_are_their_senders_alone(send, sheet, chief, stranger, actor_as, tree, client_as):
    upload, _ = send("units", sheet(UNITS, CLINIC))
    assert client_as("chief").get(at("upload", upload_id=upload.pk)).status_code == 404
    assert client_as("chief").post(at("bring_upload_in", upload_id=upload.pk)).status_code == 404
    assert "units.csv" not in words(client_as("chief").get(at("import")))
    with pytest.raises(NotFound):
        queries.upload(chief, upload_id=upload.pk)
    with pytest.raises(NotAllowed):
        queries.upload(stranger, upload_id=upload.pk)


def test_files_go_after_a_day_and_what_they_said_stays(
    clerk, send, sheet, system, tree, uploads_folder, django_capture_on_commit_callbacks
):
    upload, _ = send("units", sheet(UNITS, CLINIC))
    today = replace(system, now=datetime.now(UTC))
    assert commands.delete_old_uploads(today) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert commands.delete_old_uploads(replace(system, now=datetime.now(UTC) + timedelta(hours=25))) == 1
    assert not list(uploads_folder.iterdir())
    page = words(clerk.get(at("upload", upload_id=upload.pk)))
    assert "The file is no longer kept." in page
    assert clerk.post(at("bring_upload_in", upload_id=upload.pk)).status_code == 410
    assert Entry.objects.filter(event="console.uploads_deleted").count() == 1


def test_the_hourly_task_deletes(db):
    tasks.delete_old_uploads(0)


def test_boundaries_come_in_too(client_as, sheet, tree):
    Area.objects.create(code="511603", name="前锋区", level="county", unit=tree.county)
    client = client_as("chief")
    feature = '{"type":"Feature","properties":{"code":"511603"},"geometry":{"type":"Polygon","coordinates":[[[106,30],[107,30],[107,31],[106,30]]]}}'
    file = sheet(name="a.geojson", content=f'{{"type":"FeatureCollection","features":[{feature}]}}'.encode())
    assert "GeoJSON" in words(client.get(at("import_table", key="boundaries")))
    client.post(at("import_table", key="boundaries"), {"file": file})
    upload = run(Upload.objects.get())
    assert (upload.state, upload.outcome["changed"]) == ("sound", 1)
    client.post(at("bring_upload_in", upload_id=upload.pk))
    run(upload)
    assert Area.objects.get(code="511603").boundary["type"] == "Polygon"
    broken = sheet(name="a.geojson", content=b'{"features": 3}')
    client.post(at("import_table", key="boundaries"), {"file": broken})
    upload = run(Upload.objects.order_by("-pk").first())
    assert "not a GeoJSON" in words(client.get(at("upload", upload_id=upload.pk)))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("key", ["units", "areas", "grids", "premises", "buildings", "people"])
def test_the_empty_sheet_of_each_table_is_read_back_as_that_table(client_as, key, language):
    from muster.console.tables import row_table

    response = client_as("chief").get(at("import_sheet", key=key, language=language))
    assert response["Content-Disposition"].endswith(f'muster-{key}-{language}.xlsx"')
    reading = read_layout(
        open_sheets(io.BytesIO(response.content), filename="x.xlsx"), row_table(key).layout()
    )
    assert [error.rule for error in reading.errors] == ["no_rows"]
    assert reading.ignored_headers == []
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert "demo data" not in archive.read("xl/worksheets/sheet1.xml").decode()


def test_what_leaves_a_demonstration_says_so(client_as, chief, send, sheet, tree):
    begin_operation(chief, unit_id=tree.city.pk, template="flood", is_demo=True)
    book = client_as("chief").get(at("import_sheet", key="units", language="zh")).content
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert "demo data" in archive.read("xl/worksheets/sheet1.xml").decode()
    upload, _ = send("units", sheet(UNITS, CLINIC.replace("riverside", "nowhere")))
    taken = client_as("clerk").get(at("upload_errors", upload_id=upload.pk))
    assert b"".join(taken.streaming_content).decode().startswith("\ufeff演示数据")


def test_the_layout_says_what_each_column_takes(client_as):
    page = words(client_as("chief").get(at("import_table", key="buildings")))
    assert "It must lie between 1 and 60." in page
    assert "building code" in page
    assert "建筑编号" in page
    assert client_as("chief").get(at("import_table", key="weather")).status_code == 422
    assert client_as("chief").get(at("import_sheet", key="boundaries", language="zh")).status_code == 422


def test_commands_refuse_what_may_not_be(chief, officer, sheet, tree, people):
    with pytest.raises(NotAllowed):
        commands.receive_upload(officer, layout="units", file=sheet(UNITS))
    with pytest.raises(FileRefused):
        commands.receive_upload(chief, layout="units", file=Huge(sheet(UNITS)))
    upload = commands.receive_upload(chief, layout="units", file=sheet(UNITS, CLINIC))
    with pytest.raises(UploadNotSound):
        commands.bring_upload_in(chief, upload_id=upload.pk)
    Upload.objects.update(stored_as="")
    with pytest.raises(UploadGone):
        commands.check_again(chief, upload_id=upload.pk)
    kernel.stop_job(chief, job_id=upload.job_id)


class Huge:
    def __init__(self, file):
        self.size = 200 * 1024 * 1024
        self.name = file.name


def test_a_sheet_with_long_texts_is_refused(send, sheet, tree):
    assert cell_words("A1", "x")
    upload, _page = send("units", sheet(UNITS, CLINIC.replace("卫生院党支部", "长" * 500)))
    assert [error["rule"] for error in upload.outcome["errors"]] == ["too_long"]


def test_no_more_of_a_file_is_received_than_may_be_brought_in(clerk, sheet, monkeypatch, uploads_folder):
    monkeypatch.setattr(uploads, "MOST_BYTES", 100_000)
    monkeypatch.setattr(commands, "MOST_BYTES", 100_000)
    received = []
    monkeypatch.setattr(
        MemoryFileUploadHandler, "receive_data_chunk", lambda _self, raw, _start: received.append(len(raw))
    )
    response = clerk.post(
        at("import_table", key="units"), {"file": sheet(name="u.csv", content=b"x" * 5_000_000)}
    )
    assert response.status_code == 422
    assert "The file is larger than" in words(response)
    assert sum(received) <= 100_000
    assert not uploads_folder.exists()
