"""The law: whatever is written, and whenever it is folded, every figure is what a plain count of the rows says."""

import sys
from collections import Counter, defaultdict
from datetime import timedelta
from itertools import product
from types import SimpleNamespace

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from conftest import NOW, TODAY
from muster.figures import commands, queries
from muster.kernel.actor import system_actor
from muster.operations.commands import activate_operation
from muster.operations.models import MobilisedMember, TemporaryUnit
from muster.people.models import Person
from muster.people.rules import POWERS
from muster.units.commands import UnitRow, put_units
from muster.units.models import Unit

DAYS = [TODAY + timedelta(days=n) for n in range(-3, 3)]
PLACES = ["county", "north", "south", "riverside", "hillside", "lakeside", "hospital"]
MOVES = [
    (code, parent)
    for code in ("riverside", "hillside", "north", "south")
    for parent in ("county", "north", "south", "health")
]
FLOW, STOCK = "people.mobilised", "operations.temporary_units"
SEEN = ["city", "county", "north", "south", "health"]
places, days = st.sampled_from(PLACES), st.sampled_from(DAYS)


class Figures(RuleBasedStateMachine):
    """Beside the database, a memory of rows and of the tree of each day."""

    @initialize()
    def begin(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.system = system_actor("test", now=NOW, powers=POWERS)
        self.tree = SimpleNamespace(**{unit.code: unit for unit in Unit.objects.all()})
        self.operation = activate_operation(self.system, unit_id=self.tree.city.pk, template="flood").pk
        self.leader = Person.objects.first()
        self.parents = {
            u.code: u.parent.code if u.parent else None for u in Unit.objects.select_related("parent")
        }
        self.parents_on = {}
        self.flows = {}
        self.stocks = defaultdict(Counter)  # by row: what changed where and when
        self.states = {}
        self.moved_on = min(DAYS)
        self.call([("riverside", day) for day in DAYS])
        self.propose("hillside", "active", DAYS[1])

    def teardown(self):
        if hasattr(self, "atomic"):
            if sys.exc_info()[0] is None:
                self.every_figure_holds()
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    # Flows

    @rule(rows=st.lists(st.tuples(places, days), min_size=1, max_size=4))
    def call(self, rows):
        made = MobilisedMember.objects.bulk_create(
            MobilisedMember(
                operation_id=self.operation,
                unit=getattr(self.tree, place),
                day=day,
                person=Person.objects.create(name="x"),
            )
            for place, day in rows
        )
        self.flows |= {member.pk: row for member, row in zip(made, rows, strict=True)}

    @rule(place=places, into=places, day=days)
    def correct(self, place, into, day):
        chosen = [pk for pk, row in self.flows.items() if row[0] == place]
        MobilisedMember.objects.filter(pk__in=chosen).update(unit=getattr(self.tree, into), day=day)
        self.flows |= dict.fromkeys(chosen, (into, day))

    @rule(place=places, day=days)
    def take_back(self, place, day):
        chosen = [pk for pk, row in self.flows.items() if row == (place, day)]
        MobilisedMember.objects.filter(pk__in=chosen).delete()
        for pk in chosen:
            del self.flows[pk]

    # Stocks

    @rule(place=places, state=st.sampled_from(["proposed", "active"]), day=days)
    def propose(self, place, state, day):
        unit = getattr(self.tree, place)
        front = Unit.objects.create(
            code=f"front{len(self.states)}",
            name="x",
            kind_id="branch",
            level="other",
            is_base=False,
            path=unit.path,
            began_on=day,
        )
        row = TemporaryUnit.objects.create(
            operation_id=self.operation,
            parent=unit,
            unit=front if state == "active" else None,
            name="x",
            task="x",
            leader=self.leader,
            state=state,
            state_on=day,
        )
        self.states[row.pk] = (place, state, front)
        self._change(row.pk, place, day, state == "active")

    @rule(data=st.data(), place=places, state=st.sampled_from(["active", "ended"]), day=days)
    def change(self, data, place, state, day):
        if not self.states:
            return
        pk = data.draw(st.sampled_from(sorted(self.states)))
        was_at, was, front = self.states[pk]
        TemporaryUnit.objects.filter(pk=pk).update(
            parent=getattr(self.tree, place), state=state, state_on=day, unit=front
        )
        self.states[pk] = (place, state, front)
        self._change(pk, was_at, day, -(was == "active"))
        self._change(pk, place, day, state == "active")

    def _change(self, pk, place, day, amount):
        self.stocks[pk][place, day] += amount

    # The tree

    @rule(data=st.data(), later=st.integers(0, 2))
    def move(self, data, later):
        code, parent = data.draw(st.sampled_from([move for move in MOVES if self.is_sound(*move)]))
        self.moved_on = day = min(DAYS[-2], self.moved_on + timedelta(days=later))
        for before in DAYS:
            if before < day:
                self.parents_on.setdefault(before, dict(self.parents))
        self.parents[code] = parent
        unit = getattr(self.tree, code)
        kept = (unit.kind_id, parent, None, unit.level, unit.is_base, "", "", unit.began_on)
        put_units(self.system, rows=[UnitRow(code, unit.name, code, *kept)], day=day)

    def is_sound(self, code, parent):
        """A move, and not into itself."""
        return parent != self.parents[code] and code not in self.above(parent, DAYS[-1])

    @rule()
    def fold(self):
        commands.fold(self.system)
        assert commands.fold(self.system) == 0

    # The law

    def above(self, place, day):
        parents = self.parents_on.get(day, self.parents)
        while place is not None:
            yield place
            place = parents[place]

    def expected(self, key, place, day):
        if key == FLOW:
            return sum(on <= day and place in self.above(at, on) for at, on in self.flows.values())
        return sum(
            amount
            for changes in self.stocks.values()
            for (at, on), amount in changes.items()
            if on <= day and place in self.above(at, day)
        )

    @rule(place=st.sampled_from(SEEN), day=days)
    def figures_hold(self, place, day):
        look = {"operation_id": self.operation, "unit": Unit.objects.get(code=place), "as_of": day}
        readings = {r.key: r for r in queries.figures_of(self.system, keys=[FLOW, STOCK], **look)}
        for key in (FLOW, STOCK):
            value = self.expected(key, place, day)
            before = self.expected(key, place, day - timedelta(days=1))
            assert (readings[key].value, readings[key].change) == (value, value - before), (key, place, day)
            parts = queries.by_child(self.system, key=key, **look)
            assert sum(part.value for part in parts) == value, (key, place, day, parts)
        listed = queries.rows_behind(self.system, key=FLOW, limit=1000, **look)
        assert len(listed.rows) == readings[FLOW].value

    def every_figure_holds(self):
        for place, day in product(SEEN, (DAYS[0], DAYS[2], DAYS[-1])):
            self.figures_hold(place, day)
        assert queries.drift(self.system) == []


def test_every_figure_is_what_its_rows_say(tree, people):
    chosen = settings(
        max_examples=25, stateful_step_count=16, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Figures, settings=chosen, _min_steps=12)
