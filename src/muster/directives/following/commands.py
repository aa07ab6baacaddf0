"""Directives in force follow the tree: units that ended, and units that came since they were issued."""

from django.db import transaction

from muster.directives import rules
from muster.kernel.actor import Actor
from muster.kernel.journal import record
from muster.kernel.statements import fetch, statement


@transaction.atomic
def follow_the_tree(actor: Actor) -> int:
    """What a unit that ended had not finished is asked of nobody, its parts go to the unit above; a new unit gets its copy.

    How many copies and parts changed. What was done stays on record where it was done.
    """
    values = {"now": actor.now, "not_addressed": list(rules.KINDS_OF_UNIT_NOT_ADDRESSED)}
    ((ended, moved, dropped, opened),) = fetch(statement("directives", "follow_tree"), values)
    count = int(ended + moved + dropped + opened)
    if count:
        record(actor, "directives.followed_the_tree", count=count, ended=ended, moved=moved, opened=opened)
    return count
