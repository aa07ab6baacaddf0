"""Finding records that are one person, making them one, and taking that back."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from muster.kernel.access import require
from muster.kernel.actor import Actor
from muster.kernel.commands import start_job
from muster.kernel.jobs import Progress, silent
from muster.kernel.journal import record
from muster.kernel.models import Job
from muster.kernel.problems import NotFound
from muster.kernel.statements import execute, fetch, statement
from muster.kernel.succession import Follows, Way
from muster.people import matching
from muster.people.models import Account, Person
from muster.reorganisations import statements
from muster.reorganisations.registry import model_of, of_persons

from . import access, loading
from .models import Merge, Pair, PairState
from .problems import BothHold, TwoLogins

FIND_JOB = "duplicates.find"
LOG = {"log": "duplicates_movedrow", "cause": "merge_id"}
# What the kept record takes where it has none: fields that go together.
TAKEN = (("id_number", "id_number_index"), ("phone", "phone_index"), ("home_id",), ("sex",))


@transaction.atomic
def start_finding(actor: Actor) -> Job:
    """Have the whole roll compared with itself."""
    require(actor, "import")
    return start_job(actor, name=FIND_JOB)


@transaction.atomic
def find_duplicates(actor: Actor, *, progress: Progress = silent) -> dict[str, Any]:
    """Compare everyone with everyone, and keep the pairs that fit for a decision."""
    progress("read", 0, 0)
    roll = loading.load()
    progress("solve", 0, 0)
    found = matching.match(roll.records)
    progress("store", 0, 0)
    values = {
        "now": actor.now,
        "ones": [roll.ids[place] for place in found.left.tolist()],
        "others": [roll.ids[place] for place in found.right.tolist()],
        "scores": found.score.tolist(),
        "reasons": found.reasons.tolist(),
        "sure": (found.verdict == matching.Verdict.SAME).tolist(),
    }
    execute(statement("duplicates", "forget_pairs"), values)
    execute(statement("duplicates", "keep_pairs"), values)
    record(actor, "duplicates.looked_for", count=len(found), people=len(roll.ids))
    return {"pairs": len(found), "people": len(roll.ids)}


@transaction.atomic
def keep_apart(actor: Actor, *, pair_id: UUID) -> Pair:
    """They are two people; they are not proposed again."""
    pair = access.pair_to_decide(actor, pair_id)
    _decide(actor, pair, PairState.APART)
    record(actor, "duplicates.kept_apart", pair)
    return pair


@transaction.atomic
def merge_records(actor: Actor, *, pair_id: UUID, kept_id: UUID) -> Merge:
    """The kept record goes on for both: roll, skills, seats, receipts and offers are its own. The other stays as history."""
    pair = access.pair_to_decide(actor, pair_id)
    kept, gone = (pair.one, pair.other) if pair.one_id == kept_id else (pair.other, pair.one)
    if kept.pk != kept_id:
        raise NotFound
    if Account.objects.filter(person=gone).exists():
        if Account.objects.filter(person=kept).exists():
            raise TwoLogins
        kept, gone = gone, kept  # who can log in keeps their log-in
    today = timezone.localdate(actor.now)
    merge = Merge.objects.create(pair=pair, kept=kept, gone=gone, on=today, merged_at=actor.now)
    merge.taken = _take(kept, gone)
    try:
        with transaction.atomic():
            merge.effects = {one.key: _move(merge, one) for one in of_persons()}
    except IntegrityError as error:
        raise BothHold from error
    merge.save(update_fields=["taken", "effects"])
    Person.objects.filter(pk=gone.pk).update(same_as=kept)
    Person.objects.filter(same_as=gone).update(same_as=kept)
    _decide(actor, pair, PairState.MERGED)
    record(actor, "duplicates.merged", pair, kept=kept.pk, gone=gone.pk, rows=sum(merge.effects.values()))
    return merge


@transaction.atomic
def undo_merge(actor: Actor, *, pair_id: UUID) -> Pair:
    """They are two records again, each with what was its own; what came since stays with the kept one."""
    merge = access.merge_to_undo(actor, pair_id)
    for one in reversed(of_persons()):
        _move_back(merge, one)
    _give_back(merge)
    Person.objects.filter(pk=merge.gone_id).update(same_as=None)
    merge.undone_at = actor.now
    merge.save(update_fields=["undone_at"])
    merge.pair.state, merge.pair.decided_at, merge.pair.decided_by = PairState.OPEN, None, None
    merge.pair.save(update_fields=["state", "decided_at", "decided_by"])
    record(actor, "duplicates.unmerged", merge.pair, kept=merge.kept_id, gone=merge.gone_id)
    return merge.pair


def _move(merge: Merge, one: Follows) -> int:
    values = {
        "cause": merge.pk,
        "key": one.key,
        "day": merge.on,
        "froms": [merge.gone_id],
        "tos": [merge.kept_id],
        "onlys": [None],
    }
    if one.way == Way.CUT:
        count = execute(statements.cut(one, LOG), values)
        execute(statements.go_on(one, LOG), values)
        return count
    return execute(statements.move(one, LOG), values)


def _move_back(merge: Merge, one: Follows) -> None:
    values = {"cause": merge.pk, "key": one.key}
    if one.way == Way.CUT:
        fetch(statements.take_back(one, LOG), values)
        table = model_of(one)._meta.db_table  # noqa: SLF001 - Django's documented API
        rows = [row for (row,) in fetch(statement("duplicates", "unmade").format(table=table), values)]
        execute(statements.reopen(one), {"rows": rows})
    execute(statements.move_back(one, LOG), values)


def _take(kept: Person, gone: Person) -> list[str]:
    """Fill what the kept record lacks; an identity number leaves the other, for it is nobody's twice."""
    taken: list[str] = []
    for fields in TAKEN:
        if getattr(kept, fields[0]) or not getattr(gone, fields[0]):
            continue
        for field in fields:
            setattr(kept, field, getattr(gone, field))
        taken.append(fields[0])
    if "id_number" in taken:
        Person.objects.filter(pk=gone.pk).update(id_number=None, id_number_index=None)
    kept.save()
    return taken


def _give_back(merge: Merge) -> None:
    """What was taken goes back as it is now: it may have been corrected since."""
    kept, gone = Person.objects.get(pk=merge.kept_id), Person.objects.get(pk=merge.gone_id)
    for fields in TAKEN:
        if fields[0] in merge.taken:
            for field in fields:
                setattr(gone, field, getattr(kept, field))
                setattr(kept, field, "" if field == "sex" else None)
    kept.save()
    gone.save()


def _decide(actor: Actor, pair: Pair, state: PairState) -> None:
    pair.state, pair.decided_at, pair.decided_by = state, actor.now, actor.person_id
    pair.save(update_fields=["state", "decided_at", "decided_by"])
