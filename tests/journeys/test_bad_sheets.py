"""A clerk brings in three bad sheets, in the browser, in a few minutes."""

import csv
import io
import re
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from python_calamine import CalamineWorkbook
from stdnum.cn import ric

pytestmark = pytest.mark.xdist_group("site")

FRONT = 3  # columns of the sheet of wrong rows before those of the file
HEADERS = "xm,身份证件,shouji,全称,身份类别,nl"


def number_of(order: int) -> str:
    """An identity number that is nobody's: born before 1900."""
    start = f"51160218910203{order:03}"
    return start + ric.calc_check_digit(start + "0")


@pytest.fixture
def clerk(visit):
    return visit("clerk")


def send(visitor, table: str, name: str, content: bytes) -> str:
    """Send a file and wait until it was checked; what the page says."""
    page = visitor.go(f"/import/{table}/")
    page.locator("form[data-upload] input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.locator("form[data-upload] button.btn-primary").click()
    page.wait_for_url(re.compile(r"/import/files/[0-9a-f-]{36}/"))
    return checked(page)


def checked(page) -> str:
    page.locator("main .problem, main dl.effects").first.wait_for(timeout=60_000)
    return page.locator("main").inner_text()


def wrong_rows(page) -> list[list[object]]:
    with page.expect_download() as started:
        page.locator('a[href$="/wrong-rows.xlsx"]').click()
    return CalamineWorkbook.from_path(str(started.value.path())).get_sheet_by_index(0).to_python()


def mend(page, rows: list[list[object]]) -> str:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    page.locator('form[action$="/mend/"] input[type=file]').set_input_files(
        {"name": "改好.xlsx", "mimeType": "application/octet-stream", "buffer": file.getvalue()}
    )
    with page.expect_navigation():
        page.locator('form[action$="/mend/"] button').click()
    return checked(page)


def bring_in(page) -> str:
    with page.expect_navigation():
        page.locator('form[action$="/bring-in/"] button').click()
    page.get_by_text("已导入").first.wait_for(timeout=60_000)
    return page.locator("main").inner_text()


def units_in_sight(visitor) -> list[dict[str, str]]:
    """Taken out of the tree's own page."""
    page = visitor.go("/units/")
    page.locator("details.menu summary", has_text="导出").click()
    with page.expect_download() as started:
        page.locator("button[name=format][value=csv_plain]").click()
    with Path(started.value.path()).open(encoding="utf-8", newline="") as file:
        mark, *rows = csv.reader(file)
    assert "演示数据" in mark[0]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def old_workbook(parent: str) -> bytes:
    """Notes above, a header merged over two rows, and a parent that was mistyped."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("花名册")
    sheet.write_merge(0, 0, 0, 5, "党组织花名册(内部资料)")
    sheet.write_merge(1, 1, 0, 2, "基本情况")
    sheet.write_merge(1, 2, 3, 3, "上级组织代码")
    sheet.write_merge(1, 1, 4, 5, "其他")
    for column, words in ((0, "组织代码"), (1, "组织名称"), (2, "组织类别"), (4, "层级"), (5, "成立日期")):
        sheet.write(2, column, words)
    rows = [
        ("new-1", "演示临江支部", "党支部", parent, "其他", "民国9年7月1日"),
        ("new-2", "演示临山支部", "党支部", "no-such-unit", "其他", "农历2020年正月初十"),
    ]
    for row, values in enumerate(rows, 3):
        for column, value in enumerate(values):
            sheet.write(row, column, value)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_clerk_brings_in_three_bad_sheets(clerk):
    page = clerk.page
    units = units_in_sight(clerk)
    branch = next(unit for unit in units if unit["组织类别"] == "党支部")

    said = send(clerk, "units", "名册.xls", old_workbook(branch["上级组织代码"]))
    assert "没有这个代码" in said or "代码" in said
    heads, row = wrong_rows(page)
    row[heads.index("上级组织代码")] = branch["上级组织代码"]
    mend(page, [heads, row])
    assert "演示临江支部" in page.locator("main").inner_text()
    bring_in(page)

    people = [
        f"演示甲,{number_of(11)},13800000001,演示临江支部,正式党员,",
        f"演示乙,{number_of(12)[:17]}A,1.38E+10,演示临江支部,正式党员,",
        f"演示丙,{number_of(13)},13800000003,演示临江支部,正式党员,",
    ]
    send(clerk, "people", "党员.csv", "\n".join([HEADERS, *people]).encode("gb18030"))
    page.locator('a[href$="/columns/"]').first.click()
    for header, column in {
        "xm": "name",
        "身份证件": "id_number",
        "shouji": "phone",
        "全称": "unit_name",
        "身份类别": "kind",
        "nl": "age",
    }.items():
        page.get_by_label(header, exact=True).select_option(column)
    with page.expect_navigation():
        page.locator("main form button.btn-primary").click()
    said = checked(page)
    assert "末几位" in said or "丢失" in said
    heads, row = wrong_rows(page)
    row[FRONT + 1], row[FRONT + 2] = number_of(12), "13800000002"
    mend(page, [heads, row])
    bring_in(page)

    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as workbook:
        workbook.add_worksheet("说明").write_string(0, 0, "请勿外传")
        for order, name in enumerate(("一组", "二组")):
            sheet = workbook.add_worksheet(name)
            sheet.write_row(0, 0, HEADERS.split(","))
            sheet.write_row(
                1, 0, [f"演示{name}", number_of(21), f"1390000000{order}", "演示临山支部", "预备党员", 150]
            )
    send(clerk, "people", "第二批.xlsx", book.getvalue())
    rows = wrong_rows(page)
    assert len(rows) == 2  # the first sheet's
    with page.expect_download() as started:
        page.locator('a[href$="/wrong-rows.xlsx"]').click()
    sheets = CalamineWorkbook.from_path(str(started.value.path()))
    mended = [sheets.get_sheet_by_index(at).to_python() for at in range(2)]
    flat = [mended[0][0], *(one[1] for one in mended)]
    flat[1][FRONT + 5] = flat[2][FRONT + 5] = ""
    flat[2][FRONT + 1] = number_of(22)
    mend(page, flat)
    done = bring_in(page)
    assert "2" in done
    assert clerk.complaints == []
