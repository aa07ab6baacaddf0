"""Members with phones, and what is said to them."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from muster.kernel import crypto
from muster.messages.commands import About
from muster.people.models import Person
from tests.chat_double import ChatDouble
from tests.chat_double import running as chats_running


def number_of(person: Person) -> str:
    return crypto.unseal(Person.objects.get(pk=person.pk).phone)


@pytest.fixture
def phones(people: SimpleNamespace) -> SimpleNamespace:
    """Everybody has a phone."""
    give_phones()
    return people


def give_phones() -> None:
    persons = list(Person.objects.order_by("pk"))
    for n, (person, sealed) in enumerate(
        zip(persons, crypto.seal([f"139{n:08}" for n in range(len(persons))]), strict=True)
    ):
        person.phone = sealed
        person.phone_index = crypto.blind_index([f"139{n:08}"])[0]
        person.save()


@pytest.fixture
def about() -> About:
    return About(
        purpose="directives.acceptance",
        subject_id=uuid4(),
        template="remind",
        variables={"number": "演组发〔2020〕5号", "title": "关于防控的通知"},
        path="/o/1/directives/2/",
        life=timedelta(hours=24),
    )


@pytest.fixture
def chats(settings) -> Iterator[ChatDouble]:
    with chats_running() as double:
        settings.MUSTER_WEBHOOK_HOSTS = ["127.0.0.1"]
        yield double
