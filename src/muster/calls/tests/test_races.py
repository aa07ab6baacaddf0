"""Two people at once, on two real connections."""

import pytest

import conftest as cast
from muster.calls import commands, tokens
from muster.calls.commands import Wanted
from muster.calls.models import Call, Offer
from muster.directives.tests.test_races import meanwhile
from muster.messages import commands as messages
from muster.staffing.tests import town as towns

from .conftest import form, newest_code


@pytest.fixture
def call(committed_db, system):
    tree = cast.make_tree(system)
    cast.make_people(tree)
    towns.make_town(system, tree)
    operation = towns.activate(system, tree)
    wanted = Wanted(title="Gate", place="North", needed=1, promise_minutes=60)
    return commands.open_call(system, operation_id=operation.pk, unit_id=tree.riverside.pk, wanted=wanted)


def filled_in(call, nobody, n, *, phone=None):
    """The token, and a confirmation of the phone: all but coming forward."""
    offer = commands.sign_up(nobody, token=call.token, form=form(n, phone=phone))
    token = tokens.of_offer(offer.pk)
    return token, confirmed(nobody, token, phone or f"1380000{n:04}")


def confirmed(nobody, token, number):
    commands.send_code(nobody, token=token, address="")
    return messages.verify_code(nobody, phone=number, code=newest_code(), purpose="come_forward")


def test_the_last_place_goes_to_one(call, nobody):
    (first, one), (second, other) = filled_in(call, nobody, 1), filled_in(call, nobody, 2)
    got, waits = meanwhile(
        lambda: commands._confirmed(nobody, first, one),
        lambda: commands._confirmed(nobody, second, other),
    )
    assert (got.state, waits.result().state) == ("received", "waiting")
    assert Call.objects.get().taken == 1


def test_who_comes_forward_twice_at_once_does_so_once(call, nobody, system):
    token, confirmation = filled_in(call, nobody, 1)
    got, same = meanwhile(
        lambda: commands._confirmed(nobody, token, confirmation),
        lambda: commands.take_down(system, call_id=call.pk, form=form(1)),
    )
    assert same.result().pk == got.pk
    assert Offer.objects.count() == 1


def test_the_same_form_sent_twice_at_once_is_one_offer(call, nobody):
    sent = form(1)
    first, second = meanwhile(
        lambda: commands.sign_up(nobody, token=call.token, form=sent),
        lambda: commands.sign_up(nobody, token=call.token, form=sent),
    )
    assert second.result().pk == first.pk
    assert Offer.objects.count() == 1
