"""The synthetic city as files in the layout that the import documents.

The column lists are that layout: the first row of each sheet or file is exactly this header. CSV is UTF-8 with a
byte order mark (so that spreadsheets show the Chinese); an empty cell means "none".
"""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import xlsxwriter

from muster.demo.city import SIZES, City, Progress, make_city
from muster.demo.divisions import COUNTY, TOWNSHIP, VILLAGE
from muster.demo.geometry import Polygon, closed
from muster.demo.homes import COMPOUND
from muster.demo.people import FULL, NO, PROBATIONARY, YES
from muster.demo.tree import HOLDS_MEMBERS, silent_candidates, unit_code

UNIT_COLUMNS = (
    "组织代码",  # unique; see tree.py for how it is made
    "组织名称",
    "组织类别",  # 党委 党总支 党支部 联合党支部 党组 党工委 党小组
    "上级组织代码",  # empty for the city's committee only; a parent's row comes before its children's
    "属地组织代码",  # the second reporting line: the unit of the place where a sector's unit stands
    "层级",  # 市 区市县 乡镇(街道) 村(社区) 其他
    "条线",  # the sector; empty for the units of places
    "区划代码",  # the area that the unit answers for; empty for all others
    "成立日期",  # YYYY-MM-DD
)
PEOPLE_COLUMNS = (
    "姓名",
    "性别",  # 男 女
    "公民身份号码",
    "手机号码",
    "所在组织代码",  # always a branch or a joint branch
    "成员类别",  # 正式党员 预备党员
    "职务",  # 书记 副书记 委员 无
    "居住建筑编号",
    "居住单元",  # 1 … 单元数
    "楼层",  # 1 … 层数
    "房号",  # 1 … 每层户数: the door's place on its floor
    "技能",  # separated by 、
    "可参加",  # 是 否
    "照顾原因",  # empty, 年老 患病 孕期 照护家人
)
AREA_COLUMNS = (
    "区划代码",  # 12 digits
    "名称",
    "级别",  # 市 区市县 乡镇(街道) 村(社区)
    "上级代码",
    "城乡",  # 城镇 乡村
    "负责组织代码",
)
GRID_COLUMNS = (
    "网格代码",  # the community's 12 digits and 3 more
    "网格名称",
    "所属区划代码",
)
PREMISES_COLUMNS = (
    "小区编号",
    "小区名称",
    "所属区划代码",
    "类别",  # 小区 院落 村落 其他
)
BUILDING_COLUMNS = (
    "建筑编号",
    "建筑名称",
    "小区编号",
    "网格代码",
    "经度",
    "纬度",
    "单元数",  # stairwells
    "层数",  # floors of each
    "每层户数",  # homes on a floor of one stairwell
)

UNITS, PEOPLE = "units.xlsx", "people.xlsx"
AREAS, AREA_BOUNDARIES = "areas.csv", "areas.geojson"
GRIDS, GRID_BOUNDARIES = "grids.csv", "grids.geojson"
PREMISES, BUILDINGS = "premises.csv", "buildings.csv"
MANIFEST, NOTICE = "manifest.json", "演示数据.txt"

DEMO_DATA = (
    "演示数据:除行政区划的代码和名称外,全部由程序按随机种子虚构,不指向任何真实的组织、地点和个人。"
    "Demo data: everything but the codes and names of divisions is invented."
)
_MADE_AT = datetime(2020, 1, 28)  # noqa: DTZ001 (a workbook's property; fixed, so that the same seed makes the same file)
_ROWS_A_REPORT = 10_000

Cell = str | int | float
Row = Sequence[Cell]


@dataclass(frozen=True)
class Manifest:
    """What was written: counted from the rows, not from what was asked for."""

    size: str
    seed: int
    counts: dict[str, int]
    figures: dict[str, int]
    silent_candidates: list[str]


def write_city(folder: Path, *, size: str, seed: int, progress: Progress) -> Manifest:
    """Make the city and write all its files into the folder."""
    city = make_city(SIZES[size], seed=seed, progress=progress)
    _write_all_but_people(folder, city, progress)
    return _write_people(folder, city, seed, progress)


def write_all_but_people(folder: Path, *, size: str, seed: int, progress: Progress) -> Manifest:
    """The people's file, the slowest, is left to `write_people`, which makes the same city once more."""
    city = make_city(SIZES[size], seed=seed, progress=progress)
    _write_all_but_people(folder, city, progress)
    return _manifest(city, seed)


def write_people(folder: Path, *, size: str, seed: int) -> Manifest:
    return _write_people(folder, make_city(SIZES[size], seed=seed, progress=_silent), seed, _silent)


def read_manifest(folder: Path) -> Manifest:
    return Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))


def _write_all_but_people(folder: Path, city: City, progress: Progress) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    progress("places", 0)
    _write_places(folder, city)
    _write_sheet(folder / UNITS, "组织", UNIT_COLUMNS, list(_unit_rows(city)), progress=progress)
    (folder / NOTICE).write_text(DEMO_DATA + "\n", encoding="utf-8")


def _write_people(folder: Path, city: City, seed: int, progress: Progress) -> Manifest:
    """And the manifest, which says that the city is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_sheet(folder / PEOPLE, "党员", PEOPLE_COLUMNS, list(_people_rows(city)), progress=progress)
    manifest = _manifest(city, seed)
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return manifest


def _silent(_phase: str, _share: float) -> None:
    """Progress that nobody watches."""


def _manifest(city: City, seed: int) -> Manifest:
    levels = Counter(division.level for division in city.divisions)
    base = sum(unit.is_base for unit in city.units)
    counts = {
        "counties": levels[COUNTY],
        "townships": levels[TOWNSHIP],
        "villages": levels[VILLAGE],
        "grids": len(city.stock.grids),
        "premises": len(city.stock.premises),
        "compounds": sum(one.kind == COMPOUND for one in city.stock.premises),
        "buildings": len(city.stock.codes),
        "homes": int(city.stock.homes.sum()),
        "atoms": city.stock.atoms,
        "units": len(city.units),
        "base_units": base,
        "branches": sum(unit.kind in HOLDS_MEMBERS for unit in city.units),
        "members": len(city.people),
        "available": int(city.people.is_available.sum()),
    }
    figures = {"units.mobilised": base, "people.mobilised": len(city.people)}
    return Manifest(city.size.name, seed, counts, figures, silent_candidates(city.units))


def _unit_rows(city: City) -> Iterator[Row]:
    for one in city.units:
        yield (
            one.code,
            one.name,
            one.kind,
            one.parent,
            one.locality,
            one.level,
            one.line,
            one.area,
            one.founded,
        )


def _people_rows(city: City) -> Iterator[Row]:
    people = city.people
    return zip(
        people.name,
        ["女" if is_woman else "男" for is_woman in people.is_woman],
        people.national_id,
        people.phone,
        people.unit,
        [PROBATIONARY if is_probationary else FULL for is_probationary in people.is_probationary],
        people.office,
        people.building,
        people.stairwell.tolist(),
        people.floor.tolist(),
        people.door.tolist(),
        people.skills,
        [YES if is_available else NO for is_available in people.is_available],
        people.reason,
        strict=True,
    )


def _area_rows(city: City) -> Iterator[Row]:
    for one in city.divisions:
        urban = "城镇" if one.is_urban else "乡村"
        yield one.code, one.name, one.level, one.parent, urban, unit_code(one.code)


def _building_rows(city: City) -> Iterator[Row]:
    stock = city.stock
    columns = (stock.codes, stock.premises_of.tolist(), stock.number.tolist(), stock.longitude.tolist())
    for code, of, number, longitude, latitude, shape in zip(
        *columns, stock.latitude.tolist(), stock.shapes.tolist(), strict=True
    ):
        premises = stock.premises[of]
        name = f"{premises.name}{number}号{'楼' if shape[1] > 1 else '院'}"
        yield code, name, premises.code, stock.grids[premises.grid].code, longitude, latitude, *shape


def _write_places(folder: Path, city: City) -> None:
    stock, codes = city.stock, [one.code for one in city.map.communities]
    _write_csv(folder / AREAS, AREA_COLUMNS, _area_rows(city))
    _write_csv(
        folder / GRIDS, GRID_COLUMNS, ((one.code, one.name, codes[one.community]) for one in stock.grids)
    )
    _write_csv(
        folder / PREMISES,
        PREMISES_COLUMNS,
        ((one.code, one.name, codes[one.community], one.kind) for one in stock.premises),
    )
    _write_csv(folder / BUILDINGS, BUILDING_COLUMNS, _building_rows(city))
    _write_boundaries(
        folder / AREA_BOUNDARIES,
        ((one.code, city.map.boundary(one)) for one in city.divisions),
    )
    _write_boundaries(
        folder / GRID_BOUNDARIES,
        ((one.code, [[closed(one.polygon)]]) for one in stock.grids),
    )


def _write_csv(path: Path, header: Sequence[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _write_boundaries(path: Path, boundaries: Iterable[tuple[str, list[list[Polygon]]]]) -> None:
    """A feature for each code, its polygons as one geometry."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": {"type": "MultiPolygon", "coordinates": polygons}
            if len(polygons) > 1
            else {"type": "Polygon", "coordinates": polygons[0]},
        }
        for code, polygons in boundaries
    ]
    collection = {"type": "FeatureCollection", "description": DEMO_DATA, "features": features}
    path.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _write_sheet(
    path: Path, name: str, header: Sequence[str], rows: Sequence[Row], *, progress: Progress
) -> None:
    """One sheet, written row by row; its header cell and the workbook's properties say that it is demo data."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": "演示数据", "comments": DEMO_DATA, "created": _MADE_AT})
        sheet = book.add_worksheet(name)
        sheet.set_footer(f"&C{DEMO_DATA}")
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, header)
        sheet.write_comment(0, 0, DEMO_DATA)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    if value:
                        sheet.write_string(number, column, value)
                else:
                    sheet.write_number(number, column, value)
            if number % _ROWS_A_REPORT == 0:
                progress(path.name, number / len(rows))
