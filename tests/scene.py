"""One of everything, in the northern township: what the access table is asked about."""

from datetime import date, timedelta
from types import SimpleNamespace

from django.db import connection

from conftest import NOW
from muster.bulletins import commands as bulletins
from muster.calls import commands as calls
from muster.calls.particulars import Form, Particulars
from muster.directives import commands as directives
from muster.directives.clauses import commands as clauses
from muster.directives.explaining.commands import explain
from muster.directives.rounds.commands import set_rhythm
from muster.directives.rounds.rules import USUAL
from muster.experts import commands as experts
from muster.kernel.actor import system_actor
from muster.kernel.commands import start_job
from muster.kernel.ids import uuid7
from muster.logins.commands import invite
from muster.logins.models import Invitation
from muster.messages.climbs import commands as climbs
from muster.messages.commands import open_room
from muster.messages.models import Climb
from muster.operations import commands as operations
from muster.operations.musters.commands import open_muster
from muster.operations.musters.rules import Wanted
from muster.people.commands import give_role, name_deputy
from muster.people.models import Account, Role
from muster.people.queries import actor_of
from muster.places import commands as places
from muster.places.models import Area
from muster.projects import commands as projects
from muster.projects.shipped import plan_of
from muster.reorganisations import commands as reorganisations
from muster.reorganisations.models import Kind
from muster.staffing import commands as staffing
from muster.staffing.models import Seat
from muster.teams import commands as teams
from muster.zones import commands as zones
from muster.zones.models import Zone

ROLES = ("chief", "officer", "member", "auditor", "stranger", "nobody")
SINCE = date(2015, 1, 1)


def set_scene(system, tree, people) -> SimpleNamespace:
    """The cast with log-ins; an operation of the county's northern township; a directive, a unit, a bulletin, jobs in it."""
    accounts = log_ins(system, tree, people)
    chief = actor_of(accounts["chief"], now=NOW)
    return SimpleNamespace(accounts=accounts, **vars(play(chief, system, tree, people)))


def bind_the_owner() -> None:
    """The tests own the tables; the application does not. Until this transaction ends, policies hold for the owner too."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("people_person", "people_membership", "people_dualreport", "calls_offer"):
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def log_ins(system, tree, people) -> dict[str, Account]:
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
    return accounts


def play(chief, system, tree, people, mark: str = "") -> SimpleNamespace:
    """One of everything below the unit that the tree calls north. With a mark, every name in it bears it."""
    operation = operations.activate_operation(chief, unit_id=tree.north.pk, template="epidemic")
    operations.mobilise(chief, operation_id=operation.pk)
    temporary = operations.propose_temporary_unit(
        chief,
        operation_id=operation.pk,
        parent_id=tree.north.pk,
        name=f"Night post{mark}",
        task="Road",
        leader_id=people.riverside[0].pk,
    )
    bulletin = bulletins.draft_bulletin(
        chief,
        operation_id=operation.pk,
        draft=bulletins.Draft(
            unit_id=tree.north.pk, kind="first", title=f"State{mark}", text="3 base units."
        ),
    )
    zone_plan = cut_zones(system, chief, operation, tree, mark)
    team = teams.create_team(
        chief,
        operation_id=operation.pk,
        unit_id=tree.north.pk,
        kind="vanguard",
        name=f"North vanguard{mark}",
        task="",
        helpers=2,
    )
    call, offer = come_forward(chief, operation, tree, mark)
    expert = experts.register_expert(chief, person_id=people.riverside[0].pk)
    experts.declare_skill(chief, expert_id=expert.pk, skill="doctor", proof="Licence")
    project = projects.start_project(
        chief, operation_id=operation.pk, unit_id=tree.north.pk, plan=plan_of("mask_factory", language="en")
    )
    staff_plan = staffing.plan_staff(chief, operation_id=operation.pk, unit_id=tree.north.pk, seconds=1)
    job = start_job(chief, name="zones.plan", operation_id=operation.pk)
    directive = _issued(chief, operation, tree, mark)
    return SimpleNamespace(
        **said(chief, system, operation, tree, people, mark),
        secretary=people.riverside[0],
        operation=operation,
        temporary=temporary,
        draft=_directive(chief, operation, tree, mark),
        directive=directive,
        bulletin=bulletin,
        zone_plan=zone_plan,
        staff_plan=staff_plan,
        team=team,
        call=call,
        offer=offer,
        expert=expert,
        project=project,
        zone=Zone.objects.filter(operation=operation).first(),
        seat=Seat.objects.filter(operation=operation).first(),
        job=job,
        unit=tree.north,
        reorganisation=_proposed(chief, tree),
    )


def said(chief, system, operation, tree, people, mark) -> dict[str, object]:
    """The directive's ladder has begun; a work chat, a deputy, a muster call."""
    from conftest import TODAY

    climbs.climb_ladders(system_actor("climbs", now=NOW))
    wanted = Wanted(title=f"Sandbags{mark}", place="North dyke", needed=2)
    until = TODAY + timedelta(days=2)
    return {
        "climb": Climb.objects.get(operation_id=operation.pk),
        "room": open_room(chief, unit_id=tree.north.pk, kind="feishu", name=f"Group{mark}", key="b" * 36),
        "deputy": name_deputy(
            chief, person_id=people.hillside[0].pk, deputy_id=people.hillside[1].pk, since=TODAY, until=until
        ),
        "invitation": invited(chief, tree, people),
        "role": Role.objects.get(name="officer", unit=tree.north),
        "muster": open_muster(chief, operation_id=operation.pk, unit_id=tree.north.pk, wanted=wanted),
    }


def invited(chief, tree, people):
    """To a role in the northern township; its link holds to this day."""
    made = invite(
        chief, person_id=people.hillside[2].pk, unit_id=tree.north.pk, name="clerk", until=date(2020, 12, 31)
    )
    Invitation.objects.filter(pk=made.pk).update(ends_at=NOW.replace(year=2099))
    return made


def come_forward(chief, operation, tree, mark=""):
    """A call of the northern township, and somebody who came in person."""
    wanted = calls.Wanted(title=f"Night gate{mark}", place="North gate", needed=2, promise_minutes=60)
    call = calls.open_call(chief, operation_id=operation.pk, unit_id=tree.north.pk, wanted=wanted)
    form = Form(key=uuid7(), told=Particulars(f"Li{mark}", "13800000000"))
    return call, calls.take_down(chief, call_id=call.pk, form=form)


def cut_zones(system, chief, operation, tree, mark=""):
    """A building in riverside, its homes in two zones, their seats open; and a further plan that waits for a decision."""
    code = "511603106202" if mark else "511603106201"
    places.put_areas(
        system,
        rows=[places.AreaRow(code, f"Riverside{mark}", "village", None, False, tree.riverside.pk)],
    )
    area = Area.objects.get(code=code)
    places.put_premises(
        system, rows=[places.PremisesRow(f"P1{mark}", f"Riverside gardens{mark}", "compound", area.pk)]
    )
    (premises,) = area.premises.all()
    places.put_buildings(
        system,
        rows=[places.BuildingRow(f"B1{mark}", f"Block 1{mark}", premises.pk, None, 106.6, 30.5, 2, 3, 2)],
    )
    first = zones.plan_zones(
        chief, operation_id=operation.pk, unit_id=tree.north.pk, zones=2, seconds=1, seed=1
    )
    zones.commit_zones(chief, plan_id=first.pk)
    return zones.plan_zones(
        chief, operation_id=operation.pk, unit_id=tree.north.pk, zones=2, seconds=1, seed=3
    )


def _proposed(chief, tree):
    """A merger of two villages that waits for a decision."""
    proposal = reorganisations.Proposal(
        kind=Kind.MERGE, unit_ids=[tree.hillside.pk], into_id=tree.riverside.pk, day=NOW.date()
    )
    return reorganisations.propose_reorganisation(chief, proposal=proposal)


def _directive(chief, operation, tree, mark=""):
    draft = directives.Draft(
        issuing_unit_id=tree.north.pk,
        addressee_ids=[tree.north.pk],
        kind="notice",
        purpose="for_action",
        series="演组",
        title=f"Notice on duty at the gates{mark}",
        body=f"Every branch keeps its gate{mark}.",
    )
    directive = directives.draft_directive(chief, operation_id=operation.pk, draft=draft)
    clause = clauses.ClauseDraft(text=f"Keep the road{mark}.", lead_id=tree.north.pk)
    clauses.put_clause(chief, directive_id=directive.pk, draft=clause)
    return directive


def _issued(chief, operation, tree, mark=""):
    directive = _directive(chief, operation, tree, mark)
    directives.submit_for_review(chief, directive_id=directive.pk)
    directives.sign_off(chief, directive_id=directive.pk)
    issued = directives.issue_directive(chief, directive_id=directive.pk)
    set_rhythm(chief, directive_id=issued.pk, items=["visits"], cut_offs=USUAL)
    explain(
        chief, directive_id=issued.pk, headline=f"Keep the road{mark}", points=f"Wash hands{mark}", ask="8401"
    )
    return issued
