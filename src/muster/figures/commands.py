"""Folding deltas into totals: the one writer of totals, besides the tree's triggers."""

from django.db import transaction

from muster.kernel.actor import Actor
from muster.kernel.statements import execute, fetch, statement

LOCK = "SELECT pg_advisory_xact_lock(hashtext('muster.fold'))"


@transaction.atomic
def fold(actor: Actor) -> int:  # noqa: ARG001 - folding is nobody's decision and changes no figure, so nothing is journaled
    """Add all deltas of finished transactions to the totals of their units and all above; how many there were."""
    execute(LOCK)  # a statement of its own: the next one then sees what the fold before it wrote
    ((folded,),) = fetch(FOLD)
    return int(folded)


FOLD = statement("figures", "fold").format(
    spread=statement("figures", "spread").format(own="own", place="place", itself="true"),
    add=statement("figures", "add").format(change="change"),
)
