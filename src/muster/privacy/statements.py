"""SQL made from the register: what is held, what is due, what is emptied. Tables and columns are Django's, nothing a user's."""

from dataclasses import dataclass

from django.db.models import Field

from muster.kernel.personal import Personal, Then

from .registry import model_of, table_of

TEXTS = {"CharField", "TextField", "SlugField", "EmailField"}


@dataclass(frozen=True, slots=True)
class Blank:
    """A column, and what it is emptied to."""

    column: str
    value: str


def blanks(one: Personal) -> list[Blank]:
    fields = {field.column: field for field in model_of(one)._meta.concrete_fields}  # noqa: SLF001 - as above
    columns = dict.fromkeys([*one.columns, *one.blanks])
    return [Blank(column, one.blanks.get(column, _empty(fields[column]))) for column in columns]


def _empty(field: "Field[object, object]") -> str:
    if field.null:
        return "NULL"
    return "''" if field.get_internal_type() in TEXTS else f"held.{field.column}"


def holds_something(one: Personal) -> str:
    """SQL: whether a row holds anything of this at all."""
    if one.kept is None or one.kept.then == Then.DELETE:
        return f"({one.where})"
    parts = blanks(one)
    here, empty = (
        ", ".join(f"held.{part.column}" for part in parts),
        ", ".join(part.value for part in parts),
    )
    return f"({one.where}) AND ROW({here}) IS DISTINCT FROM ROW({empty})"


def counts(one: Personal) -> str:
    """SQL: how many rows hold something, how many of them are due on a day, and the first day on which one will be."""
    table = table_of(one)
    if one.kept is None:
        return f"SELECT count(*), 0, NULL::date FROM {table} held WHERE {holds_something(one)}"  # noqa: S608 - names from the register, values apart
    return (
        f"SELECT count(*), count(*) FILTER (WHERE due <= %(day)s), min(due) FROM "  # noqa: S608 - names from the register, values apart
        f"(SELECT ({one.kept.since})::date + {one.kept.days} AS due FROM {table} held WHERE {holds_something(one)}) found"
    )


def over(one: Personal) -> str:
    """SQL: empty, or delete, what is due on a day."""
    if one.kept is None:
        raise ValueError(one.key)
    is_due = f"{holds_something(one)} AND ({one.kept.since})::date + {one.kept.days} <= %(day)s"
    if one.kept.then == Then.DELETE:
        return f"DELETE FROM {table_of(one)} held WHERE {is_due}"  # noqa: S608 - names from the register, values apart
    return f"UPDATE {table_of(one)} held SET {_assignments(one)} WHERE {is_due}"  # noqa: S608 - names from the register, values apart


def of_person(one: Personal) -> str:
    """SQL: the rows about one person, each with whether a request to erase it is refused."""
    refused = f"({one.stays_while})" if one.stays else "false"
    columns = ", ".join(f"held.{column}" for column in (_key(one), *one.columns))
    scope = f"held.{one.scope}" if one.scope else "NULL::uuid"
    return (
        f"SELECT {scope}, {refused}, {columns} FROM {table_of(one)} held "  # noqa: S608 - names from the register, values apart
        f"WHERE ({one.where}) AND {_about_person(one)} ORDER BY held.{_key(one)}"
    )


def _key(one: Personal) -> str:
    return str(model_of(one)._meta.pk.column)  # noqa: SLF001 - as above


def erased(one: Personal) -> str:
    """SQL: empty, or delete, what is held about one person and need not stay."""
    refused = f"({one.stays_while})" if one.stays else "false"
    which = f"{holds_something(one)} AND NOT coalesce({refused}, false) AND {_about_person(one)}"
    if one.kept is not None and one.kept.then == Then.DELETE:
        return f"DELETE FROM {table_of(one)} held WHERE {which}"  # noqa: S608 - names from the register, values apart
    return f"UPDATE {table_of(one)} held SET {_assignments(one)} WHERE {which}"  # noqa: S608 - names from the register, values apart


def _about_person(one: Personal) -> str:
    """The record itself, and those that were found to be of the same person."""
    return f"{one.person} IN (SELECT id FROM people_person WHERE %(person)s IN (id, same_as_id))"  # noqa: S608 - names from the register, values apart


def _assignments(one: Personal) -> str:
    return ", ".join(f"{part.column} = {part.value}" for part in blanks(one))
