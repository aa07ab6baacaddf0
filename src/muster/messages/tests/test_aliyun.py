"""The provider's protocol, against a double on loopback that checks signatures by itself."""

import socket

import pytest
import urllib3

from muster.messages.aliyun import Aliyun, authorization, canonical_query, read_answer
from muster.messages.outcome import Outcome
from muster.messages.sms import Sms
from tests.sms_double import KEY_ID, SECRET, SIGNATURE, TEMPLATES, SmsDouble

NUMBER = "13900000001"


def sms(**changes) -> Sms:
    about = {"number": NUMBER, "template": "code", "variables": {"code": "012345"}, "key": "k1"} | changes
    return Sms(**about)


def aliyun(endpoint: str, **changes) -> Aliyun:
    about = {"key_id": KEY_ID, "secret": SECRET, "signature": SIGNATURE, "templates": TEMPLATES} | changes
    return Aliyun(endpoint=endpoint, **about)


def quick(endpoint: str) -> Aliyun:
    """Waits less for an answer than the double takes."""
    return aliyun(endpoint, pool=urllib3.PoolManager(retries=False, timeout=0.05))


def test_a_request_is_signed_as_the_provider_documents_it():
    # The worked example of the provider's own documentation.
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
    }
    query = canonical_query(
        {"RegionId": "cn-shanghai", "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"}
    )
    signed = authorization(
        method="POST", query=query, headers=headers, key_id="YourAccessKeyId", secret="YourAccessKeySecret"
    )
    assert signed.endswith("Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0")


def test_a_message_arrives_with_signature_template_variables_and_key(sms_double: SmsDouble):
    result = aliyun(sms_double.endpoint).send(sms(variables={"name": "王 小+明&", "code": "012345"}))
    assert result.outcome == Outcome.SENT
    (received,) = sms_double.sent
    assert (received.number, received.template, received.key) == (NUMBER, "SMS_1001", "k1")
    assert received.variables == {"name": "王 小+明&", "code": "012345"}


def test_a_long_value_is_cut_to_what_the_provider_takes(sms_double: SmsDouble):
    aliyun(sms_double.endpoint).send(sms(variables={"title": "长" * 80}))
    assert sms_double.sent[0].variables == {"title": "长" * 35}


@pytest.mark.parametrize(
    ("mode", "outcome", "reason"),
    [
        ("fail", Outcome.LATER, "ServiceUnavailable"),
        ("busy", Outcome.LATER, "isv.BUSINESS_LIMIT_CONTROL"),
        ("refuse", Outcome.REFUSED, "isv.MOBILE_NUMBER_ILLEGAL"),
        ("drop", Outcome.UNKNOWN, "ProtocolError"),
    ],
)
def test_what_the_provider_does_is_an_outcome(sms_double: SmsDouble, mode, outcome, reason):
    sms_double.mode = mode
    result = aliyun(sms_double.endpoint).send(sms())
    assert (result.outcome, result.reason) == (outcome, reason)


def test_an_answer_that_comes_too_late_leaves_it_open_whether_it_was_sent(sms_double: SmsDouble):
    sms_double.mode, sms_double.delay = "delay", 0.3
    assert quick(sms_double.endpoint).send(sms()).outcome == Outcome.UNKNOWN


def test_nobody_listening_means_later():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound and not listening: refused at once
        result = aliyun(f"http://127.0.0.1:{unused.getsockname()[1]}").send(sms())
    assert (result.outcome, result.reason) == (Outcome.LATER, "unreachable")


def test_a_wrong_secret_is_refused_by_the_provider_and_tried_again_later(sms_double: SmsDouble):
    result = aliyun(sms_double.endpoint, secret="wrong").send(sms())
    assert (result.outcome, result.reason) == (Outcome.LATER, "SignatureDoesNotMatch")
    assert sms_double.sent == []


def test_a_landline_or_an_unknown_template_asks_nobody(sms_double: SmsDouble):
    provider = aliyun(sms_double.endpoint)
    assert provider.send(sms(number="08262222222")).outcome == Outcome.REFUSED
    assert provider.send(sms(template="none")).reason == "no_template"
    assert sms_double.asked == 0


def test_an_answer_that_is_not_json_means_later():
    assert read_answer(502, b"<html>bad gateway</html>").reason == "http_502"
    assert read_answer(200, b"[]").outcome == Outcome.LATER


def test_a_message_does_not_show_its_number_or_words():
    assert NUMBER not in repr(sms())
    assert "012345" not in repr(sms())
    assert SECRET not in repr(aliyun("http://127.0.0.1:1"))
