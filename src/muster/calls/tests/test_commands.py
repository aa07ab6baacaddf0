"""Calling, coming forward, answering."""

import pytest

from muster.calls import commands, particulars, problems, tokens
from muster.calls.models import Asked, Call, Knock, Offer
from muster.kernel import crypto
from muster.kernel.models import Entry
from muster.kernel.problems import NotAllowed, NotFound
from muster.people.models import Person
from muster.staffing import problems as staffing_problems
from muster.staffing.models import Assignment, Seat
from muster.staffing.tests import town as towns
from muster.teams import commands as teams
from muster.teams.models import Team

from .conftest import form, later, newest_code


def state_of(offer):
    return Offer.objects.get(pk=offer.pk).state


def promise_of(offer):
    return Offer.objects.get(pk=offer.pk).promise


def taken(call):
    return Call.objects.get(pk=call.pk).taken


# Calls.


def test_only_who_plans_there_calls(open_call, tree, officer, stranger, auditor, member):
    assert open_call().unit == tree.riverside
    for who, problem in ((stranger, NotFound), (auditor, NotAllowed), (member, NotFound)):
        with pytest.raises(problem):
            open_call(who=who)


@pytest.mark.parametrize("wrong", [{"needed": 0}, {"minutes": 0}, {"minutes": 100_000}])
def test_a_call_needs_some_and_promises_a_time(open_call, wrong):
    with pytest.raises(problems.OutOfRange):
        open_call(**wrong)


def test_a_call_names_a_team_of_its_own_unit(open_call, officer, operation, tree):
    team = teams.create_team(
        officer, operation_id=operation.pk, unit_id=tree.hillside.pk, kind="vanguard", name="Hill"
    )
    with pytest.raises(problems.WrongTeam):
        open_call(team_id=team.pk)


def test_closing_thanks_everyone_who_still_waits(call, join, officer):
    first, second, third = (join(call, n) for n in range(3))
    commands.assign_offer(officer, offer_id=first.pk)
    commands.close_call(officer, call_id=call.pk)
    assert [state_of(one) for one in (first, second, third)] == ["assigned", "released", "released"]
    assert [promise_of(one) for one in (first, second, third)] == ["kept"] * 3
    with pytest.raises(problems.CallClosed):
        join(call, 4)


# Coming forward.


def test_a_stranger_comes_forward_with_a_code_and_no_account(call, nobody):
    offer = commands.sign_up(nobody, token=call.token, form=form())
    token = tokens.of_offer(offer.pk)
    commands.send_code(nobody, token=token, address="192.0.2.7")
    assert state_of(offer) == "unconfirmed"
    wrong = commands.confirm(nobody, token=token, code="x")
    assert (wrong.problem.code, state_of(offer)) == ("messages.code_wrong", "unconfirmed")
    right = commands.confirm(nobody, token=token, code=newest_code())
    assert (right.problem, right.offer.state, right.offer.promise) == (None, "received", "pending")
    assert (right.offer.due_at - nobody.now).total_seconds() == 3600
    assert commands.confirm(nobody, token=token, code="x").offer.pk == offer.pk  # confirmed is confirmed


def test_without_a_provider_what_was_typed_stays(call, nobody, settings):
    settings.MUSTER_SMS_PROVIDER = ""
    offer = commands.sign_up(nobody, token=call.token, form=form())
    problem = commands.send_code(nobody, token=tokens.of_offer(offer.pk), address="")
    assert problem.code == "messages.no_provider"
    assert particulars.opened(Offer.objects.get()).name == "王小0"


def test_the_same_form_sent_twice_is_one_offer_and_may_mend_it(call, nobody):
    sent = form()
    first = commands.sign_up(nobody, token=call.token, form=sent)
    second = commands.sign_up(nobody, token=call.token, form=form(key=sent.key, phone="13911110000"))
    assert first.pk == second.pk
    assert particulars.opened(Offer.objects.get()).phone == "13911110000"


def test_the_same_phone_comes_forward_once_a_call(call, open_call, join, nobody):
    first = join(call)
    again = join(call, at=later(nobody, minutes=2))
    assert (again.pk, Offer.objects.count(), taken(call)) == (first.pk, 1, 1)
    elsewhere = join(open_call(title="Kitchen"), at=later(nobody, minutes=4))
    assert elsewhere.pk != first.pk


def test_who_withdrew_may_come_forward_again(call, join, nobody):
    first = join(call)
    commands.withdraw(nobody, token=tokens.of_offer(first.pk))
    again = join(call, at=later(nobody, minutes=2))
    assert (state_of(first), again.state, taken(call)) == ("withdrawn", "received", 1)


def test_places_are_given_in_order_and_the_rest_wait(call, join):
    states = [join(call, n).state for n in range(4)]
    assert (states, taken(call)) == (["received", "received", "waiting", "waiting"], 2)


def test_a_place_that_becomes_free_goes_to_whoever_waits_longest(call, join, nobody):
    first, _, third, fourth = (join(call, n, at=later(nobody, seconds=n)) for n in range(4))
    commands.withdraw(nobody, token=tokens.of_offer(first.pk))
    assert (state_of(third), state_of(fourth), taken(call)) == ("received", "waiting", 2)


def test_what_people_tell_is_sealed_under_the_operations_key(call, join, operation, nobody):
    offer = join(call, words="Nights only")
    kept = Offer.objects.get(pk=offer.pk)
    assert b"138" not in bytes(kept.phone)
    assert particulars.opened(kept).words == "Nights only"
    crypto.destroy_key(operation.pk, now=nobody.now)
    assert particulars.opened(kept) == particulars.Particulars(name="–")


def test_the_journal_and_the_log_name_nobody(call, join, officer):
    offer = join(call, name="李雷")
    commands.assign_offer(officer, offer_id=offer.pk)
    commands.show_number(officer, offer_id=offer.pk)
    written = " ".join(f"{entry.event} {entry.about}" for entry in Entry.objects.all())
    assert "calls.came_forward" in written
    assert "calls.number_shown" in written
    assert "李雷" not in written
    assert "1380000" not in written


def test_unconfirmed_offers_are_deleted_after_a_day(call, nobody, system):
    commands.sign_up(nobody, token=call.token, form=form())
    assert commands.watch_promises(later(system, hours=23)).deleted == 0
    assert commands.watch_promises(later(system, hours=25)).deleted == 1
    assert not Offer.objects.exists()


def test_a_flood_from_one_address_is_held_off_and_the_address_is_not_kept(db, nobody, monkeypatch, system):
    monkeypatch.setattr("muster.calls.rules.KNOCKS_A_MINUTE", 2)
    assert [commands.count_knock(nobody, address="192.0.2.7") for _ in range(3)] == [True, True, False]
    assert commands.count_knock(nobody, address="192.0.2.8")
    assert commands.count_knock(later(nobody, minutes=1), address="192.0.2.7")
    assert b"192.0.2.7" not in b"".join(bytes(one.source) for one in Knock.objects.all())
    commands.watch_promises(later(system, hours=2))
    assert not Knock.objects.exists()


def test_an_officer_writes_down_who_comes_in_person(call, officer, stranger, member):
    sent = form(phone="none")
    offer = commands.take_down(officer, call_id=call.pk, form=sent)
    assert commands.take_down(officer, call_id=call.pk, form=sent).pk == offer.pk
    assert offer.state == "received"
    with pytest.raises(problems.NoNumber):
        commands.show_number(officer, offer_id=offer.pk)
    for who in (stranger, member):
        with pytest.raises(NotFound):
            commands.take_down(who, call_id=call.pk, form=form(2))


# Members.


def test_a_member_comes_forward_with_the_employer_and_at_home(
    call, open_call, officer, tree, people, actor_as, member, operation
):
    home_call = open_call(tree.hillside, title="Hill")
    (living_there,) = towns.settle(tree.hillside, 1)
    person = Person.objects.get(pk=people.hospital[0].pk)
    person.home = living_there.home
    person.save()
    nurse = type(member)(now=member.now, person_id=person.pk)
    with pytest.raises(problems.NotThere):
        commands.come_forward(nurse, call_id=call.pk, through="home")
    with pytest.raises(problems.NotThere):
        commands.come_forward(nurse, call_id=home_call.pk, through="employer")
    offer = commands.come_forward(nurse, call_id=home_call.pk, through="home")
    assert (offer.state, offer.person_id) == ("received", person.pk)
    assert commands.come_forward(nurse, call_id=home_call.pk, through="home").pk == offer.pk
    given = commands.assign_offer(officer, offer_id=offer.pk)  # whose roll is out of this officer's sight
    assert given.assignment.person_id == person.pk


# Answering.


def test_work_is_a_seat_in_a_team_formed_for_the_call(call, join, officer):
    first, second = join(call, 1), join(call, 2)
    commands.assign_offer(officer, offer_id=first.pk)
    commands.assign_offer(officer, offer_id=second.pk)
    team = Team.objects.get()
    assert Call.objects.get().team == team
    assert Assignment.objects.filter(seat__group_id=team.pk, ended_at=None).count() == 2
    names = set(Assignment.objects.values_list("person__name", flat=True))
    assert names == {"王*"}  # whoever reads the team's page learns no more


def test_work_may_be_any_vacant_seat(call, join, officer, operation, tree):
    team = teams.create_team(
        officer, operation_id=operation.pk, unit_id=tree.hillside.pk, kind="vanguard", name="Hill"
    )
    seat = Seat.objects.filter(group_id=team.pk, kind="general").first()
    offer = commands.assign_offer(officer, offer_id=join(call).pk, seat_id=seat.pk)
    assert offer.assignment.seat_id == seat.pk
    leader = Seat.objects.get(group_id=team.pk, kind="leader")
    with pytest.raises(staffing_problems.NotQualified):
        commands.assign_offer(officer, offer_id=join(call, 1).pk, seat_id=leader.pk)


def test_every_answer_within_the_time_keeps_the_promise(open_call, join, officer):
    call = open_call(needed=3)
    offers = [join(call, n) for n in range(3)]
    soon = later(officer, minutes=59)
    commands.assign_offer(soon, offer_id=offers[0].pk)
    commands.stand_by(soon, offer_id=offers[1].pk)
    commands.release_offer(soon, offer_id=offers[2].pk)
    assert [promise_of(one) for one in offers] == ["kept"] * 3
    assert [state_of(one) for one in offers] == ["assigned", "standing_by", "released"]
    assert taken(call) == 1


def test_an_answer_after_the_time_does_not_mend_a_broken_promise(call, join, officer, system):
    offer = join(call)
    assert commands.watch_promises(later(system, minutes=60)).broken == 0
    assert commands.watch_promises(later(system, minutes=61)).broken == 1
    assert commands.watch_promises(later(system, minutes=62)).broken == 0
    commands.assign_offer(later(officer, minutes=63), offer_id=offer.pk)
    assert (state_of(offer), promise_of(offer)) == ("assigned", "broken")
    entry = Entry.objects.get(event="calls.promises_broken")
    assert (entry.count, entry.unit_id) == (1, call.unit_id)


def test_a_late_answer_breaks_it_even_if_the_clock_stood_still(call, join, officer):
    offer = join(call)
    commands.stand_by(later(officer, minutes=61), offer_id=offer.pk)
    assert promise_of(offer) == "broken"


def test_who_withdraws_in_time_lifts_the_promise(call, join, nobody):
    offer = join(call)
    commands.withdraw(nobody, token=tokens.of_offer(offer.pk))
    commands.withdraw(nobody, token=tokens.of_offer(offer.pk))
    assert promise_of(offer) == "lifted"


def test_release_frees_the_seat_and_withdrawal_too(call, join, officer, nobody):
    first, second = join(call, 1), join(call, 2)
    for offer in (first, second):
        commands.assign_offer(officer, offer_id=offer.pk)
    commands.release_offer(officer, offer_id=first.pk)
    with pytest.raises(problems.OfferDecided):
        commands.assign_offer(officer, offer_id=first.pk)
    commands.stand_by(officer, offer_id=second.pk)
    assert not Assignment.objects.filter(ended_at=None).exists()
    commands.assign_offer(officer, offer_id=second.pk)
    assert Assignment.objects.filter(ended_at=None).count() == 1


def test_who_has_work_withdraws_by_their_link_and_the_seat_is_vacant(call, join, officer, nobody):
    offer = join(call, 1)
    commands.assign_offer(officer, offer_id=offer.pk)
    assert commands.withdraw(nobody, token=tokens.of_offer(offer.pk)).state == "withdrawn"
    assert not Assignment.objects.filter(ended_at=None).exists()


def test_whose_team_is_disbanded_stands_by_again(call, join, officer, system):
    offer = join(call)
    commands.assign_offer(officer, offer_id=offer.pk)
    teams.disband_team(officer, team_id=Team.objects.get().pk)
    assert commands.watch_promises(later(system, minutes=1)).freed == 1
    assert (state_of(offer), promise_of(offer)) == ("standing_by", "kept")


def test_only_who_answers_for_the_unit_answers(call, join, officer, stranger, auditor, member):
    offer = join(call)
    for who in (stranger, auditor, member):
        for act in (commands.assign_offer, commands.stand_by, commands.release_offer, commands.show_number):
            with pytest.raises((NotFound, NotAllowed)):
                act(who, offer_id=offer.pk)
    assert commands.show_number(officer, offer_id=offer.pk) == "13800000000"


def test_several_are_answered_at_once_and_one_who_cannot_is_left(open_call, join, officer, people):
    call = open_call(needed=5)
    offers = [join(call, n) for n in range(3)]
    commands.release_offer(officer, offer_id=offers[0].pk)
    found = commands.answer_offers(officer, offer_ids=[one.pk for one in offers], answer="assigned")
    assert (found.done, found.left) == (2, 1)


def test_a_firm_offers_vehicles_the_same_way(open_call, join, officer):
    call = open_call(kind="vehicles", needed=3, title="Vans")
    offer = join(call, organisation="Moving Ltd", words="Two vans with drivers")
    commands.assign_offer(officer, offer_id=offer.pk)
    kept = Offer.objects.get(pk=offer.pk)
    assert (kept.state, kept.promise, kept.person) == ("assigned", "kept", None)
    assert particulars.opened(kept).organisation == "Moving Ltd"
    assert not Team.objects.exists()


# On to another unit.


@pytest.fixture
def surplus(open_call, tree, join):
    """Riverside has one place and three people; hillside, the nearest, is short of one, lakeside of five."""
    here = open_call(needed=1)
    return {
        "here": here,
        "near": open_call(tree.hillside, needed=1, title="Hill"),
        "people": [join(here, n) for n in range(3)],
    }


def ask(actor, surplus):
    return commands.ask_on(actor, call_id=surplus["here"].pk)


def test_those_without_work_are_asked_to_help_the_nearest_unit_that_is_short(surplus, officer):
    assert ask(officer, surplus) == 1  # hillside needs one
    assert ask(officer, surplus) == 0
    asked = Asked.objects.get()
    assert (asked.offer_id, asked.call_id) == (surplus["people"][1].pk, surplus["near"].pk)


def test_a_yes_moves_them_there_with_a_place_and_a_new_promise(surplus, officer, nobody):
    ask(officer, surplus)
    before = surplus["people"][1]
    there = commands.answer_question(nobody, token=tokens.of_offer(before.pk), goes=True)
    assert (there.call_id, there.state, there.promise) == (surplus["near"].pk, "received", "pending")
    assert (state_of(before), promise_of(before)) == ("moved", "kept")
    assert particulars.opened(there).name == "王小1"


def test_a_no_needs_no_reason_and_is_not_asked_again(surplus, officer, nobody, open_call, tree, system):
    ask(officer, surplus)
    refuser = surplus["people"][1]
    commands.answer_question(nobody, token=tokens.of_offer(refuser.pk), goes=False)
    with pytest.raises(problems.NotAsked):
        commands.answer_question(nobody, token=tokens.of_offer(refuser.pk), goes=True)
    assert state_of(refuser) == "waiting"
    ask(officer, surplus)
    commands.watch_promises(later(system, minutes=1))
    assert Asked.objects.filter(offer=refuser).count() == 1
    assert not [entry for entry in Entry.objects.all() if "reason" in entry.about]


def test_the_clock_asks_on_by_itself(surplus, system):
    assert commands.watch_promises(later(system, minutes=1)).asked == 1


def test_who_says_yes_too_late_stays_where_they_are(surplus, officer, nobody, join):
    ask(officer, surplus)
    join(surplus["near"], 9)
    stays = commands.answer_question(nobody, token=tokens.of_offer(surplus["people"][1].pk), goes=True)
    assert (stays.call_id, stays.state) == (surplus["here"].pk, "waiting")


def test_nobody_is_asked_to_do_what_they_cannot(open_call, tree, join, officer):
    here = open_call(needed=1)
    open_call(tree.hillside, needed=5, title="Hill", skills=["doctor"])
    for n in range(3):
        join(here, n)
    assert commands.ask_on(officer, call_id=here.pk) == 0
