"""What a file would change, as its page shows it: kept in both languages, told in one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from muster.kernel.exporting import spoken
from muster.kernel.importing import Layout


@dataclass(frozen=True, slots=True)
class Change:
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PictureRow:
    row: int
    sheet: str
    name: str
    more: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    same: int
    moved: int
    fields: tuple[tuple[str, int], ...]
    groups: tuple[
        tuple[str, int, tuple[PictureRow, ...]], ...
    ]  # what happens to them, how many in all, the first of them


def shown(outcome: Mapping[str, Any], layout: Layout) -> Shown | None:
    found = outcome.get("picture")
    if not found:
        return None
    headers = {column.key: spoken(column.headers) for column in layout.columns}
    only_changed = found["changed"] - found["moved"]
    groups = (
        ("moved", found["moved"], _rows(found["moved_rows"], headers)),
        ("changed", only_changed, _rows(found["changed_rows"], headers)),
        ("new", found["created"], _rows(found["new_rows"], headers)),
    )
    return Shown(
        same=found["same"],
        moved=found["moved"],
        fields=tuple((headers[key], count) for key, count in found["fields"].items()),
        groups=tuple(group for group in groups if group[1]),
    )


def _rows(kept: list[dict[str, Any]], headers: Mapping[str, str]) -> tuple[PictureRow, ...]:
    return tuple(_row(one, headers) for one in kept)


def _row(kept: Mapping[str, Any], headers: Mapping[str, str]) -> PictureRow:
    first, *others = [spoken(words) for words in kept["named"]]
    changes = tuple(
        Change(headers[one["column"]], spoken(one["before"]), spoken(one["after"])) for one in kept["changes"]
    )
    return PictureRow(kept["row"], kept["sheet"], first, " · ".join(filter(None, others)), changes)
