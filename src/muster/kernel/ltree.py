"""PostgreSQL's ltree as a Django field: paths, and "lies within any of these subtrees"."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler


class LtreeField(models.Field[str, str]):
    """A dotted path of labels; our labels are ids as 32 hexadecimal digits."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:  # noqa: ARG002 - Django's signature
        return "ltree"

    def get_placeholder(self, value: Any, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> str:  # noqa: ARG002 - Django's signature
        return "%s::ltree"


@LtreeField.register_lookup
class Within(models.Lookup[Any]):
    """`path__within=["a.b", "c"]`: the path is one of these, or below one of them."""

    lookup_name = "within"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        left, left_params = self.process_lhs(compiler, connection)
        return f"{left} <@ ANY(%s::ltree[])", [*left_params, list(self.rhs)]


@LtreeField.register_lookup
class Above(models.Lookup[Any]):
    """`path__above="a.b.c"`: the path is this one, or an ancestor of it."""

    lookup_name = "above"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        left, left_params = self.process_lhs(compiler, connection)
        return f"{left} @> %s::ltree", [*left_params, str(self.rhs)]


class Depth(models.Transform):
    """`path__depth`: 1 at the root."""

    lookup_name = "depth"
    function = "nlevel"
    output_field = models.IntegerField()


LtreeField.register_lookup(Depth)
