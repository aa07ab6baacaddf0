import gzip
import json

import pytest
import xlsxwriter

from muster.planning.tool import tables
from muster.planning.tool.tables import BadInput


def kept(tmp_path, name, text, encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.fixture(params=["csv", "tsv", "csv.gz", "gb.csv", "xlsx", "json", "geojson"])
def doors(request, tmp_path):
    """The same table in every form."""
    rows = [("北门", 12, 106.5, 30.5), ("South gate", 7, 106.6, 30.25)]
    names = ("name", "doors", "longitude", "latitude")
    path = tmp_path / f"table.{request.param}"
    lines = [names, *rows]
    match request.param:
        case "csv" | "gb.csv":
            text = "\n".join(",".join(map(str, line)) for line in lines)
            path.write_bytes(text.encode("gb18030" if request.param == "gb.csv" else "utf-8-sig"))
        case "tsv":
            path.write_text("\n".join("\t".join(map(str, line)) for line in lines) + "\n\n")
        case "csv.gz":
            path.write_bytes(gzip.compress("\n".join(",".join(map(str, line)) for line in lines).encode()))
        case "xlsx":
            book = xlsxwriter.Workbook(path)
            sheet = book.add_worksheet("doors")
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
            book.close()
        case "json":
            path.write_text(json.dumps([dict(zip(names, row, strict=True)) for row in rows]))
        case "geojson":
            features = [
                {
                    "type": "Feature",
                    "properties": {"name": name, "doors": count},
                    "geometry": {"type": "Polygon", "coordinates": [[[x - 1, y], [x + 1, y]]]},
                }
                for name, count, x, y in rows
            ]
            path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def test_a_table_is_the_same_in_every_form(doors):
    table = tables.read(doors)
    assert len(table) == 2
    assert table.text("name") == ["北门", "South gate"]
    assert table.whole("doors", least=1).tolist() == [12, 7]
    assert table.number("latitude", least=0).tolist() == [30.5, 30.25]
    assert table.number("longitude").tolist() == pytest.approx([106.5, 106.6])


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.txt", "x", "a.txt: must end in one of"),
        ("a", "x", "a: must end in one of"),
        ("a.csv", "", "is empty"),
        ("a.csv", "x,x\n1,2", "row 1, column x: stands twice"),
        ("a.csv", "x,y\n1,2\n3", "row 3: has 1 cells, but there are 2 headings"),
        ("a.csv.gz", "x\n1", "not a gzip file"),
        ("a.xlsx", "x", "not an XLSX workbook"),
        ("a.json", "{", "is not JSON"),
        ("a.json", "{}", "has no list"),
        ("a.json", "[1]", "must be a list of objects"),
        ("a.geojson", '{"type": "FeatureCollection", "features": [{}]}', "row 1: must be a feature"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(tmp_path, name, text, told):
    with pytest.raises(BadInput, match=told):
        tables.read(kept(tmp_path, name, text))


def test_bytes_in_no_known_encoding_are_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xff\xff\n1")
    with pytest.raises(BadInput, match="neither UTF-8 nor GB 18030"):
        tables.read(path)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda t: t.number("z"), "the column z is missing; there are x, y"),
        (lambda t: t.number("x"), "row 3, column x: must be a number, not “two”"),
        (lambda t: t.text("y"), "row 3, column y: must not be empty"),
        (lambda t: t.whole("n"), "row 2, column n: must be a whole number, not “1.5”"),
        (lambda t: t.whole("m", least=1), "row 3, column m: must be 1 or more, not “0”"),
        (lambda t: t.number("m", least=2), "row 2, column m: must be 2 or more, not “1”"),
        (lambda t: t.number("i"), "row 2, column i: must be a number, not “inf”"),
    ],
)
def test_a_wrong_cell_is_told_with_its_place(tmp_path, call, told):
    table = tables.read(kept(tmp_path, "a.csv", "x,y,n,m,i\n1,a,1.5,1,inf\ntwo,,2,0,1\n"))
    with pytest.raises(BadInput, match=told.split(";")[0]):
        call(table)


def test_a_column_of_nothing_but_nulls_is_no_column_of_numbers(tmp_path):
    with pytest.raises(BadInput, match="row 1, column x"):
        tables.read(kept(tmp_path, "a.json", '[{"x": null}]')).number("x")


def test_several_tables_in_a_file_are_told_by_name(tmp_path):
    path = kept(tmp_path, "a.json", '{"one": [[1, 2]], "other": [{"x": 3}]}')
    assert tables.sheets(path) == ["one", "other"]
    assert tables.read(path, "other").whole("x").tolist() == [3]
    assert tables.read(path).renamed({"first": ("0",)}).whole("first").tolist() == [1]
    with pytest.raises(BadInput, match="has no list third"):
        tables.read(path, "third")
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    book.add_worksheet("one").write_row(0, 0, ["x"])
    book.close()
    assert tables.sheets(tmp_path / "a.xlsx") == ["one"]
    assert len(tables.read(tmp_path / "a.xlsx")) == 0
    with pytest.raises(BadInput, match="has no sheet other"):
        tables.read(tmp_path / "a.xlsx", "other")
    assert tables.sheets(kept(tmp_path, "a.csv", "x")) == []
