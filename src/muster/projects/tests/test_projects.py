"""Projects with a clock."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from muster.calls.models import Call
from muster.figures import queries as figures
from muster.kernel.actor import Actor
from muster.kernel.problems import NotAllowed, NotFound
from muster.projects import commands, problems, queries, rules
from muster.projects.models import Need, Project, Task
from muster.projects.shipped import Draft, Plan, plan_of
from muster.staffing.tests import town as towns


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def operation(system, tree, people):
    towns.make_town(system, tree)
    return towns.activate(system, tree)


@pytest.fixture
def project(officer, operation, tree):
    return commands.start_project(
        officer, operation_id=operation.pk, unit_id=tree.north.pk, plan=plan_of("mask_factory", language="en")
    )


def task(project, number):
    return Task.objects.get(project=project, number=number)


def later(actor, hours):
    return Actor(now=actor.now + timedelta(hours=hours), person_id=actor.person_id, grants=actor.grants)


def blocked(actor, project):
    tasks, needs = queries.tasks(project), queries.needs(project)
    return [
        (str(one.reason), one.task.number if one.task else one.need.what)
        for one in queries.blockers(tasks, needs, actor=actor)
    ]


def test_the_clock_runs_from_the_start(project, officer):
    clock = queries.clock(project, queries.tasks(project), actor=later(officer, 36))
    assert (clock.hours_left, clock.percent_gone, clock.percent_done, clock.is_over) == (36.0, 50, 0, False)
    assert queries.clock(project, queries.tasks(project), actor=later(officer, 80)).is_over


def test_a_task_waits_for_what_comes_before_it(project, officer):
    with pytest.raises(problems.NotYet):
        commands.move_task(officer, task_id=task(project, 4).pk, state="doing")
    commands.move_task(officer, task_id=task(project, 1).pk, state="done")
    assert commands.move_task(officer, task_id=task(project, 4).pk, state="doing").state == "doing"


def test_what_blocks_it_is_named_worst_first(project, officer):
    commands.block_task(officer, task_id=task(project, 2).pk, blocked_by="The road is closed")
    assert blocked(later(officer, 9), project) == [
        ("blocked", 2),
        ("late", 1),
        ("missing", "Fitters"),
        ("missing", "Workers"),
        ("missing", "Melt-blown cloth (t)"),
    ]
    commands.block_task(officer, task_id=task(project, 2).pk, blocked_by="")
    assert ("blocked", 2) not in blocked(officer, project)


def test_a_late_task_that_only_waits_for_another_is_not_named(project, officer):
    late = [number for reason, number in blocked(later(officer, 70), project) if reason == "late"]
    assert late == [1, 2, 3, 6]  # 4, 5 and 7 wait for these


def test_a_need_is_met_by_hand_or_by_a_call(project, officer):
    fitters = Need.objects.get(what="Fitters")
    commands.meet_need(officer, need_id=fitters.pk, there=2)
    wanted = commands.Wanted(**queries.call_for(officer, need_id=fitters.pk), promise_minutes=60)
    call = commands.call_for_need(officer, need_id=fitters.pk, wanted=wanted)
    assert call.needed == 4
    Call.objects.update(taken=3)
    ((need, *_),) = [[one for one in queries.needs(project) if one.what == "Fitters"]]
    assert queries.missing(need) == 1


def test_the_goal_is_reached_once_every_task_is_done(project, officer, operation, tree):
    assert running(officer, operation, tree) == 1
    with pytest.raises(problems.TasksOpen):
        commands.end_project(officer, project_id=project.pk, state="reached")
    for number in range(1, 9):
        commands.move_task(officer, task_id=task(project, number).pk, state="done")
    commands.end_project(later(officer, 70), project_id=project.pk, state="reached")
    with pytest.raises(problems.ProjectEnded):
        commands.block_task(officer, task_id=task(project, 1).pk, blocked_by="x")
    assert running(later(officer, 70), operation, tree) == 0
    assert queries.clock(Project.objects.get(), queries.tasks(project), actor=officer).hours_left == 2.0


def running(actor, operation, tree):
    (reading,) = figures.figures_of(
        actor, operation_id=operation.pk, unit=tree.north, keys=["projects.running"]
    )
    return reading.value


@pytest.mark.parametrize(
    "tasks",
    [
        (),
        (Draft("a", 99),),
        (Draft("a", 1, frozenset({2})),),
        (Draft("a", 1, frozenset({2})), Draft("b", 2, frozenset({1}))),
    ],
)
def test_a_plan_that_cannot_be_kept_is_refused(officer, operation, tree, tasks):
    plan = Plan(name="x", goal="y", hours=72, tasks=tasks)
    with pytest.raises(problems.BadPlan):
        commands.start_project(officer, operation_id=operation.pk, unit_id=tree.north.pk, plan=plan)


def test_only_who_plans_there_moves_it(project, stranger, auditor, member):
    for who in (stranger, auditor, member):
        with pytest.raises((NotFound, NotAllowed)):
            commands.move_task(who, task_id=task(project, 1).pk, state="done")


@given(
    st.dictionaries(st.integers(1, 6), st.frozensets(st.integers(1, 6)), max_size=6).map(
        lambda after: {number: before & after.keys() for number, before in after.items()}
    )
)
def test_a_plan_is_circular_just_if_a_task_can_be_reached_from_itself(after):
    def reach(number, seen=frozenset()):
        return (
            seen
            if number in seen
            else frozenset().union(seen | {number}, *(reach(one, seen | {number}) for one in after[number]))
        )

    circular = any(number in reach(one) for number in after for one in after[number])
    assert rules.is_circular(after) is circular


# Pages.


def words(response):
    return " ".join(unescape(response.content.decode()).split())


def test_a_project_is_started_from_a_pattern_and_led_on_its_page(client_as, operation, tree):
    client, base = client_as("officer"), reverse("projects:list", args=[operation.pk])
    assert "No projects yet" in words(client.get(base))
    page = words(client.get(f"{base}new/", {"pattern": "mask_factory"}))
    assert "Clean room fitted and disinfected | 36 | 1" in page
    sent = {
        "unit": tree.north.pk,
        "name": "Masks",
        "goal": "A line that runs",
        "hours": 72,
        "tasks": "A hall | 8\nMachines | 48 | 1\nRun",
        "needs": "Fitters | 6",
    }
    assert client.post(f"{base}new/", sent | {"hours": ""}).status_code == 422
    where = client.post(f"{base}new/", sent)["Location"]
    page = words(client.get(where))
    assert "6 missing" in page
    move = reverse("projects:move", args=[operation.pk, Task.objects.get(number=1).pk])
    client.post(move, {"state": "done"})
    block = reverse("projects:block", args=[operation.pk, Task.objects.get(number=2).pk])
    client.post(block, {"blocked_by": "No crane"})
    assert "No crane" in words(client.get(where))
    need = reverse("projects:need", args=[operation.pk, Need.objects.get().pk])
    client.post(need, {"there": 1})
    called = client.post(f"{need}call/", follow=True)
    assert "Masks: Fitters" in words(called)
    client.post(f"{where}end/", {"state": "stopped"})
    assert "stopped" in words(client.get(where))
    assert "限时项目" in words(client_as("officer", language="zh-hans").get(base))
