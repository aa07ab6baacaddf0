"""Merging, splitting, moving, renaming and dissolving: what follows, what stays, what every figure says before and after."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from conftest import NOW, TODAY
from muster.directives import commands as directives
from muster.directives import queries as directive_queries
from muster.directives.models import Delivery
from muster.figures import commands as figures_commands
from muster.figures import queries as figures
from muster.kernel.models import Entry
from muster.kernel.problems import NotAllowed, NotFound
from muster.people.models import Membership, Role
from muster.places.models import Area, Building
from muster.reorganisations import commands, problems
from muster.reorganisations.models import Moved, Reorganisation
from muster.staffing.models import Seat
from muster.staffing.tests import town as towns
from muster.teams.models import Team
from muster.units.models import Unit, UnitPath
from muster.units.problems import MovedSince, UnitEnded
from muster.zones.models import Zone

from .conftest import TOMORROW, YESTERDAY, issue, on


def again(unit):
    return Unit.objects.get(pk=unit.pk)


def rolls(unit, day=TODAY):
    return set(
        Membership.objects.filter(unit=unit, during__contains=day).values_list("person__name", flat=True)
    )


def every_figure(operation, day):
    """Of every unit of the tree, as of a day; units that were not there yet have none."""
    system = on(max(day, TODAY))
    return {
        (unit.code, reading.figure.key): reading.value
        for unit in Unit.objects.all()
        for reading in figures.figures_of(system, operation_id=operation.pk, unit=unit, as_of=day)
        if reading.value
    }


def no_drift():
    figures_commands.fold(on(TODAY))
    return figures.drift(on(TODAY)) == []


def of(figures_of_units, unit, key):
    return int(figures_of_units.get((unit.code, key), 0))


@pytest.fixture
def yesterday(town):
    return every_figure(town.operation, YESTERDAY)


class TestMerging:
    def test_people_zones_seats_and_teams_go_over(self, town, tree, reorganise):
        before = rolls(tree.hillside) | rolls(tree.riverside)
        zones = Zone.objects.filter(state="active", unit__in=[tree.hillside, tree.riverside]).count()
        reorganise("merge", units=[tree.hillside], into=tree.riverside)
        assert rolls(tree.riverside) == before
        assert rolls(tree.hillside) == set()
        assert Zone.objects.filter(state="active", unit=tree.riverside).count() == zones
        assert not Seat.objects.exclude(state="closed").filter(unit=tree.hillside).exists()
        assert Team.objects.filter(unit=tree.riverside, state="active").count() == 2

    def test_the_unit_that_goes_ends_and_stands_below_the_one_that_takes_over(self, town, tree, reorganise):
        reorganise("merge", units=[tree.hillside], into=tree.riverside, name="Riverhill branch")
        gone, kept = again(tree.hillside), again(tree.riverside)
        assert (gone.ended_on, gone.successor_id, gone.parent_id) == (TODAY, kept.pk, kept.pk)
        assert gone.path == f"{kept.path}.{gone.pk.hex}"
        assert kept.name == "Riverhill branch"
        assert kept.pinyin.startswith("riverhill")

    def test_the_rolls_of_yesterday_stay_where_they_lay(self, town, tree, reorganise):
        before = rolls(tree.hillside, YESTERDAY)
        reorganise("merge", units=[tree.hillside], into=tree.riverside)
        assert rolls(tree.hillside, YESTERDAY) == before

    def test_an_office_ends_with_its_unit(self, town, tree, people, reorganise):
        reorganise("merge", units=[tree.hillside], into=tree.riverside)
        held = Membership.objects.get(person=people.hillside[0], during__contains=TODAY)
        assert (held.unit_id, held.office) == (tree.riverside.pk, "none")

    def test_temporary_units_go_over_with_their_place_in_the_tree(self, town, tree, reorganise):
        reorganise("merge", units=[tree.hillside], into=tree.riverside)
        town.temporary.refresh_from_db()
        assert town.temporary.parent_id == tree.riverside.pk
        assert again(town.temporary.unit).path.startswith(tree.riverside.path)

    def test_figures_of_past_days_do_not_move_and_those_of_today_do(self, town, tree, yesterday, reorganise):
        today = every_figure(town.operation, TODAY)
        reorganise("merge", units=[tree.hillside], into=tree.lakeside)
        assert every_figure(town.operation, YESTERDAY) == yesterday
        after = every_figure(town.operation, TODAY)
        for key in ("zones.zones", "zones.homes", "teams.teams", "staffing.vacant", "directives.delivered"):
            moved = of(today, tree.hillside, key)
            assert moved
            assert of(after, tree.lakeside, key) == of(today, tree.lakeside, key) + moved
            assert of(after, tree.north, key) == of(today, tree.north, key) - moved
            assert of(after, tree.city, key) == of(today, tree.city, key)
        assert of(after, tree.hillside, "zones.zones") == 0
        assert no_drift()
        assert every_figure(town.operation, YESTERDAY) == yesterday

    def test_what_was_called_stays_with_the_tree_of_its_day(self, town, tree, yesterday, reorganise):
        reorganise("merge", units=[tree.hillside], into=tree.lakeside)
        after = every_figure(town.operation, TODAY)
        assert of(after, tree.north, "people.mobilised") == of(yesterday, tree.north, "people.mobilised")

    def test_who_takes_over_answers_for_what_was_open(self, town, tree, actor_as, reorganise):
        reorganise("merge", units=[tree.riverside], into=tree.lakeside)
        officer = actor_as("officer", unit=again(tree.lakeside))
        waiting = directive_queries.deliveries_to_accept(officer)
        assert {one.unit.code for one in waiting} == {"lakeside", "riverside"}
        directives.accept_directive(
            officer, directive_id=town.directive.pk, unit_ids=[one.unit_id for one in waiting]
        )
        assert not directive_queries.deliveries_to_accept(officer).exists()
        assert no_drift()

    def test_members_read_what_had_come_to_them_before(self, town, tree, people, reorganise):
        reorganise("merge", units=[tree.riverside], into=tree.lakeside)
        actor = on(TODAY)
        directives.pass_on_readings(
            actor, directive_id=town.directive.pk, person_ids=[people.riverside[1].pk]
        )
        assert Delivery.objects.get(directive=town.directive, unit=tree.riverside).members_read == 1
        today = every_figure(town.operation, TODAY)
        assert of(today, tree.lakeside, "directives.read") == 1
        assert of(today, tree.north, "directives.read") == 0
        assert no_drift()

    def test_the_next_directive_reaches_everyone_once(self, town, tree, people, reorganise):
        reorganise("merge", units=[tree.riverside], into=tree.lakeside)
        made = issue(on(TODAY), town, tree)
        assert not made.deliveries.filter(unit=tree.riverside).exists()
        assert made.receipts.filter(unit=tree.lakeside).count() == len(rolls(tree.lakeside))

    def test_a_draft_that_addressed_it_addresses_the_one_that_took_over(self, town, tree, system, reorganise):
        draft = directives.Draft(
            issuing_unit_id=tree.city.pk,
            addressee_ids=[tree.riverside.pk],
            kind="notice",
            purpose="for_action",
            series="演组",
            title="Later",
            body="Later.",
        )
        made = directives.draft_directive(system, operation_id=town.operation.pk, draft=draft)
        reorganise("merge", units=[tree.riverside], into=tree.lakeside)
        assert made.main_unit_ids == [tree.lakeside.pk]

    def test_two_villages_become_one(self, town, tree, reorganise):
        hill, river = (
            Area.objects.get(unit=unit, level="village") for unit in (tree.hillside, tree.riverside)
        )
        for n, area in enumerate((hill, river)):
            area.boundary = {"type": "Polygon", "coordinates": [[[n, 0], [n + 1, 0], [n + 1, 1], [n, 0]]]}
            area.save()
        homes = Building.objects.filter(area__in=[hill, river]).count()
        made = reorganise("merge", units=[tree.hillside], into=tree.riverside, joins_areas=True)
        river.refresh_from_db()
        assert Building.objects.filter(area=river).count() == homes
        assert river.boundary["type"] == "MultiPolygon"
        assert Area.objects.get(pk=hill.pk).successor == river
        assert not Zone.objects.filter(state="active", area=hill).exists()
        commands.undo_reorganisation(on(TODAY), reorganisation_id=made.pk)
        assert Building.objects.filter(area=hill).count() == 20
        assert Area.objects.get(pk=river.pk).boundary["type"] == "Polygon"
        assert Zone.objects.filter(state="active", area=hill).exists()

    def test_several_at_once(self, town, tree, reorganise):
        reorganise("merge", units=[tree.riverside, tree.hillside], into=tree.lakeside)
        assert Zone.objects.filter(state="active").exclude(unit=tree.lakeside).count() == 0
        assert no_drift()

    def test_a_chain_leads_to_the_last(self, town, tree, actor_as, reorganise):
        reorganise("merge", units=[tree.riverside], into=tree.hillside)
        reorganise("merge", units=[again(tree.hillside)], into=tree.lakeside)
        assert again(tree.riverside).successor_id == tree.lakeside.pk
        officer = actor_as("officer", unit=again(tree.lakeside))
        assert directive_queries.deliveries_to_accept(officer).count() == 2
        assert no_drift()

    def test_nobody_gets_power_by_a_merger(self, town, tree, people, reorganise):
        Role.objects.create(
            person=people.officer, unit=tree.riverside, name="officer", during=(date(2020, 1, 1), None)
        )
        reorganise("merge", units=[tree.riverside], into=tree.lakeside)
        assert Role.objects.get(person=people.officer).unit_id == tree.riverside.pk

    def test_the_journal_names_it_at_every_unit(self, town, tree, reorganise):
        made = reorganise("merge", units=[tree.riverside], into=tree.lakeside)
        entries = Entry.objects.filter(event="reorganisations.came_into_force", subject_id=made.pk)
        assert {entry.unit_id for entry in entries} == {tree.riverside.pk, tree.lakeside.pk}


class TestUndoing:
    @pytest.mark.parametrize(
        ("kind", "choices"), [("merge", {}), ("dissolve", {}), ("move", {}), ("rename", {"name": "Other"})]
    )
    def test_everything_is_as_it_was(self, town, tree, yesterday, reorganise, kind, choices):
        def state():
            return (
                list(Unit.objects.order_by("code").values("code", "name", "path", "ended_on", "successor")),
                list(UnitPath.objects.order_by("unit__code", "during").values("unit", "path", "during")),
                list(Zone.objects.order_by("pk").values("pk", "unit", "area", "state")),
                list(Seat.objects.order_by("pk").values("pk", "unit", "state")),
                list(Team.objects.order_by("pk").values("pk", "unit")),
                list(
                    Membership.objects.order_by("person", "during").values(
                        "person", "unit", "office", "during"
                    )
                ),
                every_figure(town.operation, TODAY),
            )

        before = state()
        into = {} if kind == "rename" else {"into": tree.lakeside if kind != "move" else tree.south}
        made = reorganise(kind, units=[tree.hillside], **into, **choices)
        assert state() != before
        commands.undo_reorganisation(on(TODAY), reorganisation_id=made.pk)
        assert state() == before
        assert every_figure(town.operation, YESTERDAY) == yesterday
        assert no_drift()

    def test_what_happened_since_stays_with_the_rows(self, town, tree, people, reorganise):
        made = reorganise("merge", units=[tree.hillside], into=tree.lakeside)
        mover = Membership.objects.get(person=people.hillside[2], during__contains=TODAY)
        mover.unit = tree.riverside
        mover.save()
        commands.undo_reorganisation(on(TODAY), reorganisation_id=made.pk)
        assert people.hillside[2].name in rolls(tree.riverside)
        assert people.hillside[1].name in rolls(tree.hillside)

    def test_a_day_later_is_too_late(self, town, tree, reorganise):
        made = reorganise("merge", units=[tree.hillside], into=tree.lakeside)
        with pytest.raises(problems.TooLate):
            commands.undo_reorganisation(on(TODAY + timedelta(days=2)), reorganisation_id=made.pk)

    def test_not_while_a_later_one_stands_on_it(self, town, tree, reorganise):
        made = reorganise("merge", units=[tree.hillside], into=tree.riverside)
        reorganise("merge", units=[again(tree.riverside)], into=tree.lakeside)
        with pytest.raises(problems.ChangedSince):
            commands.undo_reorganisation(on(TODAY), reorganisation_id=made.pk)

    def test_twice_is_not_possible(self, town, tree, reorganise):
        made = reorganise("merge", units=[tree.hillside], into=tree.lakeside)
        commands.undo_reorganisation(on(TODAY), reorganisation_id=made.pk)
        with pytest.raises(problems.Decided):
            commands.undo_reorganisation(on(TODAY), reorganisation_id=made.pk)

    def test_a_unit_split_off_ends_and_its_people_are_back(self, town, tree, people, reorganise):
        made = reorganise("split", units=[tree.riverside], name="Quay branch", only=[people.riverside[1]])
        commands.undo_reorganisation(on(TODAY), reorganisation_id=made.pk)
        quay = Unit.objects.get(name="Quay branch")
        assert (quay.ended_on, quay.successor_id) == (TODAY, tree.riverside.pk)
        assert people.riverside[1].name in rolls(tree.riverside)
        assert no_drift()


class TestSplitting:
    def test_areas_take_their_zones_seats_and_residents(self, town, tree, reorganise):
        towns.settle(tree.riverside, 3)
        area = Area.objects.get(unit=tree.riverside, level="village")
        zones = Zone.objects.filter(state="active", unit=tree.riverside).count()
        reorganise("split", units=[tree.riverside], name="Quay branch", only=[area], takes_residents=True)
        quay = Unit.objects.get(name="Quay branch")
        assert (quay.kind_id, quay.level, quay.is_base) == ("branch", "village", True)
        assert quay.path == f"{tree.north.path}.{quay.pk.hex}"
        assert Zone.objects.filter(state="active", unit=quay).count() == zones
        assert rolls(quay) == {"riverside新0", "riverside新1", "riverside新2"}
        assert Team.objects.filter(unit=tree.riverside).exists()
        assert no_drift()

    def test_units_below_go_with_it(self, town, tree, reorganise):
        reorganise("split", units=[tree.north], name="Upper north", only=[tree.hillside])
        upper = Unit.objects.get(name="Upper north")
        assert again(tree.hillside).parent_id == upper.pk
        assert again(tree.hillside).path.startswith(upper.path)
        assert again(tree.riverside).parent_id == tree.north.pk
        assert no_drift()

    def test_only_what_is_the_units_own(self, town, tree, people, reorganise):
        for stray in (tree.lakeside, people.lakeside[0], Area.objects.get(unit=tree.lakeside)):
            with pytest.raises(NotFound):
                reorganise("split", units=[tree.riverside], name="x", only=[stray])

    def test_something_must_go(self, town, tree, reorganise):
        with pytest.raises(problems.NothingChosen):
            reorganise("split", units=[tree.riverside], name="x")


class TestMoving:
    def test_a_township_moves_with_all_below_it(self, town, tree, yesterday, reorganise):
        today = every_figure(town.operation, TODAY)
        reorganise("move", units=[tree.north], into=tree.south)
        after = every_figure(town.operation, TODAY)
        assert again(tree.riverside).path.startswith(tree.south.path)
        assert of(after, tree.south, "zones.zones") == of(today, tree.county, "zones.zones")
        assert every_figure(town.operation, YESTERDAY) == yesterday
        assert no_drift()

    def test_a_unit_cannot_go_below_itself(self, town, tree, reorganise):
        for into in (tree.north, tree.riverside):
            with pytest.raises(problems.IntoItself):
                reorganise("move", units=[tree.north], into=into)

    def test_a_backdated_move_moves_the_flows_of_those_days(self, town, tree, reorganise):
        before = every_figure(town.operation, YESTERDAY)
        reorganise("move", units=[tree.hillside], into=tree.south, day=YESTERDAY)
        after = every_figure(town.operation, YESTERDAY)
        called = of(before, tree.hillside, "people.mobilised")
        assert (
            of(after, tree.south, "people.mobilised") == of(before, tree.south, "people.mobilised") + called
        )
        assert no_drift()

    def test_not_before_a_move_that_came_later(self, town, tree, reorganise):
        reorganise("move", units=[tree.hillside], into=tree.south)
        with pytest.raises(MovedSince):
            reorganise("move", units=[again(tree.hillside)], into=tree.north, day=YESTERDAY)

    def test_not_before_the_unit_was_set_up(self, town, tree, reorganise):
        with pytest.raises(problems.NotYet):
            reorganise("move", units=[tree.hillside], into=tree.south, day=date(2009, 1, 1))


class TestDeciding:
    def test_nothing_changes_until_it_is_decided(self, town, tree, reorganise):
        reorganise("merge", units=[tree.hillside], into=tree.lakeside, apply=False)
        assert again(tree.hillside).ended_on is None
        assert not Moved.objects.exists()

    def test_a_day_to_come_is_waited_for(self, town, tree, system, reorganise):
        made = reorganise("merge", units=[tree.hillside], into=tree.lakeside, day=TOMORROW, apply=False)
        commands.decide_reorganisation(system, reorganisation_id=made.pk)
        assert Reorganisation.objects.get().job is None
        assert commands.start_due(system) == 0
        assert commands.start_due(on(TOMORROW)) == 1
        assert commands.start_due(on(TOMORROW)) == 0
        assert Reorganisation.objects.get().job.name == commands.APPLY_JOB

    def test_one_discarded_does_not_come_into_force(self, town, tree, system, reorganise):
        made = reorganise("merge", units=[tree.hillside], into=tree.lakeside, apply=False)
        commands.discard_reorganisation(system, reorganisation_id=made.pk)
        with pytest.raises(problems.Decided):
            commands.decide_reorganisation(system, reorganisation_id=made.pk)

    def test_one_whose_units_have_changed_since_is_refused(self, town, tree, system, reorganise):
        made = reorganise("merge", units=[tree.hillside], into=tree.lakeside, apply=False)
        reorganise("rename", units=[tree.lakeside], name="Lake branch")
        with pytest.raises(problems.Outdated):
            commands.decide_reorganisation(system, reorganisation_id=made.pk)

    def test_a_unit_that_has_ended_takes_part_in_nothing(self, town, tree, reorganise):
        reorganise("merge", units=[tree.hillside], into=tree.lakeside)
        with pytest.raises(UnitEnded):
            reorganise("move", units=[again(tree.hillside)], into=tree.south)

    def test_the_unit_that_leads_an_open_operation_does_not_end(self, town, tree, reorganise):
        with pytest.raises(problems.LeadsOperation):
            reorganise("dissolve", units=[tree.city], into=tree.lakeside)

    def test_members_do_not_come_to_a_unit_that_takes_none(self, town, tree, reorganise):
        with pytest.raises(problems.TakesNoMembers):
            reorganise("merge", units=[tree.hillside], into=tree.health)

    def test_it_takes_the_power_on_every_unit(self, town, tree, actor_as, reorganise):
        chief = actor_as("chief", unit=tree.north)
        with pytest.raises(NotFound):
            reorganise("merge", units=[tree.hillside], into=tree.lakeside, actor=chief)
        officer = actor_as("officer", unit=tree.city)
        with pytest.raises(NotAllowed):
            reorganise("merge", units=[tree.hillside], into=tree.lakeside, actor=officer)

    def test_the_job_works_with_the_powers_that_the_decider_has_then(self, town, tree, people, reorganise):
        role = Role.objects.create(
            person=people.chief, unit=tree.city, name="chief", during=(date(2020, 1, 1), None)
        )
        made = reorganise("merge", units=[tree.hillside], into=tree.lakeside, apply=False)
        commands.decide_reorganisation(on(TODAY), reorganisation_id=made.pk)
        worker = commands.system_actor("job", now=NOW, for_person=people.chief.pk)
        role.during = (date(2020, 1, 1), TODAY)
        role.save()
        with pytest.raises(NotFound):
            commands.job_work(worker, progress=commands.silent, reorganisation_id=str(made.pk))
        role.during = (date(2020, 1, 1), None)
        role.save()
        commands.job_work(worker, progress=commands.silent, reorganisation_id=str(made.pk))
        assert again(tree.hillside).successor_id == tree.lakeside.pk
        commands.job_work(worker, progress=commands.silent, reorganisation_id=str(made.pk), undo=True)
        assert again(tree.hillside).successor_id is None
        assert timezone.localdate(NOW) == TODAY
