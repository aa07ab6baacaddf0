"""Which pages a person is offered, and where they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from muster.kernel.actor import Actor
from muster.kernel.problems import Words
from muster.units.models import Unit


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the navigation. Without a power it is for everyone who has logged in."""

    view: str
    label: Words
    image: str
    powers: tuple[str, ...] = ()
    of_operation: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    label: Words
    image: str
    current: str  # "page", "true" (a page below it) or ""


NOW = Page("console:now", pgettext_lazy("page", "Now"), "layout-dashboard", ("see",))
MINE = Page("console:mine", pgettext_lazy("page", "Mine"), "checklist")
DAY = Page("console:day", pgettext_lazy("page", "My day"), "calendar", ("accept",))
TREE = Page("units:tree", pgettext_lazy("page", "Tree"), "sitemap", ("see",), of_operation=False)
DIRECTIVES = Page("directives:list", pgettext_lazy("page", "Directives"), "file-text")
FIRST = (
    NOW,
    MINE,
    DAY,
    TREE,
    DIRECTIVES,
    Page("zones:list", pgettext_lazy("page", "Zones"), "map-2", ("see",)),
    Page("teams:list", pgettext_lazy("page", "Teams"), "users-group", ("see",)),
    Page("operations:musters", pgettext_lazy("page", "Who can come"), "users", ("see",)),
    Page("calls:list", pgettext_lazy("page", "Calls"), "hand-stop"),
    Page("experts:list", pgettext_lazy("page", "Experts"), "user", ("see_people",)),
    Page("projects:list", pgettext_lazy("page", "Projects"), "clock", ("see",)),
    Page("bulletins:list", pgettext_lazy("page", "Bulletins"), "news", ("see",)),
)
SECOND = (
    Page("operations:list", pgettext_lazy("page", "Operations"), "flag", ("see",), of_operation=False),
    Page("console:search", pgettext_lazy("page", "Search"), "search", ("see",), of_operation=False),
    Page("console:import", pgettext_lazy("page", "Import"), "file-import", ("import",), of_operation=False),
    Page("console:jobs", pgettext_lazy("page", "Jobs"), "progress", ("see",), of_operation=False),
    Page(
        "privacy:register",
        pgettext_lazy("page", "Personal data"),
        "eye",
        ("audit", "grant"),
        of_operation=False,
    ),
    Page("console:journal", pgettext_lazy("page", "Journal"), "history", ("see",), of_operation=False),
)
QUICK = (NOW, MINE, DIRECTIVES, TREE)


def page_url(view: str, **arguments: object) -> str:
    return reverse(view, kwargs=arguments)


def figure_url(operation_id: UUID, key: str, unit: Unit) -> str:
    """Where a figure of a unit opens."""
    url = page_url("figures:figure", operation_id=operation_id, key=key)
    return f"{url}?{urlencode({'unit': unit.pk})}"


def links(pages: Iterable[Page], *, actor: Actor, operation_id: UUID | None, path: str) -> list[Link]:
    """The pages that this person may open. The one that is open, or nearest above it, is marked."""
    offered = [(page, _url(page, operation_id)) for page in pages if _is_for(page, actor)]
    offered = [(page, url) for page, url in offered if url]
    around = [url for page, url in offered if page is not NOW and path.startswith(url)]
    nearest = max(around, key=len, default="")
    return [Link(url, page.label, page.image, _current(url, path, nearest)) for page, url in offered]


def _url(page: Page, operation_id: UUID | None) -> str:
    if not page.of_operation:
        return page_url(page.view)
    return page_url(page.view, operation_id=operation_id) if operation_id else ""


def _is_for(page: Page, actor: Actor) -> bool:
    return actor.is_signed_in and (not page.powers or any(map(actor.holds, page.powers)))


def _current(url: str, path: str, nearest: str) -> str:
    return "page" if url == path else "true" if url == nearest else ""
