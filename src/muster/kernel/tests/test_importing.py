"""From the sheets of a file to columns of values, or to errors that name their place."""

import io
from datetime import date

import pytest
import xlsxwriter
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric

from muster.kernel.dates import date_
from muster.kernel.importing import BATCH, Column, Layout, read_layout
from muster.kernel.layouts import shown
from muster.kernel.parsers import choice, code, list_of, national_id, phone, text
from muster.kernel.sheets import Untrusted, open_sheets

from .books import book, cell, table, words

PEOPLE = Layout(
    "people",
    "People",
    (
        Column("code", ("编号", "code"), code(r"P\d+", form="P and digits"), required=True),
        Column("name", ("姓名", "name", "full name"), text(20), required=True),
        Column("national_id", ("身份证号", "ID number"), national_id),
        Column("phone", ("手机号码", "phone"), phone),
        Column(
            "kind", ("类别", "kind"), choice({"党员": "member", "member": "member", "志愿者": "volunteer"})
        ),
        Column("born", ("出生日期", "born"), date_()),
        Column("skills", ("技能", "skills"), list_of(choice({"驾驶": "driving", "医疗": "medical"}))),
        Column("note", ("备注", "note"), text(10), private=True),
    ),
    unique=("code", ("name", "born")),
)


@pytest.fixture(autouse=True)
def in_english():
    """These tests read messages, whichever languages are compiled."""
    with translation.override("en"):
        yield


GROUPED = Layout(
    "grouped",
    "Grouped",
    (
        Column("code", ("编号",), text(9), required=True),
        Column("phone", ("手机号码",), phone, required=True),
        Column("id", ("身份证号",), national_id),
    ),
)
HEADERS = "编号,姓名,身份证号,手机号码,类别,出生日期,技能,备注"


def id_number(order):
    start = f"51160218800101{order:03}"
    return start + ric.calc_check_digit(start + "0")


def read(content, layout=PEOPLE, **more):
    file = io.BytesIO(content.encode()) if isinstance(content, str) else content
    return read_layout(open_sheets(file, filename="名单.csv"), layout, **more)


def row_xml(number, *cells):
    inner = "".join(
        words(f"{letter}{number}", one) for letter, one in zip("ABCDEFGH", cells, strict=False) if one
    )
    return f'<row r="{number}">{inner}</row>'


def told(reading):
    return [(error.row, error.letter, error.rule) for error in reading.errors]


def test_a_table_becomes_columns_of_values():
    number = id_number(1)
    reading = read(
        f"{HEADERS}\nP1,王伟,{number.lower()},138-0000-0000,党员,1880/1/1,驾驶、医疗,\nP2,李娜,,,member,,,好"
    )
    assert reading.ok
    assert len(reading) == 2
    assert reading.rows == [2, 3]
    assert reading.columns == {
        "code": ["P1", "P2"],
        "name": ["王伟", "李娜"],
        "national_id": [number, None],
        "phone": ["13800000000", None],
        "kind": ["member", "member"],
        "born": [date(1880, 1, 1), None],
        "skills": [("driving", "medical"), None],
        "note": [None, "好"],
    }


def test_columns_that_are_absent_are_none_throughout():
    reading = read("Full Name ,CODE\n王伟,P1\n李娜,P2")
    assert reading.ok
    assert reading.columns["phone"] == [None, None]


def test_notes_and_a_merged_title_may_stand_above_the_table(tmp_path):
    rows = [
        ["二〇二〇年党员名单"],
        [],
        ["填表说明:", "请勿修改表头"],
        ["*编号:", "姓名（必填）", "ＰＨＯＮＥ"],
        ["P1", "王伟", 13800000000],
    ]
    reading = read(table(tmp_path / "x.xlsx", rows))
    assert reading.ok
    assert (reading.rows, reading.columns["phone"]) == ([5], ["13800000000"])


def test_headers_may_be_merged_over_two_rows_with_groups_above():
    reading = read(
        "区里报来的名单\n编号,基本情况,,联系方式,备注\n,姓名,出生日期,手机号码,\nP1,张三,2020-02-03,13800000000,好"
    )
    assert reading.errors == []
    assert reading.rows == [4]
    assert reading.columns["name"] == ["张三"]
    assert reading.columns["phone"] == ["13800000000"]
    assert reading.columns["note"] == ["好"]


def test_a_group_and_what_stands_below_it_make_one_header():
    reading = read("人员,,\n,手机,身份证\n编号,号码,号\n,,\nP1,13800000000,", layout=GROUPED)
    assert reading.errors == []
    assert reading.columns == {"code": ["P1"], "phone": ["13800000000"], "id": [None]}
    assert reading.headings[0][1].row == 3


def test_a_first_row_of_data_is_not_taken_for_a_part_of_the_header():
    reading = read("编号,姓名\nP1,备注")
    assert reading.columns["name"] == ["备注"]
    assert reading.columns["note"] == [None]


def test_every_error_names_its_place_value_rule_and_reason():
    content = f"{HEADERS}\nP1,王伟,{id_number(1)},13800000000,党员,1880-01-01,,\nX9,,511602188001010019,1.38E+10,群众,1880-02-30,飞行,十个字以上的私人备注内容"
    reading = read(content)
    assert told(reading) == [
        (3, "A", "form"),
        (3, "B", "required"),
        (3, "C", "id_check_digit"),
        (3, "D", "scientific"),
        (3, "E", "choice"),
        (3, "F", "impossible_date"),
        (3, "G", "choice"),
        (3, "H", "too_long"),
    ]
    assert {error.sheet for error in reading.errors} == {"名单"}
    assert [error.column for error in reading.errors] == HEADERS.split(",")
    assert [error.value for error in reading.errors][:5] == [
        "X9",
        "",
        "511*************19",
        "1.3***10",
        "群众",
    ]
    assert reading.errors[7].value == "十个字*******内容"
    assert all(str(error.message) for error in reading.errors)
    assert reading.columns["name"] == ["王伟", None]
    assert not reading.ok


def test_private_numbers_are_masked_in_whatever_column_they_stand():
    reading = read(f"{HEADERS}\nP1,王伟,,,{id_number(1)},,13800000000,")
    assert [error.value for error in reading.errors] == [
        "511*************" + id_number(1)[-2:],
        "138******00",
    ]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        (5.0, "5"),
        (5.5, "5.5"),
        (float("nan"), "nan"),
        (("a", "b"), "a、b"),
        (Untrusted(13800000000.0), "138******00"),
        (511602188001010000.0, "511*************84"),
        ("x" * 100, "x" * 60),
    ],
)
def test_values_are_shown_as_people_wrote_them(value, words):
    assert shown(value, private=False) == words


def test_errors_are_counted_beyond_those_that_are_kept():
    reading = read("code,name\n" + "X,王\n" * (BATCH + 10), most_errors=3)
    assert (len(reading.errors), reading.error_count) == (3, BATCH + 10)
    assert told(reading) == [(2, "A", "form"), (3, "A", "form"), (4, "A", "form")]


def test_values_that_must_be_unique_name_the_row_that_had_them_first():
    reading = read("code,name,born\nP1,王伟,1880-01-01\nP2,李娜,\nP1,李娜,\nP3,王伟,1880-01-01")
    assert told(reading) == [(4, "A", "repeated"), (5, "C", "repeated")]
    assert str(reading.errors[0].message) == "The same stands in row 2 of sheet “名单”."


def test_errors_that_only_the_database_finds_are_added_at_their_place():
    reading = read("备注,code,姓名\n私人,P1,王伟\n私人,P2,李娜")
    reading.reject(1, "name", rule="not_known", message="Nobody has this name.")
    reading.reject(1, "phone", rule="missing", message="No phone.")
    name, absent = reading.errors
    assert (name.sheet, name.row, name.letter, name.column, name.value) == ("名单", 3, "C", "姓名", "李娜")
    assert (absent.row, absent.letter, absent.column, absent.value) == (3, "", "手机号码", "")
    assert reading.error_count == 2


# Headers


def test_a_missing_header_is_told_with_the_one_that_may_be_meant():
    reading = read("编号,姓 铭\nP1,王伟")
    assert [(error.row, error.column, error.rule) for error in reading.errors] == [
        (1, "姓名", "missing_header")
    ]
    assert str(reading.errors[0].message) == "The column “姓名” is missing. Is it column B, “姓 铭”?"
    assert len(reading) == 0


def test_a_missing_header_that_resembles_nothing_is_told_plainly():
    (error,) = read("编号,手机号码,甲乙丙\nP1,,").errors
    assert str(error.message) == "The column “姓名” is missing."


def test_a_mistyped_optional_header_is_an_error_and_a_strange_one_is_passed_over():
    reading = read("编号,姓名,手机号玛,血型\nP1,王伟,13800000000,A")
    assert told(reading) == [(1, "C", "unknown_header")]
    assert str(reading.errors[0].message) == "No column has this header. Is “手机号码” meant?"
    assert reading.ignored_headers == ["血型"]


def test_a_header_that_stands_twice_is_an_error():
    assert told(read("编号,姓名,Name\nP1,王伟,李娜")) == [(1, "C", "header_twice")]


def test_a_table_without_headers_is_told_which_it_needs():
    (error,) = read("P1,王伟\nP2,李娜").errors
    assert (error.rule, error.row) == ("no_header", 0)
    assert "编号、姓名" in str(error.message)


def test_headers_are_not_sought_below_the_top_rows():
    (error,) = read("x\n" * 10 + "编号,姓名\nP1,王伟").errors
    assert error.rule == "no_header"


def test_a_table_without_rows_is_an_error():
    assert [error.rule for error in read("编号,姓名").errors] == ["no_rows"]


# Sheets


def test_the_sheets_that_hold_the_table_are_read_together():
    rows = row_xml(1, "编号", "姓名") + row_xml(2, "P1", "王伟")
    more = (
        row_xml(1, "说明") + row_xml(2, "姓名", "编号") + row_xml(3, "李娜", "P2") + row_xml(4, "李娜", "P1")
    )
    reading = read(book(rows, sheets={"说明": row_xml(1, "这是说明"), "人员2": more}))
    assert reading.columns["code"] == ["P1", "P2", "P1"]
    assert reading.ignored_sheets == ["说明"]
    assert [reading.heading_of(index).sheet for index in range(3)] == ["人员", "人员2", "人员2"]
    (error,) = reading.errors
    assert (error.sheet, error.row, error.letter) == ("人员2", 4, "B")


def test_a_named_sheet_is_read_and_no_other():
    rows = row_xml(1, "编号", "姓名") + row_xml(2, "P1", "王伟")
    named = Layout("people", "People", PEOPLE.columns, sheet_names=("People", "名 册"))
    reading = read(book(rows, sheets={"名册": row_xml(1, "编号", "姓名") + row_xml(2, "P2", "李娜")}), named)
    assert (reading.columns["code"], reading.ignored_sheets) == (["P2"], ["人员"])


def test_a_sheet_with_most_of_the_headers_is_meant():
    columns = tuple(Column(key, (key,), text(9), required=True) for key in ("one", "two", "three"))
    good, bad = row_xml(1, "one", "two", "three") + row_xml(2, "1", "2", "3"), row_xml(1, "one", "two", "thr")
    reading = read(book(good, sheets={"bad": bad}), Layout("x", "X", columns))
    assert [(error.sheet, error.rule) for error in reading.errors] == [("bad", "missing_header")]


# Cells that people did not enter, and rows that they did not mean


def test_a_formula_is_an_error_where_its_column_is_used():
    rows = (
        row_xml(1, "编号", "姓名", "手机号码", "血型")
        + '<row r="2">'
        + words("A2", "P1")
        + words("B2", "王伟")
    )
    rows += cell("C2", 13800000000, inner="<f>C1+1</f>") + cell("D2", 2, inner="<f>1+1</f>") + "</row>"
    reading = read(book(rows))
    (error,) = reading.errors
    assert (error.row, error.letter, error.rule, error.value) == (2, "C", "formula", "138******00")
    assert reading.columns["phone"] == [None]


def test_rows_without_a_value_in_a_used_column_are_passed_over():
    rows = row_xml(1, "编号", "姓名", "", "序号") + row_xml(2, "P1", "王伟", "", "1")
    rows += "".join(row_xml(n, "", " ", "", str(n)) for n in range(3, 500))
    reading = read(book(rows))
    assert reading.ok
    assert reading.rows == [2]


def test_invisible_marks_are_no_value():
    assert told(read("编号,姓名\nP1,\u200b")) == [(2, "B", "required")]


def test_a_csv_row_that_was_cut_in_the_wrong_place_is_an_error():
    reading = read("编号,姓名\nP1,王伟,李娜\nP2,李娜,\nP3,赵")
    assert told(reading) == [(2, "C", "extra_cells")]
    assert reading.columns["code"] == ["P2", "P3"]


def test_short_csv_rows_are_filled():
    assert told(read("姓名,编号\n王伟")) == [(2, "B", "required")]


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(st.lists(st.text(max_size=12), max_size=9), max_size=8))
def test_every_column_has_a_value_for_every_row_whatever_the_file_says(rows):
    lines = [",".join('"' + one.replace('"', '""').replace("\0", "") + '"' for one in row) for row in rows]
    reading = read("\n".join([HEADERS, *lines]).encode("utf-8", "ignore").decode())
    assert {len(column) for column in reading.columns.values()} == {len(reading)}
    assert reading.error_count >= len(reading.errors)
    assert all(error.rule and str(error.message) for error in reading.errors)


def test_300_000_empty_rows_below_a_table_are_no_rows(tmp_path):
    path = tmp_path / "long.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        bold = workbook.add_format({"bold": True})
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["编号", "姓名"])
        sheet.write_row(1, 0, ["P1", "张三"])
        for number in range(2, 300_002):
            sheet.write_blank(number, 0, None, bold)
    reading = read_layout(open_sheets(path, filename="long.xlsx"), PEOPLE)
    assert (reading.errors, len(reading)) == ([], 1)
