"""Workbooks made by hand, part by part, so that tests can make what no spreadsheet program would; and their reading."""

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
import xlsxwriter

from muster.kernel.sheets import FileRefused, Limits, open_sheets

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def sheet_xml(rows, *, head=HEAD):
    return f'{head}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def parts(rows="", *, texts=None, sheets=None):
    """The parts of a small workbook. `rows` is the XML of the first sheet's rows; `sheets` more names and rows."""
    named = {"人员": rows, **(sheets or {})}
    made = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": (
            f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1"'
            f' Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            + "".join(
                f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>'
                for n, name in enumerate(named, 1)
            )
            + "</sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{HEAD}<Relationships xmlns="{PACKAGE}">'
            + "".join(
                f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
                for n, _ in enumerate(named, 1)
            )
            + "</Relationships>"
        ),
    }
    if texts is not None:
        items = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
        made["xl/sharedStrings.xml"] = f'{HEAD}<sst xmlns="{MAIN}">{items}</sst>'
    for number, one in enumerate(named.values(), 1):
        made[f"xl/worksheets/sheet{number}.xml"] = one if one.startswith("<?xml") else sheet_xml(one)
    return made


def packed(made):
    """A ZIP of parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    file.seek(0)
    return file


def book(rows="", **more):
    return packed(parts(rows, **more))


def cell(place, value, kind="n", inner=""):
    return f'<c r="{place}" t="{kind}">{inner}<v>{value}</v></c>'


def words(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def table(path: Path, rows, *, name="人员", formats=None):
    """A workbook as a spreadsheet program would write it."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as workbook:
        sheet = workbook.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


ONE_ROW = '<row r="1">' + words("A1", "姓名") + cell("B1", 13800000000) + "</row>"


def opened(source, limits=None, filename="people.xlsx"):
    return open_sheets(source, filename=filename, limits=limits or Limits())


def rows_of(source, **more):
    return [row for sheet in opened(source, **more) for row in sheet.rows()]


def refusal(source, **more):
    with pytest.raises(FileRefused) as caught:
        rows_of(source, **more)
    problem = caught.value
    assert str(problem.title)
    assert "{" not in problem.detail
    assert str(problem.remedy)
    assert problem.status == 422
    return problem


def plain(content, **more):
    return rows_of(io.BytesIO(content), filename="people.csv", **more)
