"""A town with an operation, and a call in riverside for two people."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from muster.calls import commands, tokens
from muster.calls.commands import Wanted
from muster.calls.particulars import Form, Particulars
from muster.kernel.actor import Actor
from muster.messages.codes import digits
from muster.messages.models import PhoneCode
from muster.staffing.tests import town as towns


@pytest.fixture(autouse=True)
def english():
    """Whatever the installation speaks."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def codes_on_screen(settings):
    settings.MUSTER_SMS_PROVIDER = "screen"


@pytest.fixture
def town(system, tree, people):
    return towns.make_town(system, tree)


@pytest.fixture
def operation(town, system, tree):
    return towns.activate(system, tree)


@pytest.fixture
def open_call(officer, operation, tree):
    """`open_call(unit, needed=2, skills=["care"])`: by the officer of the north, or by `who`."""

    def open_(unit=None, *, who=None, needed=2, minutes=60, title="Night gate", **more):
        wanted = Wanted(title=title, place="North gate", needed=needed, promise_minutes=minutes, **more)
        unit = unit or tree.riverside
        return commands.open_call(who or officer, operation_id=operation.pk, unit_id=unit.pk, wanted=wanted)

    return open_


@pytest.fixture
def call(open_call):
    return open_call()


def later(actor, **span):
    return Actor(now=actor.now + timedelta(**span), person_id=actor.person_id, grants=actor.grants)


def form(n=0, *, key=None, phone=None, name=None, skills=(), **more):
    number = "" if phone == "none" else phone or f"1380000{n:04}"
    told = Particulars(name or f"王小{n}", number, **more)
    return Form(key=key or uuid4(), told=told, skills=skills)


def newest_code():
    return digits(PhoneCode.objects.latest("pk"))


@pytest.fixture
def join(nobody):
    """`join(call, n)`: the n-th stranger comes forward: the form, the code, the answer."""

    def join_(call, n=0, *, at=None, **filled):
        actor = at or nobody
        offer = commands.sign_up(actor, token=call.token, form=form(n, **filled))
        token = tokens.of_offer(offer.pk)
        assert commands.send_code(actor, token=token, address="192.0.2.7") is None
        tried = commands.confirm(actor, token=token, code=newest_code())
        assert tried.problem is None
        return tried.offer

    return join_
