from datetime import UTC, datetime
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from muster.kernel import crypto
from muster.kernel.models import DataKey
from muster.kernel.problems import KeyDestroyed

pytestmark = pytest.mark.django_db


@given(st.text(min_size=1))
def test_what_is_sealed_can_be_read_and_is_not_seen(text):
    (sealed,) = crypto.seal([text])
    assert crypto.unseal(sealed) == text
    assert len(text) < 4 or text.encode() not in sealed


def test_the_same_text_is_sealed_differently_each_time_and_found_by_its_index():
    one, other = crypto.seal(["512925189001010013", "512925189001010013"])
    assert one != other
    assert len(set(crypto.blind_index(["a", "a", "b"]))) == 2


def test_nothing_stays_nothing():
    assert crypto.seal([None, ""]) == crypto.blind_index([None, ""]) == [None, None]


def test_a_value_of_one_scope_does_not_open_in_another():
    (sealed,) = crypto.seal(["secret"], scope_id=uuid4())
    with pytest.raises(InvalidTag):
        crypto.unseal(sealed, scope_id=uuid4())


def test_a_tampered_value_does_not_open():
    (sealed,) = crypto.seal(["secret"])
    with pytest.raises(InvalidTag):
        crypto.unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]))


def test_a_destroyed_key_destroys_what_it_sealed():
    scope = uuid4()
    (sealed,) = crypto.seal(["secret"], scope_id=scope)
    crypto.destroy_key(scope, now=datetime.now(UTC))
    with pytest.raises(KeyDestroyed):
        crypto.unseal(sealed, scope_id=scope)
    with pytest.raises(KeyDestroyed):
        crypto.seal(["more"], scope_id=scope)


def test_a_key_that_was_rolled_back_is_not_used_again():
    scope = uuid4()
    with transaction.atomic():
        crypto.seal(["lost with its key"], scope_id=scope)
        crypto.seal(["and this"], scope_id=scope)
        transaction.set_rollback(True)
    (sealed,) = crypto.seal(["kept"], scope_id=scope)
    crypto.forget_keys()
    assert crypto.unseal(sealed, scope_id=scope) == "kept"
    assert DataKey.objects.filter(scope_id=scope).count() == 1
