"""What the shell of every page shows. All of it is lazy: fragments and pages without the shell ask the database nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from muster.kernel.actor import Actor
from muster.kernel.problems import Words
from muster.operations import queries as operations
from muster.operations.labels import level_label, phase_label
from muster.operations.models import Operation
from muster.people import queries as people

from . import navigation
from .navigation import Link, Page


@dataclass(frozen=True, slots=True)
class CurrentOperation:
    """The operation as `parts/operation_header.html` wants it."""

    id: UUID
    name: str
    url: str
    phase_label: str
    level: int | None
    level_label: Words
    activated_at: datetime
    ended_at: datetime | None
    is_drill: bool


class Shell:
    """Read once a page, and only what the page asks for."""

    def __init__(self, request: HttpRequest, actor: Actor) -> None:
        self.request = request
        self.actor = actor

    @cached_property
    def operation(self) -> CurrentOperation | None:
        """The one in the address, if it is in sight; else the newest open one."""
        found = _named(self.request, self.actor) or operations.newest_open(self.actor)
        return _shown(found, self.actor) if found else None

    @cached_property
    def account(self) -> tuple[str, str]:
        return people.card_of_oneself(self.actor)

    @property
    def account_name(self) -> str:
        return self.account[0]

    def links(self, pages: tuple[Page, ...]) -> list[Link]:
        operation_id = self.operation.id if self.operation else None
        return navigation.links(pages, actor=self.actor, operation_id=operation_id, path=self.request.path)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return {}
    page = Shell(request, actor)
    return {
        "current_operation": _later(lambda: page.operation),
        "demo_data": _later(operations.shows_demo_data),
        "account_name": _later(lambda: page.account_name),
        "account_unit": _later(lambda: page.account[1]),
        "asked_at": actor.now,
        "nav_first": _later(lambda: page.links(navigation.FIRST)),
        "nav_second": _later(lambda: page.links(navigation.SECOND)),
        "nav_quick": _later(lambda: page.links(navigation.QUICK)),
    }


def _later(read: Callable[[], Any]) -> Any:
    return SimpleLazyObject(read)


def _named(request: HttpRequest, actor: Actor) -> Operation | None:
    match = request.resolver_match
    operation_id = match.kwargs.get("operation_id") if match else None
    return operations.operations(actor).filter(pk=operation_id).first() if operation_id else None


def _shown(operation: Operation, actor: Actor) -> CurrentOperation:
    level = operations.level_of(operation, at=operation.closed_at or actor.now)
    first = navigation.NOW if actor.holds("see") else navigation.MINE
    return CurrentOperation(
        id=operation.pk,
        name=operation.name,
        url=reverse(first.view, kwargs={"operation_id": operation.pk}),
        phase_label=phase_label(operation.phase, phases=operation.phases),
        level=level,
        level_label=level_label(level) if level else "",
        activated_at=operation.activated_at,
        ended_at=operation.closed_at,
        is_drill=operation.is_drill,
    )
