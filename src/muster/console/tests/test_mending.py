"""What a file would change is shown before it does; wrong rows are mended alone; columns are matched once and remembered."""

import io

import pytest
import xlsxwriter

from muster.console.faults import BEFORE, MARKS
from muster.console.models import Source, Upload
from muster.kernel.sheets import open_sheets
from muster.people.tests.test_imports import ZHANG
from muster.units.models import Unit

from .conftest import UNITS, words
from .test_import_journey import at, run

RIVERSIDE = "riverside,河边党支部,党支部,south,,村(社区),,,2010-01-01"
HILLSIDE = "hillside,hillside党组织,党支部,north,,村(社区),,,"
LAKESIDE = "lakeside,湖边党支部,党支部,south,,村(社区),,,"
CLINIC = "clinic,卫生院党支部,党支部,riverside,hillside,其他,卫生健康,,2010-01-01"


@pytest.fixture
def chief_client(client_as):
    return client_as("chief")


@pytest.fixture
def send(chief_client):
    def sent(table, file):
        response = chief_client.post(at("import_table", key=table), {"file": file})
        upload = run(Upload.objects.order_by("-pk").first())
        return upload, words(chief_client.get(response.url))

    return sent


def test_a_picture_of_what_will_change_shows_before_and_after(send, sheet, tree):
    upload, page = send("units", sheet(UNITS, RIVERSIDE, HILLSIDE, LAKESIDE, CLINIC))
    assert upload.state == "sound"
    picture = upload.outcome["picture"]
    counts = [picture[key] for key in ("created", "changed", "moved", "same")]
    assert counts == [1, 2, 1, 1]
    assert picture["fields"] == {"name": 2, "parent": 1}
    assert "<del>riverside党组织</del>" in page
    assert "<ins>河边党支部</ins>" in page
    assert "<del>north</del> → <ins>south</ins>" in page
    assert "<dt>of these moved</dt><dd>1</dd>" in page
    assert "卫生院党支部" in page
    assert Unit.objects.get(code="riverside").name == "riverside党组织"


def test_a_day_that_is_left_empty_stays_what_it_is(send, sheet, tree, chief_client):
    upload, _ = send("units", sheet(UNITS, HILLSIDE))
    assert upload.outcome["picture"]["same"] == 1
    chief_client.post(at("bring_upload_in", upload_id=upload.pk))
    run(upload)
    assert str(Unit.objects.get(code="hillside").began_on) == "2010-01-01"


def people_sheet(sheet, *rows):
    return sheet("姓名,公民身份号码,手机号码,所在组织代码,成员类别", *rows, name="people.csv")


def test_numbers_in_the_picture_are_masked(send, sheet, tree, people):
    upload, _ = send("people", people_sheet(sheet, f"张三,{ZHANG},13800000001,riverside,正式党员"))
    assert upload.state == "sound", upload.outcome
    assert ZHANG not in str(upload.outcome)


def wrong_rows(response):
    content = b"".join(response.streaming_content)
    (found,) = open_sheets(io.BytesIO(content), filename="x.xlsx")
    return [cells for _number, cells in found.rows()]


def as_sheet(sheet, rows):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return sheet(name="mended.xlsx", content=file.getvalue())


def test_wrong_rows_come_back_as_the_same_sheet_and_are_mended_alone(
    send, sheet, tree, chief_client, uploads_folder
):
    wrong = CLINIC.replace("riverside", "nowhere").replace("卫生院", "=1+1院")
    upload, page = send("units", sheet("某市名单", UNITS, HILLSIDE, wrong, LAKESIDE))
    assert at("upload_faults", upload_id=upload.pk) in page
    heads, row = wrong_rows(chief_client.get(at("upload_faults", upload_id=upload.pk)))
    assert heads[:BEFORE] == MARKS
    assert heads[BEFORE:] == UNITS.split(",")
    assert row[0] == "上级组织代码: No unit has this code, neither in the file nor in the tree."
    assert row[1:5] == ["units", 4, "clinic", "=1+1院党支部"]
    row[BEFORE + 3], row[BEFORE + 1] = "riverside", "卫生院党支部"
    chief_client.post(at("mend_upload", upload_id=upload.pk), {"file": as_sheet(sheet, [heads, row])})
    upload = run(upload)
    assert (upload.state, upload.outcome["rows"], upload.outcome["created"]) == ("sound", 3, 1)
    chief_client.post(at("bring_upload_in", upload_id=upload.pk))
    run(upload)
    assert Unit.objects.get(code="clinic").parent == tree.riverside
    assert not list(uploads_folder.iterdir())


def test_a_wrong_row_that_is_emptied_is_left_out(send, sheet, tree, chief_client):
    upload, _ = send("units", sheet(UNITS, HILLSIDE, CLINIC.replace("riverside", "nowhere")))
    heads, row = wrong_rows(chief_client.get(at("upload_faults", upload_id=upload.pk)))
    emptied = as_sheet(sheet, [heads, row[:BEFORE]])
    chief_client.post(at("mend_upload", upload_id=upload.pk), {"file": emptied})
    upload = run(upload)
    assert (upload.state, upload.outcome["rows"]) == ("sound", 1)


def test_rows_that_are_wrong_still_are_told_again(send, sheet, tree, chief_client):
    upload, _ = send("units", sheet(UNITS, CLINIC.replace("riverside", "nowhere")))
    heads, row = wrong_rows(chief_client.get(at("upload_faults", upload_id=upload.pk)))
    chief_client.post(at("mend_upload", upload_id=upload.pk), {"file": as_sheet(sheet, [heads, row])})
    upload = run(upload)
    assert (upload.state, upload.outcome["error_count"]) == ("faulty", 1)
    assert len(wrong_rows(chief_client.get(at("upload_faults", upload_id=upload.pk)))) == 2


def test_only_the_sheet_of_wrong_rows_is_taken_as_mended(send, sheet, tree, chief_client):
    upload, _ = send("units", sheet(UNITS, CLINIC.replace("riverside", "nowhere")))
    other = as_sheet(sheet, [UNITS.split(","), CLINIC.split(",")])
    chief_client.post(at("mend_upload", upload_id=upload.pk), {"file": other})
    upload = run(upload)
    assert "not the sheet of wrong rows" in str(upload.outcome["refusal"]["en"])
    sound, _ = send("units", sheet(UNITS, HILLSIDE))
    assert (
        chief_client.post(
            at("mend_upload", upload_id=sound.pk), {"file": as_sheet(sheet, [MARKS])}
        ).status_code
        == 409
    )
    assert chief_client.get(at("upload_faults", upload_id=sound.pk)).status_code == 409


STRANGE = "dm,Zuzhi Mingcheng,类型,爸爸,层次"
STRANGE_ROW = "clinic,卫生院党支部,党支部,riverside,其他"


def test_columns_are_guessed_matched_and_remembered(send, sheet, tree, chief_client):
    upload, page = send("units", sheet(STRANGE, STRANGE_ROW))
    assert upload.state == "faulty"
    assert at("upload_columns", upload_id=upload.pk) in page
    guesses = {one["header"]: one["guess"] for one in upload.outcome["table"]["columns"]}
    assert guesses["Zuzhi Mingcheng"] == "name"
    assert guesses["类型"] == "kind"
    assert guesses["层次"] == "level"
    form = words(chief_client.get(at("upload_columns", upload_id=upload.pk)))
    assert "guessed" in form
    assert "卫生院党支部" in form
    told = {"column0": "code", "column1": "name", "column2": "kind", "column3": "parent", "column4": "level"}
    twice = chief_client.post(at("upload_columns", upload_id=upload.pk), {**told, "column4": "kind"})
    assert twice.status_code == 422
    assert chief_client.post(at("upload_columns", upload_id=upload.pk), told).status_code == 302
    assert run(upload).state == "sound"
    assert Source.objects.get().matched["爸爸"] == "parent"
    again, _ = send("units", sheet(STRANGE, STRANGE_ROW.replace("clinic", "second")))
    assert (again.state, again.outcome["created"]) == ("sound", 1)


def test_a_column_that_is_passed_over_is_not_read(send, sheet, tree, chief_client):
    header, row = UNITS.replace("区划代码", "区划代码2"), CLINIC.replace(",,2010", ",字,2010")
    upload, _ = send("units", sheet(header, row))
    assert [error["rule"] for error in upload.outcome["errors"]] == ["unknown_header"]
    columns = upload.outcome["table"]["columns"]
    told = {f"column{number}": one["guess"] for number, one in enumerate(columns)} | {"column7": ""}
    chief_client.post(at("upload_columns", upload_id=upload.pk), told)
    assert run(upload).state == "sound"


def test_columns_are_guessed_by_what_stands_in_them(send, sheet, tree, people):
    row = f"张三,{ZHANG},13800000001,正式党员"
    upload, _ = send("people", sheet("甲,乙,丙,丁", row, name="people.csv"))
    guesses = {one["header"]: one["guess"] for one in upload.outcome["table"]["columns"]}
    assert guesses == {"甲": "", "乙": "id_number", "丙": "phone", "丁": "kind"}
    assert ZHANG not in str(upload.outcome)
