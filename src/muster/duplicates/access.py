"""Which pairs an actor may look at and decide: those of whom both rolls lie where they bring people in and read lists of them."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from muster.kernel.access import require
from muster.kernel.actor import WHOLE_TREE, Actor
from muster.kernel.problems import NotFound
from muster.people.models import Membership, Person

from .models import Merge, Pair, PairState
from .problems import PairDecided


def pairs_visible_to(actor: Actor) -> QuerySet[Pair]:
    """A record without a roll is for whoever holds the whole tree."""
    require(actor, "import")
    paths = [path for path in actor.paths("import") if actor.may("see_people", path)]
    pairs = Pair.objects.select_related("one", "other")
    if WHOLE_TREE in paths:
        return pairs
    return pairs.filter(*(Exists(_rolls(of, paths)) for of in ("one", "other")))


def pair_to_see(actor: Actor, pair_id: UUID) -> Pair:
    pair = pairs_visible_to(actor).filter(pk=pair_id).first()
    if pair is None:
        raise NotFound
    return pair


def pair_to_decide(actor: Actor, pair_id: UUID) -> Pair:
    """Locked with both records, in the order of their ids."""
    seen = pair_to_see(actor, pair_id)
    list(Person.objects.select_for_update().filter(pk__in=[seen.one_id, seen.other_id]).order_by("pk"))
    pair = Pair.objects.select_for_update(of=("self",)).select_related("one", "other").get(pk=pair_id)
    if pair.state != PairState.OPEN:
        raise PairDecided
    return pair


def merge_to_undo(actor: Actor, pair_id: UUID) -> Merge:
    seen = pair_to_see(actor, pair_id)
    list(Person.objects.select_for_update().filter(pk__in=[seen.one_id, seen.other_id]).order_by("pk"))
    merge = Merge.objects.filter(pair=seen, undone_at=None).select_related("kept", "gone", "pair").first()
    if merge is None:
        raise PairDecided
    return merge


def _rolls(of: str, paths: list[str]) -> QuerySet[Membership]:
    return Membership.objects.filter(person=OuterRef(of), unit__path__within=paths)
