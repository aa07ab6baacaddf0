"""Pages of long lists. Counting millions of rows to say how many there are takes longer than reading twenty of them."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

ROWS_A_PAGE = 20
MOST_COUNTED = 2_000


class CappedPaginator(Paginator[Any]):
    """Counts no further than MOST_COUNTED: who wants what comes later narrows the list."""

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST_COUNTED)

    @property
    def is_capped(self) -> bool:
        """Whether there are more than it says."""
        return self._counted > MOST_COUNTED

    @cached_property
    def _counted(self) -> int:
        listed = self.object_list
        if not isinstance(listed, QuerySet):
            return len(listed)
        return listed.order_by()[: MOST_COUNTED + 1].count()  # in no order, so that it can stop early


def page_of(
    listed: QuerySet[Any] | Sequence[Any], number: str | None, *, rows: int = ROWS_A_PAGE
) -> Page[Any]:
    """The page that a URL asks for; for a number that is none, or beyond the end, the nearest."""
    return CappedPaginator(listed, rows).get_page(number or 1)
