"""Where a request came from."""

import pytest
from django.test import RequestFactory

from muster.kernel.requests import client_address


@pytest.mark.parametrize(
    ("is_behind_proxy", "forwarded", "address"),
    [
        (False, "203.0.113.9", "127.0.0.1"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (True, "", "127.0.0.1"),
    ],
)
def test_only_the_declared_proxy_is_believed_and_only_its_own_word(
    settings, is_behind_proxy, forwarded, address
):
    settings.HTTPS = is_behind_proxy
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded} if forwarded else {})
    assert client_address(request) == address
