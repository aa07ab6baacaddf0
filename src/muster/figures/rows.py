"""The rows behind a figure: as SQL that lists or counts them, and as cells to show."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model

from muster.kernel.figure import Counted, OfRows, Queried, Stated

from .registry import model_of, table_of

BELOW = """(
    SELECT %(unit)s::uuid AS unit_id, '-infinity'::date AS since, 'infinity'::date AS until
    UNION ALL SELECT unit_id, since, until FROM figures_standing WHERE above_id = %(unit)s
)"""


def counting_sql(figure: Queried) -> str:
    """One number: what the figure is for `%(unit)s` and all that stand below it on `%(day)s`."""
    return f"""
        SELECT {figure.aggregate} FROM {table_of(figure)}
        WHERE ({figure.operation}) = %(operation)s AND ({figure.where}) AND ({figure.unit}) IN (
            SELECT place.unit_id FROM {BELOW} AS place WHERE %(day)s >= place.since AND %(day)s < place.until)
    """  # noqa: S608 - of declarations alone


def listing_sql(figure: OfRows) -> str:
    """Ids and amounts, newest first, up to `%(limit)s` of those before `%(before)s`, of units that now stand in `%(paths)s`."""
    if isinstance(figure, Counted | Stated):
        where, unit, amount = (part.replace("%", "%%") for part in (figure.where, figure.unit, figure.amount))
        day = f"({figure.day})::date"
    else:
        where, unit, amount, day = figure.where, figure.unit, "1", "%(day)s"
    looked_at = "row.its_day" if isinstance(figure, Counted) else "%(day)s"
    below = f"""JOIN figures_standing AS place
          ON place.above_id = %(unit)s AND place.unit_id = row.its_unit
         AND {looked_at} >= place.since AND {looked_at} < place.until"""
    # In two branches, each with its own limit, so that the newest are found by the primary key where they are many, and by the
    # index on the unit where they are few.
    return f"""
        WITH row AS NOT MATERIALIZED (
            SELECT id, ({unit}) AS its_unit, {day} AS its_day, ({amount})::numeric AS amount FROM {table_of(figure)}
            WHERE ({figure.operation}) = %(operation)s AND ({where}) AND (%(before)s::uuid IS NULL OR id < %(before)s)
        )
        SELECT id, amount FROM (
            ({_newest("", "AND row.its_unit = %(unit)s")}) UNION ALL ({_newest(below, "")})
        ) AS found ORDER BY id DESC LIMIT %(limit)s
    """  # noqa: S608 - names from declarations, values apart


def _newest(join: str, condition: str) -> str:
    return f"""
        SELECT row.id, row.amount FROM row
        JOIN units_unit AS unit ON unit.id = row.its_unit AND unit.path <@ ANY (%(paths)s::ltree[])
        {join}
        WHERE row.its_day <= %(day)s AND row.amount <> 0 {condition}
        ORDER BY row.id DESC LIMIT %(limit)s"""  # noqa: S608 - names from declarations, values apart


def cells(figure: OfRows, ids: Iterable[UUID]) -> dict[UUID, list[Any]]:
    """What the declared columns say, by row."""
    model = model_of(figure)
    followed = {path for column in figure.columns if (path := _relations(model, column.name))}
    rows = model._default_manager.select_related(*followed).in_bulk(list(ids))  # noqa: SLF001 - Django's documented API
    return {pk: [_cell(row, column.name) for column in figure.columns] for pk, row in rows.items()}


def _relations(model: type[Model], path: str) -> str:
    """The part of `person__home__area` that goes from table to table."""
    names: list[str] = []
    here: Any = model
    for name in path.split("__"):
        here = here._meta.get_field(name).related_model  # noqa: SLF001 - Django's documented name
        if here is None:
            break
        names.append(name)
    return "__".join(names)


def _cell(row: Any, path: str) -> Any:
    """The value at the end of the path, in words where it is one of some choices."""
    *way, last = path.split("__")
    for name in way:
        row = getattr(row, name, None)
    shown = getattr(row, f"get_{last}_display", None)
    return shown() if shown else getattr(row, last, None)
