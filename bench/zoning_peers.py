"""Other people's planners on the same communities. Each is optional: the bench says so where one is absent, and goes on."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from muster.planning import zoning
from muster.planning.zoning.certificate import certify
from muster.planning.zoning.graph import Graph, Town, laid_out

SAMPLE = 4  # communities for planners that would take very long for all

ATTEMPTS = 300  # of gerrychain at one cut

Label = NDArray[np.int32]


def compared(instance: zoning.Instance, seed: int) -> list[dict[str, Any]]:
    """A row for each peer that is installed: what it takes, and what our verifier counts in its zones."""
    rows = []
    for name, cut, is_slow in (("pymetis", _pymetis, False), ("gerrychain", _gerrychain, True)):
        try:
            __import__(name)
        except ImportError:
            print(f"{name} is not installed: left out (pip install muster[peers])")
            continue
        rows.append({"peer": name, **_measured(instance, cut, seed, sample=SAMPLE if is_slow else None)})
    return rows


def _measured(
    instance: zoning.Instance, cut: Callable[[Town, int], Label], seed: int, *, sample: int | None
) -> dict[str, Any]:
    graph = laid_out(instance)
    several = np.flatnonzero(instance.zones > 1)
    chosen = (
        several
        if sample is None
        else np.random.default_rng(seed).choice(several, min(sample, several.size), replace=False)
    )
    began = time.process_time()
    labels = {int(place): cut(graph.towns[place], seed) for place in chosen}
    cpu = time.process_time() - began
    return {"communities": len(labels), "cpu_s": round(cpu, 2), **_counted(instance, graph, labels)}


def _counted(instance: zoning.Instance, graph: Graph, labels: dict[int, Label]) -> dict[str, Any]:
    """Contiguity, deviations and compactness of these communities, counted for each by itself."""
    off, spread, whole, zones = [], [], 0, 0
    for place, label in labels.items():
        town = graph.towns[place]
        found = certify(_alone(instance, graph, place), label, steps=0, seed=0, seconds=0.0)
        load = np.bincount(label, weights=town.load, minlength=town.zones)
        off.append(np.abs(load / town.mean - 1))
        spread.append(found.score["spread"] / 0.3)
        whole += found.contiguous
        zones += town.zones
    deviation = np.concatenate(off)
    return {
        "zones": zones,
        "contiguous": round(whole / zones, 4),
        "p95_deviation": round(float(np.percentile(deviation, 95)), 4),
        "worst_deviation": round(float(deviation.max()), 4),
        "spread_per_zone": round(sum(spread) / zones, 3),
    }


def _alone(instance: zoning.Instance, graph: Graph, place: int) -> zoning.Instance:
    """One community as an instance."""
    atoms = graph.atoms[graph.start[place] : graph.start[place + 1]]
    rank = np.full(instance.atoms, -1)
    rank[atoms] = np.arange(atoms.size)
    edges = instance.edges[instance.community[instance.edges[:, 0]] == place]
    return zoning.Instance(
        community=np.zeros(atoms.size, dtype=np.int64),
        x=instance.x[atoms],
        y=instance.y[atoms],
        load=instance.load[atoms],
        homes=instance.homes[atoms],
        edges=rank[edges],
        zones=np.array([instance.zones[place]]),
    )


def _pymetis(town: Town, seed: int) -> Label:
    import pymetis

    options = pymetis.Options(contig=1, seed=seed)
    _, part = pymetis.part_graph(
        town.zones,
        xadj=town.pointer.astype(np.int32),
        adjncy=town.neighbour,
        vweights=town.load.astype(np.int32),
        recursive=False,
        options=options,
    )
    return np.array(part, dtype=np.int32)


def _gerrychain(town: Town, seed: int) -> Label:
    """Recursive tree cuts, within 10 % where they are found, else within more and more."""
    import networkx as nx
    from gerrychain import Graph as Chained
    from gerrychain.partition import recursive_tree_part
    from gerrychain.tree import bipartition_tree

    graph = nx.Graph()
    graph.add_nodes_from((atom, {"load": float(town.load[atom])}) for atom in range(town.load.size))
    for atom in range(town.load.size):
        graph.add_edges_from(
            (atom, int(other)) for other in town.neighbour[town.pointer[atom] : town.pointer[atom + 1]]
        )
    chained = Chained.from_networkx(graph)
    once = partial(bipartition_tree, max_attempts=ATTEMPTS)
    for epsilon in (0.1, 0.2, 0.4, 0.8):
        try:
            found = recursive_tree_part(
                chained, range(town.zones), town.mean, "load", epsilon, bipartition_tree_fn=once, rng=seed
            )
        except (RuntimeError, ValueError):  # it finds no such cut; the next try is looser
            continue
        return np.array([found[atom] for atom in range(town.load.size)], dtype=np.int32)
    return np.zeros(town.load.size, dtype=np.int32)
