import dataclasses
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.planning import rostering
from muster.planning.problems import PlanningFailed
from muster.planning.rostering import FREE, OFF
from muster.planning.rostering.book import written
from muster.planning.rostering.bound import Pricer
from muster.planning.rostering.exchange import BadText, read_instance, read_roster, write_roster
from muster.planning.rostering.score import score
from muster.planning.stop import MaxSeconds, MaxSteps

SLOW = settings(max_examples=12, deadline=None)
ENOUGH = MaxSteps(200)


def post(people=2, days=4, shifts=2, **options):
    """Nobody is held to anything but what `options` say."""
    rules = {
        "days": days,
        "shift_minutes": np.full(shifts, 60),
        "forbidden": np.zeros((shifts, shifts), dtype=bool),
        "max_shifts": np.full((people, shifts), days),
        "max_minutes": np.full(people, 60 * days),
        "min_minutes": np.zeros(people, dtype=int),
        "max_run": np.full(people, days),
        "min_run": np.ones(people, dtype=int),
        "min_rest": np.ones(people, dtype=int),
        "max_weekends": np.full(people, days),
        "need_day": np.repeat(np.arange(days), shifts),
        "need_shift": np.tile(np.arange(shifts), days),
        "need_people": np.ones(days * shifts, dtype=int),
        "under_weight": np.full(days * shifts, 100),
        "over_weight": np.ones(days * shifts, dtype=int),
    }
    return rostering.Instance(**rules | options)


@st.composite
def posts(draw, people=2, days=4, shifts=2):
    """Tiny posts with every rule drawn at random."""

    def whole(low, high, *shape):
        size = int(np.prod(shape))
        return np.array(draw(st.lists(st.integers(low, high), min_size=size, max_size=size))).reshape(shape)

    wishes = draw(st.integers(0, 4))
    return post(
        people,
        days,
        shifts,
        first_weekday=draw(st.integers(3, 6)),
        shift_minutes=whole(1, 2, shifts) * 60,
        forbidden=whole(0, 1, shifts, shifts).astype(bool),
        max_shifts=whole(0, days, people, shifts),
        max_minutes=whole(2, 6, people) * 60,
        min_minutes=whole(0, 2, people) * 60,
        max_run=whole(1, 3, people),
        min_run=whole(1, 2, people),
        min_rest=whole(1, 2, people),
        max_weekends=whole(0, 1, people),
        pins=np.where(whole(0, 5, people, days) == 0, whole(OFF, shifts - 1, people, days), FREE),
        before=whole(OFF, shifts - 1, people, draw(st.integers(0, 3))),
        person_skills=whole(0, 1, people).astype(np.uint64),
        need_skills=whole(0, 1, days * shifts).astype(np.uint64),
        need_people=whole(0, 2, days * shifts),
        wish_person=whole(0, people - 1, wishes),
        wish_day=whole(0, days - 1, wishes),
        wish_shift=whole(OFF, shifts - 1, wishes),
        wish_wants=whole(0, 1, wishes).astype(bool),
        wish_weight=whole(0, 9, wishes),
        buddies=np.array([[0, 1]] if people > 1 else np.empty((0, 2), dtype=int)),
        buddy_weight=whole(0, 3, int(people > 1)),
        previous=whole(OFF, shifts - 1, people, days) if draw(st.booleans()) else (),
        change_price=draw(st.integers(0, 3)),
    )


def rows_of(instance, person):
    """Every row that breaks no rule, by the verifier's word."""
    alone = dataclasses.replace(
        instance,
        **{
            name: getattr(instance, name)[[person]]
            for name in (
                "max_shifts", "max_minutes", "min_minutes", "max_run", "min_run", "min_rest", "max_weekends",
                "person_skills", "pins", "before",
            )
        },
        wish_person=(), wish_day=(), wish_shift=(), wish_wants=(), wish_weight=(), buddies=(), buddy_weight=(), previous=(),
        people_names=(),
    )  # fmt: skip
    for row in product(range(OFF, instance.shifts), repeat=instance.days):
        try:
            rostering.check(alone, np.array([row]))
        except rostering.PlanRejected:
            continue
        yield row


def least_objective(instance):
    """By trying every roster; None where there is none."""
    rosters = product(*(list(rows_of(instance, person)) for person in range(instance.people)))
    return min((sum(score(instance, np.array(rows)).values()) for rows in rosters), default=None)


def several_limits():
    """So many limits by kind of shift that the table of a row has no room to count them all."""
    return post(
        people=3,
        days=28,
        shifts=4,
        max_shifts=np.array([[5, 6, 7, 8], [28, 4, 4, 9], [9, 9, 9, 9]]),
        min_minutes=np.full(3, 60 * 18),
        max_run=np.full(3, 5),
    )


def test_limits_are_kept_where_there_is_no_room_to_count_them_all():
    plan = rostering.solve(several_limits(), stop=MaxSteps(0), seed=0)
    rostering.verify(several_limits(), plan)


def test_where_no_row_is_found_and_none_is_ruled_out_the_solver_says_so():
    instance = dataclasses.replace(several_limits(), max_shifts=np.array([[5, 4, 4, 4]] * 3))
    with pytest.raises(PlanningFailed, match="person 1 that keeps all limits"):
        rostering.solve(instance, stop=MaxSteps(0), seed=0)


def test_a_roster_that_is_good_enough_ends_the_search():
    instance = post(people=4, days=14, max_run=np.full(4, 5), need_people=np.full(28, 2))
    best = rostering.solve(instance, stop=MaxSteps(300), seed=0).certificate
    good = rostering.solve(instance, stop=MaxSteps(300), seed=0, gap=0.5).certificate
    assert good.gap <= 0.5
    assert good.steps < best.steps


@SLOW
@given(posts(), st.integers(0, 3))
def test_a_roster_keeps_every_rule_and_costs_what_brute_force_finds(instance, seed):
    least = least_objective(instance)
    plan = rostering.solve(instance, stop=ENOUGH, seed=seed)
    if least is None:
        assert isinstance(plan, rostering.Infeasible)
        return
    recount = rostering.verify(instance, plan)
    assert recount.lower_bound <= least
    assert recount.objective == least
    assert 0 <= plan.certificate.gap <= 1


@SLOW
@given(posts(people=1))
def test_whoever_cannot_be_rostered_is_told_a_smallest_set_of_demands(instance):
    plan = rostering.solve(instance, stop=MaxSteps(1), seed=0)
    rows = list(rows_of(instance, 0))
    if isinstance(plan, rostering.Plan):
        assert rows
        return
    assert not rows
    (clash,) = plan.clashes
    assert clash.person == 0
    assert clash.demands


@SLOW
@given(posts())
def test_a_pinned_shift_stays(instance):
    plan = rostering.solve(instance, stop=MaxSteps(125), seed=0)
    if isinstance(plan, rostering.Plan):
        assert (plan.roster == instance.pins)[instance.pins != FREE].all()


@SLOW
@given(posts(people=3), st.integers(0, 9))
def test_same_seed_and_steps_give_the_same_roster_on_any_threads(instance, seed):
    plans = [rostering.solve(instance, stop=MaxSteps(130), seed=seed, threads=threads) for threads in (1, 2)]
    if isinstance(plans[0], rostering.Plan):
        assert plans[0].roster.tolist() == plans[1].roster.tolist()


@SLOW
@given(posts(people=1))
def test_the_cheapest_row_is_the_cheapest_of_all(instance):
    book = written(instance)
    rows = Pricer(book).any_rows()
    costs = [
        sum(int(book.own[0, day, shift + 1]) for day, shift in enumerate(row)) for row in rows_of(instance, 0)
    ]
    assert (rows is None) == (not costs)
    if costs:
        assert int(book.own[0, np.arange(instance.days), rows[0]].sum()) == min(costs)


def ward(seed=3):
    """Six people, two weeks, three shifts: too many rosters to try."""
    chance = np.random.default_rng(seed)
    wishes = 12
    return post(
        6, 14, 3,
        forbidden=np.tril(np.ones((3, 3), dtype=bool), -1),
        shift_minutes=np.array([480, 480, 600]),
        max_shifts=np.tile([14, 14, 3], (6, 1)),
        max_minutes=np.full(6, 4800), min_minutes=np.full(6, 3600),
        max_run=np.full(6, 5), min_run=np.full(6, 2), min_rest=np.full(6, 2), max_weekends=np.ones(6, dtype=int),
        pins=np.where(np.eye(6, 14, 3, dtype=bool), OFF, FREE),
        wish_person=chance.integers(0, 6, wishes), wish_day=chance.integers(0, 14, wishes),
        wish_shift=chance.integers(0, 3, wishes), wish_wants=chance.random(wishes) < 0.5,
        wish_weight=chance.integers(1, 4, wishes),
    )  # fmt: skip


@pytest.fixture(scope="module")
def solved():
    instance = ward()
    return instance, rostering.solve(instance, stop=MaxSteps(220), seed=1)


def test_a_small_ward_is_rostered_near_its_bound(solved):
    instance, plan = solved
    recount = rostering.verify(instance, plan)
    assert recount.score == score(instance, plan.roster)
    assert plan.certificate.gap < 0.02
    assert recount.is_optimal == plan.certificate.is_optimal


def test_more_steps_are_told_and_the_clock_is_kept():
    shares = []
    plan = rostering.solve(ward(), stop=MaxSeconds(0), seed=0, progress=shares.append)
    assert (plan.certificate.steps, shares) == (0, [])
    rostering.verify(ward(), plan)
    rostering.solve(ward(), stop=MaxSteps(3), seed=0, progress=shares.append)
    assert shares[-1] == 1.0


def test_the_verifier_rejects_every_corruption_of_one_element(solved):
    instance, plan = solved
    for person, day in product(range(instance.people), range(instance.days)):
        for shift in {OFF, 0, 1, 2, 7} - {int(plan.roster[person, day])}:
            roster = plan.roster.copy()
            roster[person, day] = shift
            if shift == 7 or sum(score(instance, roster).values()) != plan.certificate.objective:
                with pytest.raises(rostering.PlanRejected):
                    rostering.verify(instance, dataclasses.replace(plan, roster=roster))


@pytest.mark.parametrize(
    "changes",
    [
        {"objective": 0},
        {"lower_bound": 0},
        {"score": {}},
        {"price": np.zeros(3, dtype=int)},
        {"price": np.full(42, 10**6)},
        {"limit_price": np.full((6, 3), -1)},
        {"counted": np.ones((6, 3))},
    ],
)
def test_the_verifier_rejects_a_false_certificate(solved, changes):
    instance, plan = solved
    false = dataclasses.replace(plan, certificate=dataclasses.replace(plan.certificate, **changes))
    with pytest.raises(rostering.PlanRejected):
        rostering.verify(instance, false)


def test_the_verifier_rejects_a_roster_of_another_shape(solved):
    with pytest.raises(rostering.PlanRejected):
        rostering.check(solved[0], solved[1].roster[:, :-1])


def test_a_new_roster_at_a_price_for_changes_moves_few(solved):
    instance, plan = solved
    ill = np.array(instance.pins)
    ill[0, 6:9] = OFF
    again = dataclasses.replace(instance, pins=ill, previous=plan.roster.astype(int), change_price=5)
    moved = rostering.solve(again, stop=MaxSteps(220), seed=1)
    rostering.verify(again, moved)
    afresh = rostering.solve(dataclasses.replace(again, previous=()), stop=MaxSteps(220), seed=1)
    assert (moved.roster != plan.roster).sum() <= (afresh.roster != plan.roster).sum()
    assert moved.certificate.score["changes"] == 5 * (moved.roster != plan.roster).sum()


def test_replacements_are_allowed_and_the_best_stands_first(solved):
    instance, plan = solved
    person, day = np.argwhere(plan.roster != OFF)[5].tolist()
    shift = int(plan.roster[person, day])
    found = rostering.replacements(instance, plan.roster, person=person, day=day)
    gone = plan.roster.copy()
    gone[person, day] = OFF
    base = sum(score(instance, gone).values())
    ranks = []
    for one in found:
        after = gone.copy()
        after[one.person] = one.row
        assert one.row[day] == shift
        assert (after != gone).sum() == one.changes + 1
        assert sum(score(instance, after).values()) - base == one.extra
        ranks.append(one.extra + 10 * one.changes)
        after[person] = plan.roster[person]
        rostering.check(instance, after)
    assert found
    assert ranks == sorted(ranks)
    assert (
        rostering.replacements(instance, plan.roster, person=person, day=int(np.argmin(plan.roster[person])))
        == []
    )


def test_a_night_before_an_early_shift_is_named_as_the_clash():
    pins = np.full((1, 4), FREE)
    pins[0, 1:3] = (1, 0)
    found = rostering.solve(
        post(
            1,
            4,
            2,
            pins=pins,
            forbidden=np.array([[0, 0], [1, 0]], dtype=bool),
            shift_names=("early", "night"),
        ),
        stop=ENOUGH,
        seed=0,
    )
    words = {"no early the day after night", "is pinned to night on day 2", "is pinned to early on day 3"}
    assert set(found.clashes[0].demands) == words


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"days": 0}, "days_range"),
        ({"max_run": np.array([0, 1])}, "max_run_range"),
        ({"pins": np.full((2, 4), 9)}, "pins_range"),
        ({"pins": np.full((2, 4), 0.5)}, "pins_type"),
        ({"pins": np.full((2, 3), 0)}, "pins_shape"),
        ({"max_shifts": np.full((2, 2), -1)}, "max_shifts_range"),
        ({"need_shift": np.full(8, 2)}, "need_shift_range"),
        ({"buddies": np.array([[1, 1]]), "buddy_weight": np.ones(1, dtype=int)}, "buddies_self"),
    ],
)
def test_what_breaks_the_model_is_refused_by_rule(changes, rule):
    with pytest.raises(rostering.InvalidInstance) as refused:
        post(**changes)
    assert refused.value.rule == rule


TEXT = """# a comment
SECTION_HORIZON
7
SECTION_SHIFTS
E,480,
L,480,E
SECTION_STAFF
A,E=7|L=2,2400,960,4,1,1,1
B,E=7|L=7,2400,960,4,1,1,1
SECTION_DAYS_OFF
A,3
SECTION_SHIFT_ON_REQUESTS
A,5,L,1
SECTION_SHIFT_OFF_REQUESTS
B,1,E,2
SECTION_COVER
0,E,1,100,1
2,L,1,100,1
"""


def test_the_text_format_is_read_and_rosters_are_written_and_read():
    instance = read_instance(TEXT)
    assert (instance.people, instance.days, instance.shift_names) == (2, 7, ["E", "L"])
    assert instance.pins[0, 3] == OFF
    assert instance.max_shifts[0].tolist() == [7, 2]
    assert instance.forbidden.tolist() == [[False, False], [True, False]]
    plan = rostering.solve(instance, stop=ENOUGH, seed=0)
    assert rostering.verify(instance, plan).is_optimal
    text = write_roster(instance, plan.roster)
    assert read_roster(instance, text + "\n").tolist() == plan.roster.tolist()
    assert read_roster(instance, text.replace("-", "")).tolist() == plan.roster.tolist()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("A,3", "A,9", "line 11: field 2: day 9"),
        ("A,5,L,1", "C,5,L,1", "line 13: field 1: there is no person “C”"),
        ("A,5,L,1", "A,5", "line 13: field 3: there is no shift “”"),
        ("0,E,1,100,1", "0,E,one,100,1", "line 17: field 3, cover"),
        ("E=7|L=2", "E=7|Q=2", "line 8: field 2: “Q=2”"),
        ("SECTION_STAFF", "SECTION_STUFF", "no SECTION_STAFF"),
    ],
)
def test_bad_text_is_told_with_its_line(old, new, said):
    with pytest.raises(BadText, match=said):
        read_instance(TEXT.replace(old, new))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A" + "\t-" * 7 + "\n", "no row for “B”"),
        ("C" + "\t-" * 7 + "\n", "line 1: there is no person “C”"),
        ("A" + "\t-" * 6 + "\n", "line 1: 6 days, 7 are needed"),
        ("A" + "\tQ" * 7 + "\n", "line 1: there is no shift “Q”"),
    ],
)
def test_a_bad_roster_is_told_with_its_line(text, said):
    with pytest.raises(BadText, match=said):
        read_roster(read_instance(TEXT), text)
