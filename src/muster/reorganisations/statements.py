"""The SQL that moves rows, made from the declarations."""

from functools import partial

from muster.kernel.statements import statement
from muster.kernel.succession import Follows, Way

from .registry import model_of

Log = dict[str, str]  # where moved rows are noted, and by which cause
OWN: Log = {"log": "reorganisations_moved", "cause": "reorganisation_id"}
_text = partial(statement, "reorganisations")


def move(one: Follows, log: Log = OWN) -> str:
    free = "true"
    if one.once_with:
        same = f"held.{one.once_with} = here.once AND held.{one.column} = way.to_id"
        free = f"NOT EXISTS (SELECT FROM {_table(one)} held WHERE {same})"
    day = f", {one.day} = greatest(place.{one.day}, %(day)s::date)" if one.day else ""
    once = one.once_with or "id"
    return _text("move").format(**_names(one), **log, free=free, day=day, once=once)


def cut(one: Follows, log: Log = OWN) -> str:
    return _text("cut").format(**_names(one), **log, span=one.span)


def go_on(one: Follows, log: Log = OWN) -> str:
    own = {"id", one.column, one.span}
    columns = [str(field.column) for field in model_of(one)._meta.concrete_fields if field.column not in own]  # noqa: SLF001 - Django's documented name
    values = [f"'{one.lapses[name]}'" if name in one.lapses else name for name in columns]
    # A person with two records has one roll: where the kept record has one that lasts, it is that.
    held = (
        f"SELECT FROM {_table(one)} held WHERE held.{one.column} = moved.to_id AND upper_inf(held.{one.span})"
    )
    free = f"NOT EXISTS ({held})" if one.of_persons else "true"
    return _text("go_on").format(
        **_names(one), **log, free=free, span=one.span, columns=", ".join(columns), values=", ".join(values)
    )


def move_back(one: Follows, log: Log = OWN) -> str:
    return _text("move_back").format(**_names(one), **log)


def take_back(one: Follows, log: Log = OWN) -> str:
    return _text("take_back").format(**_names(one), **log, span=one.span)


def reopen(one: Follows) -> str:
    return _text("reopen").format(**_names(one), span=one.span)


def effects(one: Follows) -> str:
    current = f" AND upper_inf({one.span})" if one.way == Way.CUT else ""
    return _text("effects").format(**_names(one), current=current)


def _names(one: Follows) -> dict[str, str]:
    return {
        "table": _table(one),
        "column": one.column,
        "where": one.where,
        "area": f"{one.area or 'NULL'}::uuid",
        "person": f"{one.person or 'NULL'}::uuid",
    }


def _table(one: Follows) -> str:
    return model_of(one)._meta.db_table  # noqa: SLF001 - Django's documented API
