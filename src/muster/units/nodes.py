"""Units as the nodes of `parts/tree_node.html`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Words

from .models import Unit

BELOW = _("units directly below")


@dataclass(slots=True)
class Node:
    id: UUID
    name: str
    url: str
    kind_label: str
    level: int
    position: int
    siblings: int
    child_count: int
    children_url: str
    is_open: bool = False
    is_selected: bool = False
    children: list["Node"] = field(default_factory=list)
    state: str = ""
    state_label: Words = ""
    count: int | None = None
    count_label: Words = BELOW


def nodes(units: Sequence[Unit], *, level: int) -> list[Node]:
    """Units with `child_count`, all below the same unit, `level` deep in what is shown."""
    return [_node(unit, level, position, len(units)) for position, unit in enumerate(units, start=1)]


def opened(node: Node, units: Sequence[Unit]) -> Node:
    """The same node, with the units below it."""
    node.is_open, node.children = True, nodes(units, level=node.level + 1)
    return node


def _node(unit: Unit, level: int, position: int, siblings: int) -> Node:
    below = unit.child_count  # type: ignore[attr-defined]  # from with_child_counts
    return Node(
        id=unit.pk,
        name=unit.name,
        url=reverse("units:unit", kwargs={"unit_id": unit.pk}),
        kind_label=str(unit.kind),
        level=level,
        position=position,
        siblings=siblings,
        child_count=below,
        children_url=reverse("units:children", kwargs={"unit_id": unit.pk}) + f"?level={level + 1}",
        count=below or None,
    )
