"""What a file is, whatever its name; and how CSV is read."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.kernel.cells import letter, position_of
from muster.kernel.compound import container_of
from muster.kernel.sheets import Limits

from .books import ONE_ROW, book, opened, plain, refusal, rows_of

# What a file is, whatever its name


def test_an_empty_file_is_refused():
    assert refusal(io.BytesIO(b"")).rule == "empty"


def test_a_file_of_200_mb_is_refused_by_its_size_alone(tmp_path):
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    problem = refusal(path)
    assert problem.rule == "too_large"
    assert "100" in problem.detail


@pytest.mark.parametrize(
    ("start", "rule"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "damaged"),
        (container_of("EncryptedPackage", b"x"), "encrypted"),
        (container_of("WordDocument", b"x"), "other_archive"),
        (b"\x09\x08\x10\x00\x00\x06", "old_workbook"),
        (b"%PDF-1.7", "not_a_table"),
        (b"\x89PNG\r\n", "not_a_table"),
        (b"PK\x05\x06" + b"\0" * 18, "not_a_table"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "web_page"),
        (b"\xef\xbb\xbf\r\n <?xml version='1.0'?><Workbook/>", "web_page"),
        (b"MIME-Version: 1.0\r\n", "web_page"),
    ],
)
def test_what_is_no_table_is_refused_by_its_content(start, rule):
    assert refusal(io.BytesIO(start)).rule == rule


def test_a_workbook_named_csv_is_read_as_a_workbook():
    assert rows_of(book(ONE_ROW), filename="people.csv") == [(1, ["姓名", 13800000000])]


@given(st.integers(0, 16_383))
def test_column_letters_and_positions_are_inverse(position):
    assert position_of(letter(position)) == position


def test_columns_are_named_as_spreadsheets_do():
    assert [letter(position) for position in (0, 25, 26, 701, 702, 16_383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]


# CSV

TABLE = "姓名,手机\n王伟,13800000000\n\n李娜,139\n"
ROWS = [(1, ["姓名", "手机"]), (2, ["王伟", "13800000000"]), (4, ["李娜", "139"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_csv_is_read_in_the_usual_encodings(encoding):
    assert plain(TABLE.encode(encoding)) == ROWS


def test_csv_is_read_in_big_endian_utf_16():
    assert plain(b"\xfe\xff" + TABLE.encode("utf-16-be")) == ROWS


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_delimiters_are_found(delimiter):
    assert plain(TABLE.replace(",", delimiter).encode()) == ROWS


def test_csv_is_read_from_a_path_more_than_once(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text('a,"b ""c"", \nd"\n', encoding="utf-8")
    (sheet,) = opened(path, filename="名单.csv")
    assert (sheet.name, sheet.is_text) == ("名单", True)
    assert list(sheet.rows()) == list(sheet.rows()) == [(1, ["a", 'b "c", \nd'])]


def test_a_quotation_that_is_never_closed_is_told_with_its_line():
    problem = refusal(io.BytesIO(b'a,b\nc,"d\n' + b"e,f\n" * 10))
    assert (problem.rule, problem.place) == ("damaged_csv", "12")


def test_a_record_that_never_ends_is_refused_early():
    assert refusal(io.BytesIO(b'a,"' + b'\n","' * 300_000)).rule == "damaged_csv"
    assert refusal(io.BytesIO(b"a," * 600_000)).rule == "damaged_csv"


def test_a_csv_with_too_many_rows_is_refused():
    assert refusal(io.BytesIO(b"a,b\n" * 11), limits=Limits(rows=10)).rule == "too_many_rows"


@pytest.mark.parametrize(
    ("content", "place"),
    [(b"a,b\n\0,c", "4"), ("a,b\n\0".encode("utf-16"), "10"), (b"\xef\xbb\xbfa\0", "4")],
)
def test_nul_bytes_are_refused(content, place):
    problem = refusal(io.BytesIO(content))
    assert (problem.rule, problem.place) == ("nul_bytes", place)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"name\n" + b"\xff\xff", "5"),
        (TABLE.encode() + b"\xff,", "45"),
        (b"a" * (1024 * 1024 - 1) + b"\xe5\xff\xff", "1048575"),
    ],
)
def test_text_in_no_known_encoding_is_refused_with_its_place(content, place):
    problem = refusal(io.BytesIO(content))
    assert (problem.rule, problem.place) == ("encoding", place)


def test_the_caller_keeps_its_file_open():
    for file in (io.BytesIO(TABLE.encode()), book(ONE_ROW)):
        assert rows_of(file)
        assert not file.closed
