"""People with phones, and a provider that takes messages to them."""

import pytest

from muster.kernel import crypto
from muster.people.models import Person


def give_phone(person: Person, number: str) -> str:
    (sealed,), (index,) = crypto.seal([number]), crypto.blind_index([number])
    Person.objects.filter(pk=person.pk).update(phone=sealed, phone_index=index)
    return number


@pytest.fixture
def screen(settings) -> None:
    """Codes are shown on the page, as in a demonstration."""
    settings.MUSTER_SMS_PROVIDER = "screen"
