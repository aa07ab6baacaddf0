"""One of everything, in the northern township: what the access table is asked about."""

from datetime import date
from types import SimpleNamespace

from muster.bulletins import commands as bulletins
from muster.directives import commands as directives
from muster.kernel.commands import start_job
from muster.operations import commands as operations
from muster.people.commands import give_role
from muster.people.models import Account

ROLES = ("chief", "officer", "member", "auditor", "stranger", "nobody")
SINCE = date(2015, 1, 1)


def set_scene(system, tree, people) -> SimpleNamespace:
    """The cast with log-ins; an operation of the county's northern township; a directive, a unit, a bulletin, jobs in it."""
    from conftest import NOW
    from muster.people.queries import actor_of

    give = {
        "chief": ("chief", tree.city),
        "officer": ("officer", tree.north),
        "auditor": ("auditor", tree.city),
        "stranger": ("officer", tree.south),
    }
    accounts = {}
    for name in ROLES[:-1]:
        person = getattr(people, name)
        accounts[name] = Account.objects.create(username=name, person=person)
        if name in give:
            role, unit = give[name]
            give_role(system, person_id=person.pk, unit_id=unit.pk, name=role, since=SINCE)
    chief = actor_of(accounts["chief"], now=NOW)
    operation = operations.activate_operation(chief, unit_id=tree.north.pk, template="epidemic")
    operations.mobilise(chief, operation_id=operation.pk)
    temporary = operations.propose_temporary_unit(
        chief,
        operation_id=operation.pk,
        parent_id=tree.north.pk,
        name="Night post",
        task="Road",
        leader_id=people.riverside[0].pk,
    )
    bulletin = bulletins.draft_bulletin(
        chief,
        operation_id=operation.pk,
        draft=bulletins.Draft(unit_id=tree.north.pk, kind="first", title="State", text="3 base units."),
    )
    job = start_job(chief, name="console.check_upload", operation_id=operation.pk)
    return SimpleNamespace(
        accounts=accounts,
        operation=operation,
        temporary=temporary,
        draft=_directive(chief, operation, tree),
        directive=_issued(chief, operation, tree),
        bulletin=bulletin,
        job=job,
        unit=tree.north,
    )


def _directive(chief, operation, tree):
    draft = directives.Draft(
        issuing_unit_id=tree.north.pk,
        addressee_ids=[tree.north.pk],
        kind="notice",
        purpose="for_action",
        series="演组",
        title="Notice on duty at the gates",
        body="Every branch keeps its gate.",
    )
    return directives.draft_directive(chief, operation_id=operation.pk, draft=draft)


def _issued(chief, operation, tree):
    directive = _directive(chief, operation, tree)
    directives.submit_for_review(chief, directive_id=directive.pk)
    directives.sign_off(chief, directive_id=directive.pk)
    return directives.issue_directive(chief, directive_id=directive.pk)
