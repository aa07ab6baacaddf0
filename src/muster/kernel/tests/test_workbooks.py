"""What is refused of a workbook before it is read, and why; what is read of the rest."""

import io
import struct
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.kernel.sheets import FileRefused, Limits, Untrusted

from .books import (
    HEAD,
    MAIN,
    ONE_ROW,
    book,
    cell,
    opened,
    packed,
    parts,
    refusal,
    rows_of,
    sheet_xml,
    table,
    words,
)


def with_part(name, content):
    return packed({**parts(ONE_ROW), name: content})


# Archives


def test_a_zip_bomb_is_refused_before_it_is_expanded():
    bomb = with_part("xl/media/image1.png", b"\0" * 60_000_000)
    assert len(bomb.getvalue()) < 100_000
    assert refusal(bomb).rule == "expands_too_much"


def test_many_moderate_parts_may_not_grow_beyond_the_limit_together():
    assert refusal(book(ONE_ROW), limits=Limits(expanded_bytes=1_000)).rule == "expands_too_much"


def test_a_zip_bomb_that_lies_about_its_size_is_refused():
    made = parts()
    rows = "".join(f'<row r="{n}"></row>' for n in range(1, 1_001))
    made["xl/worksheets/sheet1.xml"] = sheet_xml(rows)
    content = packed(made).getvalue()
    true_size = struct.pack("<L", len(made["xl/worksheets/sheet1.xml"].encode()))
    assert content.count(true_size) == 2
    assert refusal(io.BytesIO(content.replace(true_size, struct.pack("<L", 100)))).rule == "damaged"


def test_an_archive_with_too_many_entries_is_refused_before_they_are_listed():
    made = {**parts(ONE_ROW), **{f"xl/media/{n}.png": b"" for n in range(2_000)}}
    assert refusal(packed(made)).rule == "too_many_parts"


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/etc/evil.xml", "xl\\evil.xml", "c:evil.xml", "XL/Workbook.xml"]
)
def test_unsafe_or_repeated_names_in_an_archive_are_refused(name):
    assert refusal(with_part(name, b"")).rule == "unsafe_archive"


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/macrosheets/sheet1.xml", "macros"),
        ("xl/externalLinks/externalLink1.xml", "external_links"),
        ("xl/workbook.bin", "binary_workbook"),
    ],
)
def test_macros_and_links_to_other_files_are_refused(name, rule):
    problem = refusal(with_part(name, b"x"))
    assert (problem.rule, problem.part in {"", name}) == (rule, True)


def test_another_kind_of_archive_is_refused():
    assert refusal(packed({"content.xml": "<x/>"})).rule == "other_archive"


def test_a_part_under_a_password_is_refused():
    content = bytearray(book(ONE_ROW).getvalue())
    at = content.index(b"PK\x01\x02") + 8
    content[at] |= 1
    assert refusal(io.BytesIO(content)).rule == "encrypted"


def test_a_truncated_archive_is_refused():
    assert refusal(io.BytesIO(book(ONE_ROW).getvalue()[:-40])).rule == "damaged"


def test_a_part_that_cannot_be_expanded_is_refused():
    content = book(ONE_ROW).getvalue()
    at = content.index(b"xl/worksheets/sheet1.xml") + 40
    assert refusal(io.BytesIO(content[:at] + b"\xff" * 20 + content[at + 20 :])).rule == "damaged"


@pytest.mark.parametrize("name", ["xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"])
def test_a_workbook_without_a_part_that_it_needs_is_refused(name):
    made = parts(ONE_ROW)
    del made[name]
    assert refusal(packed(made)).rule == "damaged"


# XML


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_xml_entities_are_refused_in_every_part(name):
    made = parts(ONE_ROW, texts=["x"])
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    made[name] = made[name].replace(HEAD, HEAD + bomb)
    problem = refusal(packed(made))
    assert (problem.rule, problem.part in {name, "人员"}) == ("entities", True)


@pytest.mark.parametrize(
    "rows",
    [
        "<row><c></row>",
        '<row r="x"/>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="AAAA1"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        "</sheetData></worksheet>",
    ],
)
def test_a_sheet_that_is_no_good_xml_or_has_cells_out_of_place_is_refused(rows):
    assert refusal(book(rows)).rule == "damaged"


def test_a_sheet_that_ends_too_early_is_refused():
    assert refusal(book(HEAD + f'<worksheet xmlns="{MAIN}">')).rule == "damaged"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "nonsense"])
def test_parts_in_other_encodings_are_refused(encoding):
    assert (
        refusal(book(sheet_xml(ONE_ROW, head=f'<?xml version="1.0" encoding="{encoding}"?>'))).rule
        == "damaged"
    )


def test_a_part_without_a_declaration_is_read():
    assert len(rows_of(book(HEAD + "\n" + sheet_xml(ONE_ROW, head="")))) == 1
    assert len(rows_of(book(sheet_xml(ONE_ROW, head='<?xml version="1.0"?>')))) == 1


def test_a_tag_without_end_is_refused_before_it_fills_memory():
    endless = '<row r="1" spans="' + " " * 9_500_000 + '"></row>'
    assert refusal(book(endless), limits=Limits(ratio=10**6)).rule == "damaged"


@pytest.mark.parametrize("number", ["-1e15", "1e15"])
def test_a_date_before_or_after_all_time_is_a_damaged_file(number):
    made = parts(f'<row r="1"><c r="A1" s="1"><v>{number}</v></c></row>')
    made["xl/styles.xml"] = (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="46"/></cellXfs></styleSheet>'
    )
    assert refusal(packed(made)).rule == "damaged"


@settings(deadline=None)  # a busy machine is no failure
@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=6))
def test_whatever_byte_is_changed_the_file_is_read_or_refused(at, changed):
    content = bytearray(book(ONE_ROW, texts=["x"]).getvalue())
    content[at % len(content) : at % len(content) + len(changed)] = changed
    try:
        rows_of(io.BytesIO(content))
    except FileRefused as problem:
        assert problem.detail  # noqa: PT017 - either outcome is right


# What a sheet would grow to


def test_one_stray_cell_far_away_cannot_fill_memory():
    problem = refusal(book(f'{ONE_ROW}<row r="1048576">{cell("XFD1048576", 1)}</row>'))
    assert (problem.rule, problem.place) == ("too_spread", "XFD1048576")


def test_a_sheet_with_more_rows_than_spreadsheets_have_is_refused():
    assert refusal(book('<row r="1048577"/>')).rule == "too_many_rows"
    assert refusal(book('<row r="0"/>')).rule == "too_many_rows"


def test_a_long_text_shared_by_many_cells_cannot_fill_memory():
    rows = "".join(f'<row r="{n}">{cell(f"A{n}", 1, "s")}</row>' for n in range(1, 41))
    limits = Limits(text_bytes=20_000)
    assert refusal(book(rows, texts=["x", "y" * 1_000]), limits=limits).rule == "too_much_text"
    assert len(rows_of(book(rows, texts=["y" * 1_000, "x"]), limits=limits)) == 40


def test_shared_texts_are_counted_however_a_cell_names_them():
    text = {"texts": ["x", "y" * 1_000], "limits": None}
    limits = Limits(text_bytes=5_000)
    del text["limits"]
    split = "".join(f'<row r="{n}">{cell(f"A{n}", "1<!-- -->1", "s")}</row>' for n in range(1, 7))
    assert refusal(book(split, **text), limits=limits).rule == "too_much_text"
    nested = "".join(f'<row r="{n}">{cell(f"A{n}", "<x/>1", "s")}</row>' for n in range(1, 7))
    assert refusal(book(nested, **text), limits=limits).rule == "damaged"
    numbers = "".join(f'<row r="{n}">{cell(f"A{n}", 1)}</row>' for n in range(1, 7))
    assert len(rows_of(book(numbers, **text), limits=limits)) == 6


def test_shared_texts_are_themselves_limited():
    assert refusal(book(ONE_ROW, texts=["y" * 1_000]), limits=Limits(text_bytes=500)).rule == "too_much_text"
    assert refusal(book(ONE_ROW, texts=["y"] * 20), limits=Limits(cells=10)).rule == "too_much_text"


def test_shared_texts_stand_in_their_own_part_alone():
    assert refusal(book("<si/>")).rule == "damaged"


# What is read


def test_sheets_are_read_in_order_and_hidden_ones_are_not():
    made = parts(ONE_ROW, sheets={"隐藏": ONE_ROW, "A & B": '<row r="3">' + words("B3", "x") + "</row>"})
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace('name="隐藏"', 'name="隐藏" state="hidden"')
    sheets = opened(packed(made))
    assert [sheet.name for sheet in sheets] == ["人员", "A & B"]
    assert list(sheets[1].rows()) == [(3, ["", "x"])]
    assert list(sheets[0].rows()) == list(sheets[0].rows())


def test_a_workbook_without_a_visible_sheet_is_refused():
    made = parts(ONE_ROW)
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace("sheetId", 'state="veryHidden" sheetId')
    assert refusal(packed(made)).rule == "no_sheets"


def test_a_sheet_whose_name_is_read_in_two_ways_is_refused():
    made = parts(ONE_ROW)
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace('name="人员"', 'name="人\n员"')
    assert refusal(packed(made)).rule == "damaged"


def test_targets_may_be_written_from_the_root():
    made = parts(ONE_ROW)
    name = "xl/_rels/workbook.xml.rels"
    made[name] = made[name].replace('"worksheets/', '"/xl/worksheets/')
    assert len(rows_of(packed(made))) == 1


def test_prefixed_names_and_cells_without_places_are_read():
    xml = (
        f'{HEAD}<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c><x:f>A1</x:f><x:v>2</x:v></x:c>'
        "</x:row></x:sheetData></x:worksheet>"
    )
    assert rows_of(book(xml)) == [(1, [1.0, Untrusted(2.0)])]


def test_real_workbooks_are_read_with_their_dates(tmp_path):
    path = table(tmp_path / "a.xlsx", [["姓名", "生日"], ["王", datetime(1990, 2, 3)], [], ["李", ""]])  # noqa: DTZ001 - a spreadsheet's dates have no zone
    assert rows_of(path) == [(1, ["姓名", "生日"]), (2, ["王", date(1990, 2, 3)]), (4, ["李", ""])]


def test_300_000_empty_rows_do_not_hurt():
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(2, 300_002))
    assert len(rows_of(book(ONE_ROW + rows))) == 1


def test_rows_may_be_left_half_read():
    rows = opened(book(ONE_ROW + ONE_ROW.replace("1", "2")))[0].rows()
    assert next(rows)[0] == 1
    rows.close()
    assert list(rows) == []


def test_a_sheet_with_nothing_in_it_has_no_rows():
    assert rows_of(book()) == []


def test_formulas_and_error_values_are_marked():
    rows = (
        '<row r="1">' + words("A1", "x") + cell("B1", 3, inner="<f>1+2</f>") + "</row>"
        '<row r="2">'
        + cell("A2", 1)
        + cell("B2", "#N/A", "e", "<f>B1</f>")
        + cell("C2", "#REF!", "e")
        + "</row>"
        '<row r="3">' + cell("A3", 1) + "</row>"
        '<row r="5">' + cell("B5", 5, inner="<f>B1</f>") + "</row>"
        '<row r="7"><c r="D7"><f>never calculated</f></c></row>'
    )
    assert rows_of(book(rows)) == [
        (1, ["x", Untrusted(3.0), ""]),
        (2, [1.0, Untrusted(""), Untrusted("")]),
        (3, [1.0, "", ""]),
        (5, ["", Untrusted(5.0), ""]),
        (7, ["", "", "", Untrusted("")]),
    ]


def test_a_sheet_of_formulas_never_calculated_has_rows():
    assert rows_of(book('<row r="2"><c r="A2"><f>B2</f></c></row>')) == [(2, [Untrusted("")])]


def test_all_cells_that_an_array_formula_fills_are_marked():
    rows = (
        '<row r="1">'
        + cell("A1", 1)
        + cell("B1", 2, inner='<f t="array" ref="B1:XFD1048576">A1</f>')
        + "</row>"
    )
    rows += '<row r="2">' + cell("A2", 1) + cell("B2", 2) + cell("C2", 3) + "</row>"
    rows += '<row r="3">' + cell("A3", 1, inner='<f t="array" ref="nonsense">A1</f>') + "</row>"
    assert rows_of(book(rows)) == [
        (1, [1.0, Untrusted(2.0), Untrusted("")]),
        (2, [1.0, Untrusted(2.0), Untrusted(3.0)]),
        (3, [Untrusted(1.0), Untrusted(""), Untrusted("")]),
    ]


def test_too_many_scattered_formulas_are_refused(monkeypatch):
    monkeypatch.setattr("muster.kernel.scanning.MOST_RUNS", 2)
    rows = "".join(f'<row r="{n}">{cell(f"A{n}", 1, inner="<f>1</f>")}</row>' for n in (1, 3, 5))
    assert refusal(book(rows)).rule == "too_many_formulas"


def test_a_zip_with_a_broken_directory_is_refused():
    content = b"PK\x03\x04" + b"\0" * 100
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(content))
    assert refusal(io.BytesIO(content)).rule == "damaged"
