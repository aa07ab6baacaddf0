import dataclasses
from contextlib import ExitStack, contextmanager
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.planning import zoning
from muster.planning.stop import MaxSeconds, MaxSteps
from muster.planning.zoning import (
    annealing,
    bitsets,
    blocks,
    chance,
    covers,
    floors,
    pool,
    recombination,
    shapes,
    trees,
    windows,
)
from muster.planning.zoning.certificate import certify
from muster.planning.zoning.graph import laid_out

SLOW = settings(max_examples=25, deadline=None)


def grid(width, height, *, zones, loads=None, communities=1):
    """Communities of width x height atoms, each neighbouring the next."""
    x, y = (axis.ravel() for axis in np.mgrid[0:width, 0:height])
    here = np.arange(x.size).reshape(width, height)
    links = np.concatenate(
        [
            np.column_stack([here[1:].ravel(), here[:-1].ravel()]),
            np.column_stack([here[:, 1:].ravel(), here[:, :-1].ravel()]),
        ]
    )
    return zoning.Instance(
        community=np.repeat(np.arange(communities), x.size),
        x=np.tile(x, communities) * 10.0,
        y=np.tile(y, communities) * 10.0,
        load=np.ones(x.size * communities, dtype=int) if loads is None else np.array(loads),
        homes=np.full(x.size * communities, 3),
        edges=np.concatenate([links + i * x.size for i in range(communities)]),
        zones=np.full(communities, zones),
    )


@st.composite
def places(draw, atoms=24):
    """Any few communities, their atoms in any order."""
    count = draw(st.integers(2, atoms))
    community = np.array(draw(st.lists(st.integers(0, 2), min_size=count, max_size=count)))
    at = st.lists(st.integers(0, 30), min_size=count, max_size=count)
    x, y = np.array(draw(at), dtype=float), np.array(draw(at), dtype=float)
    load = np.array(draw(st.lists(st.integers(1, 40), min_size=count, max_size=count)))
    sizes = np.bincount(community, minlength=3)
    zones = np.array([draw(st.integers(min(1, int(size)), int(size))) for size in sizes])
    return zoning.Instance(
        community=community,
        x=x,
        y=y,
        load=load,
        homes=load // 8,
        edges=zoning.neighbours(community=community, x=x, y=y),
        zones=zones,
    )


@SLOW
@given(places(), st.integers(0, 5), st.integers(0, 9))
def test_every_atom_is_in_one_connected_zone_of_its_community(instance, seed, steps):
    plan = zoning.solve(instance, stop=MaxSteps(steps), seed=seed)
    recount = zoning.verify(instance, plan)
    assert recount.contiguous == recount.zones == instance.total_zones
    assert plan.zone_homes.sum() == instance.homes.sum()
    assert np.all(plan.certificate.community_floor <= plan.certificate.community_worst + 1e-9)
    assert 0 <= plan.certificate.gap <= 1


@SLOW
@given(places(), st.integers(0, 5))
def test_same_seed_and_steps_give_the_same_plan_whatever_the_threads(instance, seed):
    one = zoning.solve(instance, stop=MaxSteps(7), seed=seed, threads=1)
    two = zoning.solve(instance, stop=MaxSteps(7), seed=seed, threads=3)
    assert one.zone.tolist() == two.zone.tolist()
    again = zoning.solve(instance, stop=MaxSteps(one.certificate.steps), seed=seed)
    assert one.zone.tolist() == again.zone.tolist()


def test_a_timed_plan_is_repeated_from_its_steps():
    instance = grid(8, 8, zones=5, communities=4)
    timed = zoning.solve(instance, stop=MaxSeconds(0.05), seed=3)
    again = zoning.solve(instance, stop=MaxSteps(timed.certificate.steps), seed=3)
    assert timed.zone.tolist() == again.zone.tolist()


@SLOW
@given(places(), st.randoms(use_true_random=False))
def test_the_objective_does_not_depend_on_how_atoms_are_numbered(instance, random):
    plan = zoning.solve(instance, stop=MaxSteps(3), seed=0)
    order = np.array(random.sample(range(instance.atoms), instance.atoms))
    rank = np.argsort(order)
    renumbered = zoning.Instance(
        community=instance.community[order],
        x=instance.x[order] + 500,
        y=instance.y[order] - 80,
        load=instance.load[order],
        homes=instance.homes[order],
        edges=rank[instance.edges],
        zones=instance.zones,
    )
    moved = certify(renumbered, plan.zone[order], steps=3, seed=0, seconds=0.0)
    assert moved.objective == pytest.approx(plan.certificate.objective, rel=1e-6)
    assert moved.contiguous == plan.certificate.contiguous


@settings(max_examples=15, deadline=None)
@given(places(atoms=8))
def test_tiny_places_are_zoned_as_well_as_trying_everything(instance):
    plan = zoning.solve(instance, stop=MaxSteps(200), seed=0)
    best = sum(least_objective(instance, community) for community in range(3))
    assert plan.certificate.objective == pytest.approx(best, rel=0.02, abs=1e-6)
    assert plan.certificate.lower_bound <= best + 1e-6


def least_objective(instance, community):
    """The best of all labellings of one community."""
    atoms = np.flatnonzero(instance.community == community)
    zones = int(instance.zones[community])
    if not zones:
        return 0.0
    inside = np.isin(instance.edges[:, 0], atoms)
    alone = zoning.Instance(
        community=np.zeros(atoms.size, dtype=int),
        x=instance.x[atoms],
        y=instance.y[atoms],
        load=instance.load[atoms],
        homes=instance.homes[atoms],
        edges=np.searchsorted(atoms, instance.edges[inside]),
        zones=np.array([zones]),
    )
    least = np.inf
    for labels in product(range(zones), repeat=atoms.size - 1):
        label = np.array([0, *labels], dtype=np.int32)
        if len(set(label.tolist())) == zones:
            one = certify(alone, label, steps=0, seed=0, seconds=0.0)
            least = min(least, one.objective if one.contiguous == zones else np.inf)
    return least


def test_equal_squares_are_found():
    plan = zoning.solve(grid(6, 6, zones=4), stop=MaxSteps(40), seed=0)
    assert plan.certificate.worst_deviation == 0
    assert plan.certificate.score["cut"] == pytest.approx(1.2)


def test_a_star_is_cut_so_that_every_part_can_still_be_cut():
    spokes = np.column_stack([np.zeros(6, dtype=int), np.arange(1, 7)])
    instance = zoning.Instance(
        community=np.zeros(7, dtype=int),
        x=np.arange(7.0),
        y=np.arange(7.0) ** 2,
        load=np.array([1, 50, 1, 50, 1, 50, 1]),
        homes=np.ones(7, dtype=int),
        edges=spokes,
        zones=np.array([6]),
    )
    state = chance.seeded(0, 0, 0)
    town = laid_out(instance).towns[0]
    with interpreted(trees, "_room", "_best_cut", "_grow", "_lightest_cut"):
        label = trees.cut_by_trees.py_func(town, state, 4)
    assert sorted(set(label.tolist())) == list(range(6))
    assert zoning.verify(instance, zoning.solve(instance, stop=MaxSteps(3), seed=0)).contiguous == 6


def test_floor_of_a_place_with_one_heavy_atom_is_proved():
    instance = grid(1, 4, zones=2, loads=[9, 1, 1, 1])
    plan = zoning.solve(instance, stop=MaxSteps(4), seed=0)
    assert plan.certificate.community_floor[0] == pytest.approx(0.5)
    assert plan.certificate.worst_deviation == pytest.approx(0.5)


@SLOW
@given(places(), st.data())
def test_the_verifier_rejects_any_one_changed_label(instance, data):
    plan = zoning.solve(instance, stop=MaxSteps(2), seed=0)
    atom = data.draw(st.integers(0, instance.atoms - 1))
    other = data.draw(st.integers(-1, instance.total_zones).filter(lambda zone: zone != plan.zone[atom]))
    zone = plan.zone.copy()
    zone[atom] = other
    with pytest.raises(zoning.PlanRejected):
        zoning.verify(instance, dataclasses.replace(plan, zone=zone))


@pytest.mark.parametrize("name", ["zone_community", "zone_load", "zone_homes"])
def test_the_verifier_rejects_any_one_changed_figure_of_a_zone(name):
    instance = grid(4, 4, zones=3, communities=2)
    plan = zoning.solve(instance, stop=MaxSteps(2), seed=0)
    for zone in range(instance.total_zones):
        values = getattr(plan, name).copy()
        values[zone] += 1
        with pytest.raises(zoning.PlanRejected):
            zoning.verify(instance, dataclasses.replace(plan, **{name: values}))


@pytest.mark.parametrize(
    "claim",
    [
        {"objective": 0.0},
        {"p95_deviation": 0.5},
        {"worst_deviation": 0.5},
        {"contiguous": 1},
        {"zones": 1},
        {"lower_bound": 1e9},
        {"score": {}},
        {"community_floor": np.ones(1)},
    ],
)
def test_the_verifier_rejects_a_false_certificate(claim):
    instance = grid(4, 4, zones=3)
    plan = zoning.solve(instance, stop=MaxSteps(2), seed=0)
    false = dataclasses.replace(plan.certificate, **claim)
    with pytest.raises(zoning.PlanRejected):
        zoning.verify(instance, dataclasses.replace(plan, certificate=false))


def test_the_verifier_rejects_wrong_shapes_and_names_what_is_wrong():
    instance = grid(3, 3, zones=2)
    plan = zoning.solve(instance, stop=MaxSteps(1), seed=0)
    with pytest.raises(zoning.PlanRejected, match="each of 9 atoms"):
        zoning.verify(instance, dataclasses.replace(plan, zone=plan.zone[:-1]))
    with pytest.raises(zoning.PlanRejected, match="each of 2 zones"):
        zoning.verify(instance, dataclasses.replace(plan, zone_load=plan.zone_load[:-1]))
    with pytest.raises(zoning.PlanRejected, match="zone 1 is empty") as caught:
        zoning.verify(instance, dataclasses.replace(plan, zone=np.zeros(9, dtype=np.int32)))
    assert caught.value.findings == ["zone 1 is empty"]


def test_the_verifier_rejects_a_zone_in_two_pieces():
    instance = grid(1, 3, zones=2)
    zone = np.array([0, 1, 0], dtype=np.int32)
    plan = zoning.Plan(
        zone=zone,
        zone_community=np.zeros(2, dtype=np.int32),
        zone_load=np.array([2, 1]),
        zone_homes=np.array([6, 3]),
        certificate=certify(instance, zone, steps=0, seed=0, seconds=0.0),
    )
    with pytest.raises(zoning.PlanRejected, match="zone 0 is not in one piece"):
        zoning.verify(instance, plan)


def test_many_light_atoms_are_balanced_without_windows():
    plan = zoning.solve(grid(12, 12, zones=3), stop=MaxSteps(2), seed=0)
    assert plan.certificate.worst_deviation == 0


def test_progress_grows_to_the_end():
    seen = []
    zoning.solve(grid(5, 5, zones=4, communities=20), stop=MaxSteps(64), seed=0, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1


def test_nothing_to_zone_is_a_plan_too():
    empty = np.zeros(0)
    instance = zoning.Instance(
        community=empty.astype(int),
        x=empty,
        y=empty,
        load=empty.astype(int),
        homes=empty.astype(int),
        edges=np.zeros((0, 2), dtype=int),
        zones=np.zeros(2, dtype=int),
    )
    plan = zoning.solve(instance, stop=MaxSteps(1), seed=0)
    assert zoning.verify(instance, plan).zones == 0
    assert plan.certificate.gap == 0


GOOD = {
    "community": [0, 0, 1],
    "x": [0.0, 1.0, 2.0],
    "y": [0.0, 0.0, 0.0],
    "load": [1, 2, 3],
    "homes": [0, 1, 1],
    "edges": [[0, 1]],
    "zones": [2, 1],
}


@pytest.mark.parametrize(
    ("change", "rule", "index"),
    [
        ({"community": [0, 0, 2]}, "community_unknown", 2),
        ({"x": [0.0, np.nan, 2.0]}, "x_finite", 1),
        ({"y": [0.0, 0.0]}, "y_length", None),
        ({"load": [1, 0, 3]}, "load_positive", 1),
        ({"load": [1.5, 2.0, 3.0]}, "load_type", None),
        ({"load": [[1, 2, 3]]}, "load_shape", None),
        ({"homes": [0, 1, -1]}, "homes_negative", 2),
        ({"edges": [0, 1]}, "edges_shape", None),
        ({"edges": [[0, 3]]}, "edge_unknown_atom", 0),
        ({"edges": [[0, 1], [1, 1]]}, "edge_loop", 1),
        ({"edges": [[0, 1], [1, 2]]}, "edge_between_communities", 1),
        ({"edges": [[0, 1], [1, 0]]}, "edge_twice", 1),
        ({"edges": np.zeros((0, 2), dtype=int)}, "community_not_connected", 0),
        ({"zones": [3, 1]}, "zones_too_many", 0),
        ({"zones": [2, 0]}, "zones_too_few", 1),
    ],
)
def test_bad_input_is_refused_with_its_rule_and_row(change, rule, index):
    zoning.Instance(**{name: np.array(value) for name, value in GOOD.items()})
    with pytest.raises(zoning.InvalidInstance) as caught:
        zoning.Instance(**{name: np.array(value) for name, value in {**GOOD, **change}.items()})
    assert (caught.value.rule, caught.value.index) == (rule, index)


def test_apportionment_by_hand():
    assert zoning.apportion([10, 20, 30], 12).tolist() == [2, 4, 6]
    assert zoning.apportion([0, 5, 5], 4).tolist() == [1, 2, 1]
    assert zoning.apportion([1, 99], 5, at_most=[9, 3]).tolist() == [2, 3]
    assert zoning.apportion([3, 8], 2, at_least=0).tolist() == [1, 1]
    with pytest.raises(zoning.InvalidInstance, match="1 zones asked; 2 to 2"):
        zoning.apportion([1, 1], 1, at_most=[1, 1])


@given(
    st.lists(st.integers(1, 1000), min_size=1, max_size=12),
    st.integers(0, 60),
)
def test_apportionment_is_stable_under_any_transfer(loads, spare):
    zones = zoning.apportion(loads, len(loads) + spare)
    assert zones.sum() == len(loads) + spare
    claim_next = np.array(loads) / np.sqrt(zones * (zones + 1))
    held = [load / np.sqrt(n * (n - 1)) for load, n in zip(loads, zones, strict=True) if n > 1]
    assert min(held, default=np.inf) >= claim_next.max() - 1e-9


@SLOW
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=40))
def test_neighbours_connect_every_community_and_nobody_else(rows):
    community, x, y = np.array(rows).T
    edges = zoning.neighbours(community=community, x=x, y=y)
    sizes = np.bincount(community)
    zoning.Instance(
        community=community,
        x=x,
        y=y,
        load=np.ones(len(rows), dtype=int),
        homes=np.ones(len(rows), dtype=int),
        edges=edges,
        zones=np.minimum(1, sizes),
    )


@pytest.mark.parametrize("zones", [4, 25])
def test_compiled_loops_do_what_their_python_does(zones):
    instance = grid(5, 5, zones=zones, loads=np.arange(25) % 7 + 1)
    town = laid_out(instance).towns[0]
    compiled, plain = chance.seeded(1, 2, 3), chance.seeded(1, 2, 3)
    label = trees.cut_by_trees(town, compiled, 3)
    with interpreted(trees, "_room", "_best_cut", "_grow", "_lightest_cut"):
        same = trees.cut_by_trees.py_func(town, plain, 3)
    assert label.tolist() == same.tolist()
    pools = [pool.room_for_pool(np.arange(25), zones) for _ in range(2)]
    energy = annealing.anneal(town, label, compiled, 3000, pools[0])
    with plain_covers(), interpreted(annealing, *KERNELS):
        assert annealing.anneal.py_func(town, same, plain, 3000, pools[1]) == pytest.approx(energy)
    assert label.tolist() == same.tolist()
    assert pools[0].counted[0] == pools[1].counted[0] > 0
    assert np.array_equal(*(one.sets[: one.counted[0]] for one in pools))


KERNELS = [
    name for name in vars(annealing) if name.startswith("_") and hasattr(getattr(annealing, name), "py_func")
]


def uneven(zones, atoms=16, seed=5):
    """A small place of few heavy atoms."""
    chance_ = np.random.default_rng(seed)
    x, y = chance_.integers(0, 90, (2, atoms)).astype(float)
    community = np.zeros(atoms, dtype=int)
    return zoning.Instance(
        community=community,
        x=x,
        y=y,
        load=chance_.integers(5, 40, atoms),
        homes=np.ones(atoms, dtype=int),
        edges=zoning.neighbours(community=community, x=x, y=y),
        zones=np.array([zones]),
    )


def fresh(instance, seed=0):
    """One community as a town, roughly cut."""
    town = laid_out(instance).towns[0]
    return town, trees.cut_by_trees(town, chance.seeded(seed, 0, 0), 1)


def score(instance, label):
    return certify(instance, label, steps=0, seed=0, seconds=0.0)


@pytest.mark.parametrize("seed", range(6))
def test_recombination_saves_what_it_says_and_keeps_zones_whole(seed):
    instance = uneven(6, atoms=30, seed=seed)
    town, label = fresh(instance, seed)
    before = score(instance, label)
    saved = recombination.recombine(town, label, chance.seeded(seed, 1, 1), 60, 3)
    after = score(instance, label)
    energy = [result.objective - result.score["worst"] for result in (before, after)]
    assert energy[0] - energy[1] == pytest.approx(saved)
    assert saved > 0
    assert after.contiguous == 6


@pytest.mark.parametrize("seed", range(4))
def test_a_window_over_everything_finds_the_best_of_all(seed):
    instance = uneven(3, atoms=7, seed=seed)
    town, label = fresh(instance, seed)
    for _ in range(5):
        recombination.recombine(town, label, chance.seeded(seed, 1, 1), 30, 3)
    covered = floors.cover(town, label, np.inf)
    everything = [score(instance, other) for other in all_cuts(instance)]
    assert covered.is_best
    assert covered.floor == pytest.approx(min(result.worst_deviation for result in everything))
    assert covered.score == pytest.approx(min(result.objective for result in everything))
    assert score(instance, covered.label).objective == pytest.approx(covered.score)


def all_cuts(instance):
    zones = int(instance.zones[0])
    for labels in product(range(zones), repeat=instance.atoms - 1):
        label = np.array([0, *labels], dtype=np.int32)
        if len(set(label.tolist())) == zones and score(instance, label).contiguous == zones:
            yield label


def test_a_proved_floor_stands_in_the_certificate():
    instance = grid(1, 6, zones=2, loads=[10, 1, 1, 10, 1, 10])
    plan = zoning.solve(instance, stop=MaxSteps(3), seed=0)
    assert plan.certificate.worst_deviation == pytest.approx(21 / 16.5 - 1)
    assert plan.certificate.community_floor[0] == pytest.approx(21 / 16.5 - 1)
    assert zoning.verify(instance, plan).contiguous == 2


def test_a_proof_is_given_up_where_there_is_too_much_to_look_at(monkeypatch):
    instance = grid(7, 8, zones=3, loads=np.arange(56) % 5 + 1)
    town, label = fresh(instance)
    covered = floors.cover(town, label, np.inf)
    assert (covered.floor, covered.is_best) == (0, False)
    assert covered.label.tolist() == label.tolist()


COVER_ROOMS = [windows, recombination, bitsets, blocks, shapes, covers, floors, pool]


@contextmanager
def plain_covers():
    with ExitStack() as plain:
        plain.enter_context(np.errstate(over="ignore"))
        for room in COVER_ROOMS:
            names = [name for name, loop in vars(room).items() if hasattr(loop, "py_func")]
            plain.enter_context(interpreted(room, *names))
        yield


@pytest.mark.parametrize(("zones", "atoms"), [(4, 16), (2, 6)])
def test_compiled_windows_do_what_their_python_does(zones, atoms):
    town, label = fresh(uneven(zones, atoms))
    same = label.copy()
    saved = recombination.recombine(town, label, chance.seeded(1, 2, 3), 20, 3)
    with plain_covers():
        assert recombination.recombine(town, same, chance.seeded(1, 2, 3), 20, 3) == pytest.approx(saved)
    assert label.tolist() == same.tolist()


@pytest.mark.parametrize(("zones", "atoms"), [(4, 16), (2, 6), (12, 70)])
@pytest.mark.parametrize("known", [True, False])
def test_compiled_covers_do_what_their_python_does(zones, atoms, known):
    town, label = fresh(uneven(zones, atoms))
    met = pool.room_for_pool(np.argsort(blocks.order_of(town)), zones)
    for seed in range(4):
        pool.watch_zones(met, trees.cut_by_trees(town, chance.seeded(seed, 0, 0), 1))
    some = None if known else met
    covered = floors.cover(town, label, np.inf, some)
    with plain_covers():
        same = floors.cover(town, label, np.inf, some)
    assert (same.floor, same.is_best) == (pytest.approx(covered.floor), covered.is_best)
    assert same.label.tolist() == covered.label.tolist()
    assert covered.score == np.inf or score(uneven(zones, atoms), covered.label).objective == pytest.approx(
        covered.score
    )


@pytest.mark.parametrize("seed", range(5))
def test_zones_of_several_cuts_join_to_one_that_is_no_worse_than_any(seed):
    instance = uneven(5, atoms=40, seed=seed)
    town, _ = fresh(instance)
    met = pool.room_for_pool(np.argsort(blocks.order_of(town)), 5)
    cuts = [trees.cut_by_trees(town, chance.seeded(n, 0, 0), 2) for n in range(12)]
    for label in cuts:
        pool.watch_zones(met, label)
        pool.watch_zones(met, label)
    assert met.counted[0] <= 12 * 5
    least = min(cuts, key=lambda label: score(instance, label).objective)
    covered = floors.cover(town, least, score(instance, least).objective, met)
    assert score(instance, covered.label).objective == pytest.approx(covered.score)
    assert covered.score <= score(instance, least).objective + 1e-9
    assert score(instance, covered.label).contiguous == 5
    pool.forget(met)
    assert met.counted[0] == 0


def test_without_room_nothing_is_cut_anew_and_nothing_proved(monkeypatch):
    town, label = fresh(uneven(4, 16))
    before = label.tolist()
    with plain_covers():
        assert recombination.fits_windows(town)
        monkeypatch.setattr(floors, "ROUNDS", 0)
        assert floors.cover(town, label, np.inf).floor == 0
        monkeypatch.setattr(floors, "ROUNDS", 9)
        monkeypatch.setattr(floors, "COVER_STEPS", 2)
        assert not floors.cover(town, label, np.inf).is_best
        monkeypatch.setattr(floors, "SHAPES", 2)
        monkeypatch.setattr(recombination, "_PIECES", 2)
        assert floors.cover(town, label, np.inf).floor == 0
        assert recombination.recombine(town, label, chance.seeded(1, 2, 3), 9, 3) == 0
    assert label.tolist() == before


def test_a_pool_that_is_full_or_has_no_room_keeps_nothing_more(monkeypatch):
    label = np.array([0, 0, 1, 1], dtype=np.int32)
    with plain_covers():
        monkeypatch.setattr(pool, "ROOM", 1)
        met = pool.room_for_pool(np.arange(4), 2)
        pool.watch_zones(met, label)
        assert met.counted[0] == 1
        none = pool.no_pool()
        pool.watch_zones(none, label)
        pool.move_atom(none, 0, 0, 1)
        pool.keep_zone(none, 0)
        assert none.counted[0] == 0
    assert bitsets.first_of.py_func(np.zeros(2, dtype=np.uint64)) == -1


class interpreted:  # noqa: N801 - reads as a word
    """Run a module's compiled functions as plain Python."""

    def __init__(self, module, *names):
        self.module, self.compiled = module, {name: getattr(module, name) for name in names}

    def __enter__(self):
        for name, function in self.compiled.items():
            setattr(self.module, name, function.py_func)

    def __exit__(self, *_):
        for name, function in self.compiled.items():
            setattr(self.module, name, function)


def test_random_numbers_in_python_and_compiled_are_the_same():
    with np.errstate(over="ignore"), interpreted(chance, "draw"):
        state = chance.seeded.py_func(7, 8, 9)
        drawn = [chance.below.py_func(state, 10) for _ in range(20)] + [chance.share.py_func(state)]
    state = chance.seeded(7, 8, 9)
    assert drawn == [chance.below(state, 10) for _ in range(20)] + [chance.share(state)]
    assert 0 <= drawn[-1] < 1
