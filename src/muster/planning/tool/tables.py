"""Tables from CSV, CSV.GZ, XLSX, JSON and GeoJSON. What is wrong is said with its file, row, column and rule."""

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from python_calamine import CalamineError, CalamineWorkbook

TABULAR = (".csv", ".csv.gz", ".tsv", ".xlsx", ".json", ".geojson")
ENCODINGS = ("utf-8-sig", "gb18030")
FIRST_ROW = 2  # as spreadsheets count: below the headings


class BadInput(ValueError):  # noqa: N818 - the fact is the name
    """A file cannot be used: which row, which column, what rule."""

    def __init__(self, source: str, rule: str, *, row: int | None = None, column: str | None = None) -> None:
        place = [source, *([f"row {row}"] if row else []), *([f"column {column}"] if column else [])]
        super().__init__(f"{', '.join(place)}: {rule}")


@dataclass(frozen=True)
class Table:
    """Columns by name, cells as they stood in the file. `names` maps what a heading may be called to our name."""

    source: str
    columns: Mapping[str, Sequence[Any]]
    first_row: int = FIRST_ROW

    def __len__(self) -> int:
        return max((len(cells) for cells in self.columns.values()), default=0)

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    def renamed(self, names: Mapping[str, Sequence[str]]) -> "Table":
        """With our names for columns, whichever of the given ones the headings have."""
        ours = {other: name for name, others in names.items() for other in (name, *others)}
        columns = {
            ours.get(heading.strip().lower(), heading): cells for heading, cells in self.columns.items()
        }
        return Table(self.source, columns, self.first_row)

    def text(self, name: str) -> list[str]:
        """Every cell filled."""
        cells = [_written(cell) for cell in self._cells(name)]
        self.refuse_if([not cell for cell in cells], name, "must not be empty")
        return cells

    def loose(self, name: str) -> list[str]:
        """Cells may be empty; so they all are where there is no such column."""
        return [_written(cell) for cell in self._cells(name)] if name in self else [""] * len(self)

    def number(self, name: str, *, least: float | None = None) -> NDArray[np.float64]:
        values = self._converted(name, np.float64, float, "must be a number")
        self.refuse_if(~np.isfinite(values), name, "must be a number")
        if least is not None:
            self.refuse_if(values < least, name, f"must be {least:g} or more")
        return values

    def whole(self, name: str, *, least: int | None = None) -> NDArray[np.int64]:
        values = self.number(name)
        self.refuse_if(
            (values != np.round(values)) | (np.abs(values) > 2**53), name, "must be a whole number"
        )
        if least is not None:
            self.refuse_if(values < least, name, f"must be {least} or more")
        return values.astype(np.int64)

    def refuse_if(self, wrong: Sequence[bool] | NDArray[np.bool_], column: str, rule: str) -> None:
        """Refuse at the first row that is wrong."""
        if (rows := np.flatnonzero(np.asarray(wrong, dtype=np.bool_))).size:
            row = int(rows[0])
            raise self.wrong(row, column, f"{rule}, not “{_written(self._cells(column)[row])}”")

    def wrong(self, row: int, column: str | None, rule: str) -> BadInput:
        return BadInput(self.source, rule, row=row + self.first_row, column=column)

    def _cells(self, name: str) -> Sequence[Any]:
        if name not in self.columns:
            known = ", ".join(self.columns)
            raise BadInput(self.source, f"the column {name} is missing; there are {known or 'none'}")
        return self.columns[name]

    def _converted(
        self, name: str, dtype: type, convert: Callable[[Any], float], rule: str
    ) -> NDArray[np.float64]:
        cells = self._cells(name)
        try:
            return np.array(cells, dtype=dtype) if len(cells) else np.zeros(0, dtype=dtype)
        except (TypeError, ValueError):
            for row, cell in enumerate(cells):
                try:
                    convert(cell)
                except (TypeError, ValueError):
                    raise self.wrong(row, name, f"{rule}, not “{_written(cell)}”") from None
            raise BadInput(self.source, rule, column=name) from None


def read(path: Path, sheet: str | None = None) -> Table:
    """One table; of a workbook the sheet of that name (or the first), of a JSON object the list of that name."""
    ending = kind(path)
    if ending not in TABULAR:
        raise BadInput(path.name, f"must end in one of {', '.join(TABULAR)}")
    if ending == ".xlsx":
        return _from_workbook(path, sheet)
    if ending in {".json", ".geojson"}:
        return _from_json(path, sheet)
    return _from_lines(path, "\t" if ending == ".tsv" else ",")


def sheets(path: Path) -> list[str]:
    """The names of the tables in a file; none where it is one table without a name."""
    if kind(path) == ".xlsx":
        return list(_workbook(path).sheet_names)
    if kind(path) == ".json" and isinstance(found := _parsed(path), dict):
        return list(found)
    return []


def kind(path: Path) -> str:
    """The ending in lower case; .csv.gz counts as one."""
    endings = [ending.lower() for ending in path.suffixes]
    return "".join(endings[-2:]) if endings[-1:] == [".gz"] else (endings or [""])[-1]


def _from_lines(path: Path, delimiter: str) -> Table:
    data = path.read_bytes()
    try:
        text = _decoded(path, gzip.decompress(data) if kind(path).endswith(".gz") else data)
    except (OSError, EOFError) as error:
        raise BadInput(path.name, "is not a gzip file") from error
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return _table(path.name, rows)


def _decoded(path: Path, data: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(path.name, "is neither UTF-8 nor GB 18030")


def _workbook(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(str(path))
    except CalamineError as error:
        raise BadInput(path.name, "is not an XLSX workbook") from error


def _from_workbook(path: Path, sheet: str | None) -> Table:
    book = _workbook(path)
    name = sheet or book.sheet_names[0]
    if name not in book.sheet_names:
        raise BadInput(path.name, f"has no sheet {name}; there are {', '.join(book.sheet_names)}")
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return _table(f"{path.name} {name}", iter(rows))


def _table(source: str, rows: Iterator[Sequence[Any]]) -> Table:
    """Headings, then rows; empty rows at the end do not count."""
    headings = [_written(cell) for cell in next(rows, [])]
    if not any(headings):
        raise BadInput(source, "is empty; the first row must be headings")
    if twice := [heading for heading in headings if heading and headings.count(heading) > 1]:
        raise BadInput(source, "stands twice among the headings", row=1, column=twice[0])
    body = list(rows)
    while body and not any(_written(cell) for cell in body[-1]):
        body.pop()
    for number, row in enumerate(body):
        if len(row) != len(headings):
            rule = f"has {len(row)} cells, but there are {len(headings)} headings"
            raise BadInput(source, rule, row=number + FIRST_ROW)
    columns = zip(*body, strict=True) if body else ((),) * len(headings)
    return Table(source, {name: list(cells) for name, cells in zip(headings, columns, strict=True) if name})


def _parsed(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except ValueError as error:
        raise BadInput(path.name, f"is not JSON: {error}") from error


def _from_json(path: Path, sheet: str | None) -> Table:
    """A list of objects or of lists, or such a list in an object; of GeoJSON the properties and a point."""
    found = _parsed(path)
    if isinstance(found, dict) and found.get("type") == "FeatureCollection":
        return _from_records(path.name, [_feature(path, *pair) for pair in enumerate(found["features"])])
    if isinstance(found, dict):
        name = sheet or next(iter(found), "")
        if name not in found:
            raise BadInput(path.name, f"has no list {name}; there are {', '.join(found)}")
        return _from_records(f"{path.name} {name}", found[name])
    return _from_records(path.name, found)


def _from_records(source: str, records: Any) -> Table:
    """Objects become rows by their keys, lists by their places."""
    if not isinstance(records, list) or not all(isinstance(record, dict | list) for record in records):
        raise BadInput(source, "must be a list of objects or of lists")
    rows = [record if isinstance(record, dict) else dict(enumerate(record)) for record in records]
    names = list(dict.fromkeys(key for row in rows for key in row))
    return Table(source, {str(name): [row.get(name) for row in rows] for name in names}, first_row=1)


def _feature(path: Path, number: int, feature: Any) -> dict[str, Any]:
    """Properties, and where it is: of an area or line the middle of its corners."""
    try:
        corners = np.array(list(_corners(feature["geometry"]["coordinates"])), dtype=np.float64)
        longitude, latitude = corners.mean(axis=0).tolist()
        return {**(feature.get("properties") or {}), "longitude": longitude, "latitude": latitude}
    except (AttributeError, KeyError, TypeError, ValueError):
        raise BadInput(path.name, "must be a feature with coordinates", row=number + 1) from None


def _corners(coordinates: Any) -> Iterator[list[float]]:
    """Every position, however deep."""
    if isinstance(coordinates[0], int | float):
        yield coordinates[:2]
    else:
        for inner in coordinates:
            yield from _corners(inner)


def _written(cell: Any) -> str:
    """A cell as people write it: whole numbers of a workbook without `.0`."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
