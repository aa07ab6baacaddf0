import sys

import pytest

from muster.planning import staffing
from muster.planning.problems import PlanningFailed
from muster.planning.spread import spread
from muster.planning.stop import MaxSteps
from muster.planning.tests.test_staffing import crowd
from muster.planning.tool.staff import Task, solve_task

TOWNS = [Task(crowd(seed=seed), MaxSteps(100), seed) for seed in range(12)]


def people(plans):
    return [plan.person.tolist() for plan in plans]


@pytest.fixture(scope="module")
def alone():
    return people([solve_task(task) for task in TOWNS])


@pytest.mark.parametrize("threads", [1, 3])
def test_parts_on_threads_are_planned_as_if_alone(alone, threads):
    seen = []
    plans = spread(solve_task, TOWNS, threads=threads, done=seen.append)
    assert people(plans) == alone
    assert (seen == sorted(seen), seen[-1]) == (True, len(TOWNS))


def test_a_part_that_cannot_be_planned_is_not_swallowed():
    with pytest.raises(ZeroDivisionError):
        spread(lambda part: 1 // part, [1, 0])


def test_nothing_is_spread_over_nothing():
    assert spread(solve_task, []) == []


def test_ray_that_is_not_installed_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(PlanningFailed, match="Ray is not installed here"):
        spread(solve_task, TOWNS, ray_address="127.0.0.1:6379")


@pytest.mark.parametrize("address", ["127.0.0.1:1", "nowhere", "ray://127.0.0.1:1"])
def test_a_cluster_that_does_not_answer_is_told(monkeypatch, address):
    monkeypatch.setitem(sys.modules, "ray", sys)
    with pytest.raises(PlanningFailed, match="no Ray cluster answers at"):
        spread(solve_task, TOWNS, ray_address=address)


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_loses_a_machine_gives_the_same_plans(monkeypatch, alone):
    pytest.importorskip("ray", reason="the extra `ray` is not installed: pip install 'muster[ray]'")
    from ray.cluster_utils import Cluster

    monkeypatch.setenv("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    machines = [cluster.add_node(num_cpus=1)]
    killed = []

    def kill_one(count):
        if machines and count < len(TOWNS):
            cluster.remove_node(machines.pop(), allow_graceful=False)
            killed.append(count)

    try:
        plans = spread(solve_task, TOWNS, ray_address=cluster.address, done=kill_one)
    finally:
        cluster.shutdown()
    assert killed
    assert people(plans) == alone
    assert all(
        staffing.verify(task.instance, plan).is_optimal for task, plan in zip(TOWNS, plans, strict=True)
    )
