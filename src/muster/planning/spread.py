"""Independent problems (cities, counties) spread over threads, or over the machines of a Ray cluster.

Each part is solved by itself with the same seed, so the result depends on neither where nor in what order.
"""

import logging
import socket
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from typing import Any, TypeVar

from muster.planning.problems import PlanningFailed

Part = TypeVar("Part")
Result = TypeVar("Result")
Work = Callable[[Part], Result]
Done = Callable[[int], None]

SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_TO_ANSWER = 5


def spread(
    work: Work[Part, Result],
    parts: Sequence[Part],
    *,
    threads: int = 1,
    ray_address: str | None = None,
    done: Done | None = None,
) -> list[Result]:
    """`work` of every part, in their order; `done` is told how many are finished."""
    told = done or (lambda _count: None)
    if ray_address is not None:
        return _on_ray(work, parts, ray_address, told)
    return _on_threads(work, parts, threads, told)


def _on_threads(work: Work[Part, Result], parts: Sequence[Part], threads: int, told: Done) -> list[Result]:
    with ThreadPoolExecutor(max_workers=threads) as pool:
        promised = [pool.submit(work, part) for part in parts]
        waiting = set(promised)
        while waiting:
            finished, waiting = wait(waiting, SECONDS_BETWEEN_LOOKS, FIRST_COMPLETED)
            if finished:
                told(len(promised) - len(waiting))
        return [one.result() for one in promised]


def _on_ray(work: Work[Part, Result], parts: Sequence[Part], address: str, told: Done) -> list[Result]:
    """A part whose machine dies is given to another; its result is the same."""
    ray = _ray(address)
    try:
        remote = ray.remote(max_retries=-1)(work)
        promised = [remote.remote(part) for part in parts]
        results: dict[Any, Result] = {}
        waiting = list(promised)
        while waiting:
            finished, waiting = ray.wait(waiting, timeout=SECONDS_BETWEEN_LOOKS)
            results |= {one: ray.get(one) for one in finished}  # at once: its machine may die later
            if finished:
                told(len(results))
        return [results[one] for one in promised]
    finally:
        ray.shutdown()


def _ray(address: str) -> Any:
    try:
        import ray
    except ImportError as missing:
        raise PlanningFailed(
            "Ray is not installed here: install muster[ray], the same version on every machine"
        ) from missing
    host, _, port = address.removeprefix("ray://").rpartition(":")
    try:
        socket.create_connection(
            (host, int(port)), SECONDS_TO_ANSWER
        ).close()  # Ray itself would ask for minutes
    except (OSError, ValueError) as trouble:
        raise PlanningFailed(f"no Ray cluster answers at {address}: {trouble}") from trouble
    ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
    return ray
