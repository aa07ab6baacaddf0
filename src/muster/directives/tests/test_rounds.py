from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse

from muster.directives import commands, problems
from muster.directives.models import DayReport, Rhythm
from muster.directives.rounds import problems as round_problems
from muster.directives.rounds import queries, rules
from muster.directives.rounds.commands import report_day, report_zero, set_rhythm
from muster.kernel.problems import NotAllowed, NotFound

ITEMS = ["visits", "masks"]


def later(actor, **span):
    return replace(actor, now=actor.now + timedelta(**span))


@pytest.fixture
def daily(chief, notice):
    """Asked for at 16:00 (the actors' clock says 16:00 in the operation's zone)."""
    set_rhythm(chief, directive_id=notice.pk, items=ITEMS, cut_offs=rules.USUAL)
    return notice


def send(actor, directive, unit, *counts):
    return report_day(actor, directive_id=directive.pk, unit_id=unit.pk, counts=counts)


def zero(actor, directive, unit):
    return report_zero(actor, directive_id=directive.pk, unit_id=unit.pk)


def round_of(actor, directive, **where):
    return queries.round_of(actor, directive_id=directive.pk, **where)


def test_levels_report_one_after_the_other(chief, notice):
    for cut_offs in (rules.USUAL | {"township": "16:00"}, {"village": "16:00"}):
        with pytest.raises(round_problems.NotStaggered):
            set_rhythm(chief, directive_id=notice.pk, items=ITEMS, cut_offs=cut_offs)
    for items in ([], [" "], ["a", "a"], list("abcdefghijklm")):
        with pytest.raises(round_problems.NothingAsked):
            set_rhythm(chief, directive_id=notice.pk, items=items, cut_offs=rules.USUAL)


def test_the_cut_off_is_in_the_time_zone_of_the_operation():
    found = [
        rules.cut_off(rules.USUAL, level=level, day=date(2020, 1, 28), time_zone="Asia/Shanghai")
        for level in ("village", "city", "other")
    ]
    assert found == [datetime(2020, 1, 28, hour, tzinfo=UTC) for hour in (8, 11, 8)]


def test_only_who_issues_asks_and_only_of_what_is_in_force(chief, officer, appeal, signed, notice):
    def ask(actor, directive):
        return set_rhythm(actor, directive_id=directive.pk, items=ITEMS, cut_offs=rules.USUAL)

    with pytest.raises(NotAllowed):
        ask(officer, notice)
    with pytest.raises(problems.Voluntary):
        ask(chief, appeal)
    with pytest.raises(problems.NotNow):
        ask(chief, signed())


def test_zero_is_not_the_same_as_silence(chief, officer, daily, tree):
    zero(officer, daily, tree.riverside)
    send(officer, daily, tree.hillside, 40, 0)
    found = round_of(chief, daily, unit_id=tree.north.pk)
    rows = {row.name: (row.asked, row.came, row.zero, row.missing) for row in found.rows}
    assert rows == {
        tree.north.name: (1, 0, 0, 1),
        tree.riverside.name: (1, 1, 1, 0),
        tree.hillside.name: (1, 1, 0, 0),
    }
    assert (found.total.missing, found.total.sums) == (1, [Decimal(40), Decimal(0)])
    silent = queries.missing(chief, directive_id=daily.pk, day=found.day, unit_id=tree.north.pk)
    assert [delivery.unit.code for delivery in silent] == ["north"]
    assert found.as_of == chief.now


def test_a_round_adds_up_by_the_units_below(chief, officer, stranger, daily, tree):
    send(officer, daily, tree.riverside, 10, 1)
    send(officer, daily, tree.north, 5, 0)
    send(stranger, daily, tree.lakeside, 7, 2)
    found = round_of(chief, daily, unit_id=tree.county.pk)
    assert {row.name: row.sums for row in found.rows} == {
        tree.county.name: [0, 0],
        tree.north.name: [15, 1],
        tree.south.name: [7, 2],
    }
    assert round_of(officer, daily).total.sums == [15, 1]


def test_sent_again_the_later_one_counts(officer, daily, tree):
    zero(officer, daily, tree.riverside)
    send(later(officer, hours=1), daily, tree.riverside, 3, 0)
    kept = DayReport.objects.get()
    assert (kept.is_zero, kept.counts, kept.is_late) == (False, [3, 0], True)


def test_a_report_gives_every_number(officer, daily, tree):
    for counts in ([1], [1, -1], []):
        with pytest.raises(round_problems.CountsMissing):
            send(officer, daily, tree.riverside, *counts)


def test_late_is_after_the_cut_off_of_ones_own_level(officer, daily, tree):
    assert not zero(officer, daily, tree.riverside).is_late
    assert zero(later(officer, minutes=1), daily, tree.hillside).is_late
    assert not zero(later(officer, minutes=60), daily, tree.north).is_late


def test_nothing_is_reported_before_after_or_for_others(chief, officer, stranger, auditor, daily, tree):
    with pytest.raises(NotFound):
        zero(stranger, daily, tree.riverside)
    with pytest.raises(NotAllowed):
        zero(auditor, daily, tree.riverside)
    with pytest.raises(round_problems.NoRhythmNow):
        zero(later(officer, days=-1), daily, tree.riverside)
    set_rhythm(chief, directive_id=daily.pk, items=ITEMS, cut_offs=rules.USUAL, ended_on=date(2020, 1, 28))
    with pytest.raises(round_problems.NoRhythmNow):
        zero(later(officer, days=1), daily, tree.riverside)
    assert queries.due(later(officer, days=1), operation_id=daily.operation_id) == []


def test_what_is_counted_stays_once_a_report_came(chief, officer, daily, tree):
    def ask(*items):
        return set_rhythm(chief, directive_id=daily.pk, items=items, cut_offs=rules.USUAL).items

    assert ask("visits") == ["visits"]
    send(officer, daily, tree.north, 3)
    assert ask("something else") == ["visits"]


def test_without_a_rhythm_there_is_none(chief, notice):
    assert queries.rhythm(chief, directive_id=notice.pk) is None
    with pytest.raises(NotFound):
        round_of(chief, notice)


def test_what_is_due_today_shows_what_was_sent(officer, daily, tree):
    send(officer, daily, tree.north, 4, 5)
    (one,) = queries.due(officer, operation_id=daily.operation_id)
    assert (one.delivery.unit, one.fields) == (tree.north, [("visits", 4), ("masks", 5)])


# Pages.


def url(name, operation, *args):
    return reverse(f"directives:{name}", args=[operation.pk, *(getattr(arg, "pk", arg) for arg in args)])


def words(response):
    return " ".join(unescape(response.content.decode()).split())


def test_from_asking_to_the_table(client_as, operation, notice, tree):
    chief, officer = client_as("chief"), client_as("officer")
    assert "16:00" in words(chief.get(url("rhythm", operation, notice)))
    typed = {"items": "visits\nmasks", **rules.USUAL}
    assert chief.post(url("rhythm", operation, notice), typed).status_code == 302
    assert Rhythm.objects.get().items == ITEMS
    page = words(officer.get(url("round", operation, notice)))
    assert "Nothing today: report zero" in page
    assert "16:00 → 17:00 → 18:00 → 19:00" in page
    assert officer.post(url("report_zero", operation, notice, tree.north)).status_code == 302
    sent = {"count_0": 8, "count_1": 2, "next": url("list", operation)}
    response = officer.post(url("report_day", operation, notice, tree.north), sent)
    assert response.headers["Location"] == url("list", operation)
    sent["next"] = "//elsewhere.example/"
    response = officer.post(url("report_day", operation, notice, tree.north), sent)
    assert response.headers["Location"] == url("round", operation, notice)
    page = words(chief.get(url("round", operation, notice), {"unit": tree.county.pk}))
    assert "Nothing came from" in page
    assert "as of" in page
    assert "visits" in words(chief.get(url("rhythm", operation, notice)))


def test_a_report_without_its_numbers_is_refused(client_as, operation, chief, notice, tree):
    set_rhythm(chief, directive_id=notice.pk, items=ITEMS, cut_offs=rules.USUAL)
    response = client_as("officer").post(url("report_day", operation, notice, tree.north), {"count_0": 8})
    assert response.status_code == 400


def test_daily_reports_end_with_the_directive(chief, officer, daily, tree):
    commands.close_directive(chief, directive_id=daily.pk)
    with pytest.raises(problems.NotInForce):
        zero(officer, daily, tree.north)
