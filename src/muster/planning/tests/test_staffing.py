import dataclasses
from importlib import import_module

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from muster.planning import staffing
from muster.planning.staffing import Reason
from muster.planning.staffing.costs import score
from muster.planning.staffing.hall import hold
from muster.planning.staffing.model import NOBODY
from muster.planning.staffing.needs import needs_of
from muster.planning.staffing.refine import refine
from muster.planning.staffing.replan import take_all
from muster.planning.stop import MaxSeconds, MaxSteps

SLOW = settings(max_examples=40, deadline=None)
ENOUGH = MaxSteps(100)


def instance(people, seats, **options):
    """From rows: people (x, y, skills, available, may lead), seats (x, y, skills, leads, weight)."""
    px, py, skills, available, leads = zip(*people, strict=True) if people else ((),) * 5
    sx, sy, needs, leading, weight = zip(*seats, strict=True) if seats else ((),) * 5
    return staffing.Instance(
        person_x=np.array(px, dtype=float),
        person_y=np.array(py, dtype=float),
        person_skills=np.array(skills, dtype=np.uint64),
        person_available=np.array(available, dtype=bool),
        person_may_lead=np.array(leads, dtype=bool),
        seat_x=np.array(sx, dtype=float),
        seat_y=np.array(sy, dtype=float),
        seat_skills=np.array(needs, dtype=np.uint64),
        seat_leads=np.array(leading, dtype=bool),
        seat_group=np.arange(len(seats)),
        seat_weight=np.array(weight, dtype=int),
        **options,
    )


far = st.integers(0, 40)
a_person = st.tuples(far, far, st.integers(0, 3), st.sampled_from([True, True, True, False]), st.booleans())
a_seat = st.tuples(far, far, st.sampled_from([0, 0, 1, 2, 3]), st.booleans(), st.integers(1, 3))
free_towns = st.builds(
    instance,
    st.lists(a_person, max_size=12),
    st.lists(a_seat, max_size=10),
    vacancy_metres=st.sampled_from([10, 1000]),
    max_distance=st.sampled_from([None, None, 12.5]),
)


@st.composite
def priced_towns(draw, with_holders=True):
    """Towns where load, units and moves have their price."""
    town = draw(free_towns)
    rows = st.lists(st.integers(0, 3), min_size=town.people, max_size=town.people)
    holder = np.full(town.seats, -1)
    if with_holders and town.people and town.seats:
        count = draw(st.integers(0, min(town.people, town.seats)))
        holder[draw(st.permutations(range(town.seats)))[:count]] = draw(st.permutations(range(town.people)))[
            :count
        ]
    return dataclasses.replace(
        town,
        person_load=np.array(draw(rows), dtype=int),
        load_metres=draw(st.sampled_from([0, 7])),
        person_unit=np.array(draw(rows), dtype=int),
        seat_unit=np.arange(town.seats) % draw(st.integers(1, 3)),
        away_metres=draw(st.sampled_from([0, 9, 200])),
        seat_holder=holder,
        move_metres=draw(st.sampled_from([0, 5, 300])),
    )


towns = free_towns | priced_towns()


def least_objective(town, forced=None, vacant=None):
    """By a dense assignment with a column for leaving each seat vacant.

    `forced` is a seat and its person, `vacant` a seat that nobody may take.
    """
    forbidden = 1e9
    metres = np.rint(
        np.hypot(
            town.seat_x[:, None] - town.person_x[None, :],
            town.seat_y[:, None] - town.person_y[None, :],
        )
    )
    has = (town.person_skills[None, :] & town.seat_skills[:, None]) == town.seat_skills[:, None]
    may = has & town.person_available & (town.person_may_lead | ~town.seat_leads[:, None])
    if town.max_distance is not None:
        may &= metres <= town.max_distance
    may_ever = may.copy()
    if forced:
        may[forced[0], :] &= np.arange(town.people) == forced[1]
        may[:, forced[1]] &= np.arange(town.seats) == forced[0]
    who, at = np.arange(town.people)[None, :], np.arange(town.seats)[:, None]
    cost = metres + town.person_load[who] * town.load_metres
    cost += (town.person_unit[who] != town.seat_unit[at]) * town.away_metres
    stays = may_ever & (town.seat_holder[at] == who)
    cost -= stays * town.move_metres
    if vacant is not None:
        may[vacant] = False
    left = np.full((town.seats, town.seats), forbidden)
    np.fill_diagonal(left, town.seat_weight * town.vacancy_metres)
    if forced:
        left[forced[0]] = forbidden
    cost = np.concatenate([np.where(may, cost, forbidden), left], axis=1)
    rows, columns = linear_sum_assignment(cost)
    return int(cost[rows, columns].sum()) + int(stays.sum()) * town.move_metres


@SLOW
@given(towns, st.integers(0, 3))
def test_the_plan_is_proved_optimal_and_equals_a_dense_assignment(town, seed):
    plan = staffing.solve(town, stop=ENOUGH, seed=seed)
    recount = staffing.verify(town, plan)
    assert recount.is_optimal
    assert plan.certificate.is_optimal
    assert plan.certificate.gap == 0
    assert recount.objective == least_objective(town)


@SLOW
@given(towns, st.data())
def test_exact_prices_are_found_for_a_best_plan_and_for_no_other(town, data):
    person = staffing.solve(town, stop=ENOUGH, seed=0).person
    if town.seats and data.draw(st.booleans()):  # a seat is left vacant, which is mostly worse
        person[data.draw(st.integers(0, town.seats - 1))] = NOBODY
    hall = hold(town, needs_of(town), scale=1, seed=0)
    rank = np.append(np.argsort(hall.person), NOBODY)
    take_all(hall.market, rank[person], hall.post_of_seat)
    hall.price[:] = hall.market.vacancy
    is_best = sum(score(town, person).values()) == least_objective(town)
    assert refine(hall.market, hall.people, hall.price, 0) == is_best


@SLOW
@given(towns)
def test_a_plan_cut_short_is_valid_and_says_how_far_it_may_be_off(town):
    plan = staffing.solve(town, stop=MaxSeconds(0), seed=0)
    recount = staffing.verify(town, plan)
    assert plan.certificate.steps == 1
    assert recount.lower_bound <= least_objective(town) <= recount.objective
    assert 0 <= plan.certificate.gap <= 1


@SLOW
@given(towns)
def test_one_person_has_one_seat(town):
    plan = staffing.solve(town, stop=MaxSteps(2), seed=0)
    placed = plan.person[plan.person >= 0].tolist()
    assert len(placed) == len(set(placed))
    assert [vacancy.seat for vacancy in plan.vacancies] == np.flatnonzero(plan.person < 0).tolist()


@SLOW
@given(st.lists(a_person, max_size=8), st.lists(a_seat, max_size=8), a_person)
def test_another_person_never_makes_the_optimum_worse(people, seats, newcomer):
    before = staffing.solve(instance(people, seats), stop=ENOUGH, seed=0)
    after = staffing.solve(instance([*people, newcomer], seats), stop=ENOUGH, seed=0)
    assert after.certificate.objective <= before.certificate.objective


@SLOW
@given(st.lists(a_person, max_size=8), st.lists(a_seat, max_size=8), st.randoms(use_true_random=False))
def test_the_optimum_does_not_depend_on_the_order_of_people_and_seats(people, seats, random):
    before = staffing.solve(instance(people, seats), stop=ENOUGH, seed=0)
    random.shuffle(people)
    random.shuffle(seats)
    after = staffing.solve(instance(people, seats), stop=ENOUGH, seed=1)
    assert after.certificate.objective == before.certificate.objective


@SLOW
@given(towns, st.integers(0, 9))
def test_same_seed_and_steps_give_the_same_plan(town, seed):
    one = staffing.solve(town, stop=MaxSteps(3), seed=seed)
    two = staffing.solve(town, stop=MaxSteps(one.certificate.steps), seed=seed)
    assert one.person.tolist() == two.person.tolist()


def crowd(people=400, seats=260, seed=1):
    """A larger town: clustered, with scarce skills, seats of a group at one place."""
    chance = np.random.default_rng(seed)
    centres = chance.uniform(0, 20_000, (12, 2))
    homes = np.rint(centres[chance.integers(0, 12, people)] + chance.normal(0, 600, (people, 2)))
    work = np.rint(centres[chance.integers(0, 12, seats // 4)] + chance.normal(0, 600, (seats // 4, 2)))
    work = np.repeat(work, 4, axis=0)
    return staffing.Instance(
        person_x=homes[:, 0],
        person_y=homes[:, 1],
        person_skills=chance.choice([0, 0, 0, 0, 1, 2, 3], people).astype(np.uint64),
        person_available=chance.random(people) < 0.9,
        person_may_lead=chance.random(people) < 0.2,
        seat_x=work[:, 0],
        seat_y=work[:, 1],
        seat_skills=np.tile([0, 1, 0, 0], len(work) // 4).astype(np.uint64),
        seat_leads=np.tile([True, False, False, False], len(work) // 4),
        seat_group=np.repeat(np.arange(len(work) // 4), 4),
        seat_weight=np.tile([3, 2, 1, 1], len(work) // 4),
    )


def test_a_town_is_staffed_optimally_over_all_pairs():
    town = crowd()
    plan = staffing.solve(town, stop=ENOUGH, seed=0)
    assert staffing.verify(town, plan).is_optimal
    assert plan.certificate.objective == least_objective(town)


def test_progress_grows_to_the_end():
    seen = []
    staffing.solve(crowd(), stop=ENOUGH, seed=0, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1


HERE = (0, 0, 0, True, True)
MEDIC = (0, 0, 1, True, False)


@pytest.mark.parametrize(
    ("people", "seats", "options", "reason"),
    [
        ([], [(0, 0, 0, False, 1)], {}, Reason.NOBODY_AVAILABLE),
        ([(0, 0, 0, False, True)], [(0, 0, 0, False, 1)], {}, Reason.NOBODY_AVAILABLE),
        ([HERE], [(0, 0, 4, False, 1)], {}, Reason.NOBODY_QUALIFIED),
        ([MEDIC], [(0, 0, 0, True, 1)], {}, Reason.NOBODY_QUALIFIED),
        ([HERE], [(90, 0, 0, False, 1)], {"max_distance": 80}, Reason.NOBODY_NEAR),
        ([HERE], [(0, 0, 0, False, 1)] * 2, {}, Reason.TOO_FEW_PEOPLE),
        ([HERE, MEDIC, HERE], [(0, 0, 1, False, 1)] * 2, {}, Reason.TOO_FEW_QUALIFIED),
        ([HERE], [(0, 0, 0, True, 2), (0, 0, 0, False, 1)], {}, Reason.TOO_FEW_PEOPLE),
        (
            [MEDIC, (0, 0, 2, True, False)],
            [(0, 0, 1, False, 2), (0, 0, 0, False, 1), (0, 0, 1, False, 1)],
            {},
            Reason.TOO_FEW_QUALIFIED,
        ),
        (
            [(0, 0, 3, True, True), HERE],
            [(0, 0, 1, False, 2), (0, 0, 2, False, 1)],
            {},
            Reason.NEEDED_ELSEWHERE,
        ),
        ([HERE], [(90, 0, 0, False, 1)], {"vacancy_metres": 50}, Reason.NOT_WORTH_THE_DISTANCE),
    ],
)
def test_a_vacant_seat_has_its_reason(people, seats, options, reason):
    town = instance(people, seats, **options)
    plan = staffing.solve(town, stop=ENOUGH, seed=0)
    staffing.verify(town, plan)
    assert {vacancy.reason for vacancy in plan.vacancies} == {reason}


def test_the_heavier_seat_is_filled_first():
    plan = staffing.solve(instance([HERE], [(0, 0, 0, False, 1), (500, 0, 0, False, 2)]), stop=ENOUGH, seed=0)
    assert plan.person.tolist() == [-1, 0]


def test_scarce_skills_are_fetched_from_afar():
    near = [(i, 0, 0, True, False) for i in range(60)]
    plan = staffing.solve(
        instance([*near, (9000, 0, 1, True, False)], [(0, 0, 1, False, 1)]), stop=ENOUGH, seed=0
    )
    assert plan.person.tolist() == [60]


@SLOW
@given(towns, st.data(), st.integers(1, 99))
def test_another_person_on_a_seat_costs_at_least_what_is_said(town, data, steps):
    plan = staffing.solve(town, stop=MaxSteps(steps), seed=0)
    if not town.seats or not town.people:
        return
    seat, person = data.draw(st.integers(0, town.seats - 1)), data.draw(st.integers(0, town.people - 1))
    other = staffing.why_not(town, plan, seat=seat, person=person)
    assert other.holds is None or plan.person[other.holds] == person
    if other.unfit is None:
        assert least_objective(town, (seat, person)) >= plan.certificate.objective + other.extra_metres
    if other.holds == seat:
        assert other.extra_metres == 0


def test_who_cannot_take_a_seat_is_told_why():
    people = [(0, 0, 0, False, True), HERE, MEDIC, (900, 0, 1, True, True), (30, 0, 1, True, True)]
    seats = [(0, 0, 1, True, 1)]
    town = instance(people, seats, max_distance=100)
    plan = staffing.solve(town, stop=ENOUGH, seed=0)
    told = [staffing.why_not(town, plan, seat=0, person=person) for person in range(5)]
    assert [one.unfit for one in told] == ["not_available", "lacks_skill", "may_not_lead", "too_far", None]
    assert [one.holds for one in told] == [None, None, None, None, 0]


@SLOW
@given(towns, st.data())
def test_the_verifier_rejects_any_one_changed_seat(town, data):
    plan = staffing.solve(town, stop=ENOUGH, seed=0)
    if not town.seats:
        return
    seat = data.draw(st.integers(0, town.seats - 1))
    other = data.draw(st.integers(-2, town.people).filter(lambda person: person != plan.person[seat]))
    person = plan.person.copy()
    person[seat] = other
    changed = dataclasses.replace(plan, person=person)
    if is_as_good(town, plan, seat, other):
        return  # somebody idle who is as near and as able: no fault, another optimum
    with pytest.raises(staffing.PlanRejected):
        staffing.verify(town, changed)


def is_as_good(town, plan, seat, person):
    if not 0 <= person < town.people or plan.person[seat] < 0 or person in plan.person:
        return False
    has = int(town.seat_skills[seat]) & ~int(town.person_skills[person]) == 0
    may = town.person_available[person] and (town.person_may_lead[person] or not town.seat_leads[seat])
    away = [
        round(np.hypot(town.person_x[who] - town.seat_x[seat], town.person_y[who] - town.seat_y[seat]))
        for who in (person, plan.person[seat])
    ]
    return has and may and away[0] == away[1]


@SLOW
@given(towns, st.data())
def test_the_verifier_rejects_any_one_changed_price(town, data):
    plan = staffing.solve(town, stop=ENOUGH, seed=0)
    name, size = data.draw(st.sampled_from([("seat_price", town.seats), ("person_rent", town.people)]))
    if not size:
        return
    values = getattr(plan.certificate, name).copy()
    values[data.draw(st.integers(0, size - 1))] += plan.certificate.scale * data.draw(
        st.sampled_from([-1, 1])
    )
    false = dataclasses.replace(plan.certificate, **{name: values})
    with pytest.raises(staffing.PlanRejected):
        staffing.verify(town, dataclasses.replace(plan, certificate=false))


@pytest.mark.parametrize(
    ("claim", "finding"),
    [
        ({"objective": 0}, "the certificate says objective 0"),
        ({"lower_bound": 0}, "the certificate says lower_bound 0"),
        ({"filled": 0}, "the certificate says filled 0"),
        ({"vacant": 9}, "the certificate says vacant 9"),
        ({"score": {}}, "the certificate scores"),
        ({"scale": 0}, "the scale is 0"),
        ({"person_rent": np.full(400, -1)}, "person 0 has a negative rent"),
        ({"seat_price": np.zeros(1, dtype=np.int64)}, "seat_price: one whole number for each"),
        ({"person_rent": np.zeros(400)}, "person_rent: one whole number for each"),
    ],
)
def test_the_verifier_rejects_a_false_certificate(claim, finding):
    town = crowd()
    plan = staffing.solve(town, stop=ENOUGH, seed=0)
    false = dataclasses.replace(plan.certificate, **claim)
    with pytest.raises(staffing.PlanRejected, match=finding):
        staffing.verify(town, dataclasses.replace(plan, certificate=false))


def test_the_verifier_names_what_is_wrong():
    town = instance(
        [HERE, MEDIC, (50, 0, 0, False, False)],
        [(0, 0, 1, False, 2), (0, 0, 0, True, 2), (0, 0, 0, False, 1)],
        max_distance=20,
    )
    plan = staffing.solve(town, stop=ENOUGH, seed=0)
    assert plan.person.tolist() == [1, 0, -1]

    def findings(*person):
        with pytest.raises(staffing.PlanRejected) as caught:
            staffing.verify(town, dataclasses.replace(plan, person=np.array(person, dtype=np.int32)))
        return caught.value.findings

    assert findings(0, 0, -1) == [
        "person 0 on seat 0 lacks a skill",
        "person 0 holds seats 0 and 1",
    ]
    assert findings(1, 7, -1) == ["seat 1 has person 7, who does not exist"]
    assert findings(-1, 1, -1) == ["person 1 on seat 1 may not lead"]
    assert findings(1, 0, 2) == [
        "person 2 on seat 2 is not available",
        "person 2 on seat 2 lives too far away",
    ]
    assert findings(1, -1, 0)[-1] == "the vacancies explained are not the seats that are vacant"
    wrong = dataclasses.replace(plan.vacancies[0], skills=1)
    with pytest.raises(staffing.PlanRejected, match="names a need that is not the seat's"):
        staffing.verify(town, dataclasses.replace(plan, vacancies=(wrong,)))


GOOD = {
    "person_x": [0.0, 1.0],
    "person_y": [0.0, 1.0],
    "person_skills": [1, 0],
    "person_available": [True, True],
    "person_may_lead": [True, False],
    "seat_x": [5.0],
    "seat_y": [5.0],
    "seat_skills": [0],
    "seat_leads": [True],
    "seat_group": [0],
    "seat_weight": [1],
}


@pytest.mark.parametrize(
    ("change", "rule", "index"),
    [
        ({"person_y": [0.0]}, "person_y_length", None),
        ({"person_x": [0.0, np.inf]}, "person_x_finite", 1),
        ({"person_x": [0.0, 1e12]}, "person_x_range", 1),
        ({"seat_y": [-1e12]}, "seat_y_range", 0),
        ({"person_skills": [1, -1]}, "person_skills_range", 1),
        ({"person_skills": [1.0, 2.0]}, "person_skills_type", None),
        ({"person_available": [1, 0]}, "person_available_type", None),
        ({"seat_weight": [0]}, "seat_weight_range", 0),
        ({"seat_weight": [1001]}, "seat_weight_range", 0),
        ({"vacancy_metres": 0}, "vacancy_metres_range", None),
        ({"max_distance": -1.0}, "max_distance_range", None),
        ({"load_metres": -1}, "load_metres_range", None),
        ({"away_metres": 10**10}, "away_metres_range", None),
        ({"move_metres": -1}, "move_metres_range", None),
        ({"person_load": [0, -1]}, "person_load_range", 1),
        ({"person_load": [0, 10**6], "load_metres": 10**6}, "person_load_range", 1),
        ({"seat_holder": [2]}, "seat_holder_range", 0),
        (
            {name: [value[0]] * 2 for name, value in GOOD.items() if name.startswith("seat_")}
            | {"seat_holder": [1, 1]},
            "seat_holder_twice",
            1,
        ),
    ],
)
def test_bad_input_is_refused_with_its_rule_and_row(change, rule, index):
    def given_columns(columns):
        return {name: value if np.isscalar(value) else np.array(value) for name, value in columns.items()}

    staffing.Instance(**given_columns(GOOD))
    with pytest.raises(staffing.InvalidInstance) as caught:
        staffing.Instance(**given_columns({**GOOD, **change}))
    assert (caught.value.rule, caught.value.index) == (rule, index)


ROOMS = [
    import_module(f"muster.planning.staffing.{name}")
    for name in (
        "market",
        "holders",
        "refine",
        "forest",
        "search",
        "auction",
        "prices",
        "solve",
        "verify",
        "paths",
        "replan",
    )
]


SHORT = dataclasses.replace(crowd(40, 48), max_distance=6000.0, vacancy_metres=5000)
PRICED = dataclasses.replace(
    SHORT,
    person_load=np.arange(40) % 7,
    load_metres=90,
    person_unit=np.arange(40) % 3,
    seat_unit=np.arange(48) // 4 % 3,
    away_metres=700,
    seat_holder=np.where(np.arange(48) % 2, np.arange(48) // 2, -1),
    move_metres=300,
)


@pytest.mark.parametrize("town", [crowd(60, 48), SHORT, PRICED])
def test_compiled_loops_do_what_their_python_does(monkeypatch, town):
    fast = staffing.solve(town, stop=ENOUGH, seed=0)
    for room in ROOMS:
        for name, loop in list(vars(room).items()):
            if hasattr(loop, "py_func"):
                monkeypatch.setattr(room, name, loop.py_func)
    plain = staffing.solve(town, stop=ENOUGH, seed=0)
    assert plain.person.tolist() == fast.person.tolist()
    assert plain.certificate.seat_price.tolist() == fast.certificate.seat_price.tolist()
    assert staffing.verify(town, plain).is_optimal
    desk = staffing.Desk(town, plain, move_metres=400)
    desk.drop_out(range(0, town.people, 5))
    assert staffing.verify(desk.instance, desk.plan).is_optimal
    dear = dataclasses.replace(plain.certificate, seat_price=plain.certificate.seat_price + 1)
    with pytest.raises(staffing.PlanRejected, match="for less than its price"):
        staffing.verify(town, dataclasses.replace(plain, certificate=dear))


@SLOW
@given(towns, st.data(), st.sampled_from([0, 3, 400]))
def test_a_repaired_plan_is_proved_and_as_good_as_a_full_solve(town, data, more):
    desk = staffing.Desk(town, staffing.solve(town, stop=ENOUGH, seed=0), move_metres=town.move_metres + more)
    everybody = st.lists(st.integers(0, town.people - 1), max_size=4) if town.people else st.just([])
    for _ in range(3):
        repair = desk.drop_out(data.draw(everybody))
        recount = staffing.verify(desk.instance, desk.plan)
        assert recount.is_optimal
        assert repair.objective == recount.objective == least_objective(desk.instance)


@SLOW
@given(towns, st.data(), st.integers(1, 99))
def test_without_the_person_on_a_seat_the_plan_costs_at_least_what_is_said(town, data, steps):
    plan = staffing.solve(town, stop=MaxSteps(steps), seed=0)
    if not town.seats:
        return
    seat = data.draw(st.integers(0, town.seats - 1))
    choice = staffing.why(town, plan, seat=seat)
    if choice is None:
        assert plan.person[seat] == -1
        return
    others = [
        least_objective(town, (seat, person))
        for person in range(town.people)
        if person != choice.person and town.fits(np.array([person]), np.array([seat]))[0]
    ]
    assert (
        min([least_objective(town, vacant=seat), *others]) >= plan.certificate.objective + choice.spare_metres
    )
    assert choice.costs.keys() == plan.certificate.score.keys() - {"vacancy"}


@SLOW
@given(towns)
def test_a_clash_is_a_smallest_set_of_demands_that_cannot_all_be_met(town):
    plan = staffing.solve(town, stop=ENOUGH, seed=0)
    may = np.array(
        [town.fits(np.arange(town.people), np.full(town.people, seat)) for seat in range(town.seats)]
    ).reshape(town.seats, town.people)
    for vacancy in plan.vacancies:
        clash = staffing.clash(town, plan, seat=vacancy.seat)
        if clash is None:
            continue
        assert vacancy.seat in clash.seats
        assert clash.people == may[list(clash.seats)].any(axis=0).sum() == len(clash.seats) - 1
        assert sum(demand.seats for demand in clash.demands) == len(clash.seats)
        for given_up in clash.seats:
            rest = csr_array(may[[seat for seat in clash.seats if seat != given_up]])
            assert (maximum_bipartite_matching(rest, "column") >= 0).all()


def test_only_a_plan_proved_optimal_is_kept_at_a_desk():
    town = crowd()
    rough = staffing.solve(town, stop=MaxSteps(1), seed=0)
    with pytest.raises(staffing.InvalidInstance, match="proved optimal"):
        staffing.Desk(town, rough, move_metres=0)
    held = dataclasses.replace(town, move_metres=5)
    with pytest.raises(staffing.InvalidInstance, match="moving cost 5 metres so far"):
        staffing.Desk(held, staffing.solve(held, stop=ENOUGH, seed=0), move_metres=4)


def test_who_drops_out_is_replaced_and_few_others_move():
    town = crowd()
    desk = staffing.Desk(town, staffing.solve(town, stop=ENOUGH, seed=0), move_metres=10_000)
    before = desk.plan.person
    gone = int(before[before >= 0][0])
    repair = desk.drop_out([gone])
    assert {move.before for move in repair.moves} >= {gone}
    assert gone not in desk.plan.person
    assert [(move.seat, move.before) for move in repair.moves] == [
        (seat, None if before[seat] < 0 else before[seat])
        for seat in np.flatnonzero(before != desk.plan.person)
    ]
    assert desk.drop_out([gone]).moves == ()
    with pytest.raises(staffing.InvalidInstance, match="a person is a row"):
        desk.drop_out([town.people])


def test_when_everybody_drops_out_every_seat_is_vacant():
    town = crowd(60, 48)
    desk = staffing.Desk(town, staffing.solve(town, stop=ENOUGH, seed=0), move_metres=50)
    repair = desk.drop_out(range(town.people))
    assert {move.after for move in repair.moves} == {None}
    assert repair.objective == town.seat_weight.sum() * town.vacancy_metres
    assert staffing.verify(desk.instance, desk.plan).is_optimal
