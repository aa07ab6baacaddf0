"""Who may see what in clear, and who may read who did."""

from uuid import UUID

from django.db.models import Q, QuerySet

from muster.kernel.actor import WHOLE_TREE, Actor
from muster.kernel.personal import Personal
from muster.kernel.problems import NotAllowed, NotFound
from muster.people import access as people
from muster.people.models import Person

from .models import Unmasking
from .registry import of_key

READS = ("audit", "grant")


def require_register(actor: Actor) -> None:
    """Auditors, and whoever gives out roles."""
    if not any(map(actor.holds, READS)):
        raise NotAllowed("audit")


def may_count(actor: Actor) -> bool:
    """Whether one of these powers reaches the whole tree, as the counts do."""
    return any("." not in path for power in READS for path in actor.paths(power))


def line_of_person(key: str) -> Personal:
    """A line that can be unmasked, of the table of persons."""
    line = of_key(key)
    if line is None or line.clear is None or line.model != "people.Person":
        raise NotFound
    return line


def person_to_unmask(actor: Actor, person_id: UUID, line: Personal) -> Person:
    """Oneself, or somebody on a roll where the actor holds the power that the register names."""
    if person_id == actor.person_id:
        return people.person_to_see(actor, person_id)
    power = line.clear.power if line.clear else "unmask"
    return people.person_to(actor, power, person_id)


def person_to_tell(actor: Actor, person_id: UUID) -> Person:
    """Oneself, or somebody on a roll where the actor may see numbers in clear."""
    if person_id == actor.person_id:
        return people.person_to_see(actor, person_id)
    return _on_roll(actor, "unmask", person_id)


def person_to_erase(actor: Actor, person_id: UUID) -> Person:
    """Nobody erases themselves by mistake: whoever gives out roles where the roll lies, or lay, answers the request."""
    return _on_roll(actor, "grant", person_id)


def _on_roll(actor: Actor, power: str, person_id: UUID) -> Person:
    """The operator may, too, for somebody on no roll."""
    if WHOLE_TREE in actor.paths(power):
        return people.person_to_see(actor, person_id)
    return people.person_to(actor, power, person_id)


def unmaskings_visible_to(actor: Actor) -> QuerySet[Unmasking]:
    """In the units where one audits or gives roles; of oneself; and one's own."""
    paths = [path for power in READS for path in actor.paths(power)]
    own = Q(person=actor.person_id, person__isnull=False) | Q(viewer=actor.person_id, viewer__isnull=False)
    return Unmasking.objects.filter(own | Q(unit__path__within=paths))
