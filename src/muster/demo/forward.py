"""Calls over the city, and synthetic people who come forward; every one of them is invented, and so is every number."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta

from muster.calls import commands as calls
from muster.calls.commands import Wanted
from muster.calls.models import Call, Offer
from muster.calls.particulars import Form, Particulars
from muster.experts import commands as experts
from muster.kernel.ids import uuid7
from muster.operations.models import Operation
from muster.people.models import Membership, PersonSkill
from muster.projects import commands as projects
from muster.projects.models import TaskState
from muster.projects.shipped import plan_of
from muster.units.models import Level, Unit

from .cast import Cast, director

Report = Callable[[str, float], None]
PEOPLE = {"village": 40, "county": 100, "city": 150}
CALLS = {"village": 4, "county": 10, "city": 16}
EXPERTS = {"village": 6, "county": 30, "city": 120}
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = ("演一", "演二", "演三", "演四", "演五", "演六", "演七", "演八", "演九", "演十")
WHAT = (
    ("小区门口值守志愿者", "people", 12, ()),
    ("为独居老人送菜送药", "people", 8, ("care", "driving")),
    ("消杀队员", "people", 6, ("disinfection",)),
    ("物资转运车辆", "vehicles", 5, ()),
    ("夜间热线接线员", "people", 4, ("psychology", "social_work")),
    ("隔离用房", "rooms", 10, ()),
)
LATE, WITH_WORK = 3, 0.8
FIRMS = ("演示运输公司", "演示旅馆", "演示超市")


def call_and_answer(operation: Operation, players: Cast, size: str, seed: int, report: Report) -> str:
    """Calls at townships, people who come forward for them; most are answered in time, some late, some still wait."""
    chance = random.Random(seed)  # noqa: S311 - a demo's choice
    opened = list(_open_calls(operation, players, size))
    for number in range(PEOPLE[size]):
        if number % 50 == 0:
            report("come forward", 0.1 + 0.5 * number / PEOPLE[size])
        call = opened[int(len(opened) * chance.random() ** 2)]  # the first are the best known
        _come(call, number, players, chance)
    report("answer", 0.6)
    _answer(opened, chance)
    calls.watch_promises(director())
    held = Offer.objects.filter(operation=operation)
    kept, broken = held.filter(promise="kept").count(), held.filter(promise="broken").count()
    return f"{len(opened)} calls, {PEOPLE[size]:,} came forward (synthetic), {kept:,} promises kept, {broken:,} broken"


def register_experts(operation: Operation, players: Cast, size: str, report: Report) -> str:
    """Some of those with a skill on the roll are in the register; and a project runs against the clock."""
    report("experts", 0.3)
    chief = players.act("chief")
    skilled = PersonSkill.objects.filter(skill__in=["doctor", "nurse", "electrics", "translation"])
    on_roll = Membership.objects.filter(person__in=skilled.values("person")).order_by("pk")
    rows = list(on_roll.values_list("person", flat=True)[:: max(1, on_roll.count() // EXPERTS[size])])[
        : EXPERTS[size]
    ]
    for person_id in rows:
        expert = experts.register_expert(chief, person_id=person_id, languages=["en"])
        skill = PersonSkill.objects.filter(person=person_id).order_by("pk").values_list("skill", flat=True)[0]
        declared = experts.declare_skill(chief, expert_id=expert.pk, skill=skill, proof="演示证书(虚构)")
        experts.check_proof(director(), qualification_id=declared.pk, is_good=True)
    report("project", 0.8)
    began = players.act("chief", now=players.began_at + timedelta(hours=30))
    plan = plan_of("mask_factory", language="zh")
    project = projects.start_project(began, operation_id=operation.pk, unit_id=players.top.pk, plan=plan)
    for number, state in ((1, "done"), (2, "doing"), (3, "done"), (4, "doing")):
        projects.move_task(chief, task_id=project.tasks.get(number=number).pk, state=TaskState(state))
    crane = project.tasks.get(number=2)
    projects.block_task(chief, task_id=crane.pk, blocked_by="设备在途,高速路口查验排队")
    return f"{len(rows)} experts verified, a mask factory in 72 h under way"


def own_teams(operation: Operation) -> int:
    """How many teams the calls formed, so many fewer need be ordered."""
    return Call.objects.filter(operation=operation, team__isnull=False).count()


def _open_calls(operation: Operation, players: Cast, size: str) -> Iterator[Call]:
    places = list(Unit.objects.filter(level=Level.TOWNSHIP, ended_on=None).order_by("code")) or [players.top]
    for number in range(CALLS[size]):
        unit = places[number * len(places) // CALLS[size]]
        title, kind, needed, skills = WHAT[number % len(WHAT)]
        yield calls.open_call(
            players.act("chief", now=players.began_at + timedelta(hours=24)),
            operation_id=operation.pk,
            unit_id=unit.pk,
            wanted=Wanted(
                title=title,
                place=f"{unit.name}办公点",
                needed=needed,
                promise_minutes=1440,
                kind=kind,
                skills=skills,
                text="演示数据。自带水杯,服从安排,注意休息。",
            ),
        )


def _come(call: Call, number: int, players: Cast, chance: random.Random) -> None:
    at = players.began_at + timedelta(hours=25 + 40 * chance.random())
    is_firm = not call.is_for_people
    told = Particulars(
        name=chance.choice(SURNAMES) + chance.choice(GIVEN),
        phone=f"1990000{number:04}",  # a made-up row of numbers
        organisation=chance.choice(FIRMS) if is_firm else "",
        words="晚上和周末有空" if number % 3 == 0 else "",
    )
    form = Form(key=uuid7(), told=told, skills=call.skills[:1], quantity=2 if is_firm else 1)
    calls.take_down(director(at), call_id=call.pk, form=form)


def _answer(opened: list[Call], chance: random.Random) -> None:
    """Who has a place gets work, others stand by, a few are thanked; one call in five answers too late, and some still wait."""
    for place, call in enumerate(opened):
        after = timedelta(hours=30 if place % 5 == LATE else 3)
        waiting = list(Offer.objects.filter(call=call, state__in=["received", "waiting"]).order_by("due_at"))
        for offer in waiting[: len(waiting) - len(waiting) // 6]:
            act = _fitting(offer, chance)
            act(director(offer.began_at + after), offer_id=offer.pk)


def _fitting(offer: Offer, chance: random.Random) -> Callable[..., Offer]:
    if offer.state == "received" and chance.random() < WITH_WORK:
        return calls.assign_offer
    return calls.stand_by if chance.random() < WITH_WORK else calls.release_offer
