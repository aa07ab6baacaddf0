"""Short messages through Alibaba Cloud (阿里云短信): `SendSms`, version 2017-05-25, signed by ACS3-HMAC-SHA256."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from secrets import token_hex
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from .outcome import Outcome, Result

if TYPE_CHECKING:
    from .sms import Sms

ALGORITHM = "ACS3-HMAC-SHA256"
ACTION, VERSION = "SendSms", "2017-05-25"
NO_BODY = hashlib.sha256(b"").hexdigest()
SECONDS_TO_CONNECT, SECONDS_TO_ANSWER = 3.0, 10.0
CONNECTIONS = 32
MOST_CHARACTERS = 35  # of one variable
SERVER_ERROR = 500
# What the provider says of this number or this text: to try again would change nothing. All else is tried again, since an empty
# account, a wrong key or a template not yet approved can be mended within the life of a message.
FOR_GOOD = frozenset(
    {
        "isv.MOBILE_NUMBER_ILLEGAL",
        "isv.BLACK_KEY_CONTROL_LIMIT",
        "isv.PARAM_LENGTH_LIMIT",
        "isv.PARAM_NOT_SUPPORT_URL",
        "isv.TEMPLATE_MISSING_PARAMETERS",
        "isv.TEMPLATE_PARAMS_ILLEGAL",
        "isv.INVALID_JSON_PARAM",
        "isv.SMS_CONTENT_ILLEGAL",
    }
)


@dataclass(frozen=True, kw_only=True)
class Aliyun:
    """`templates`: our name of a template → the provider's code of the one that it approved."""

    endpoint: str
    key_id: str
    secret: str = field(repr=False)
    signature: str
    templates: Mapping[str, str]
    pool: urllib3.PoolManager = field(
        default_factory=lambda: urllib3.PoolManager(
            maxsize=CONNECTIONS,
            block=True,
            retries=False,
            timeout=urllib3.Timeout(connect=SECONDS_TO_CONNECT, read=SECONDS_TO_ANSWER),
        ),
        repr=False,
        compare=False,
    )

    def send(self, sms: "Sms") -> Result:
        if not sms.number.startswith("1"):
            return Result(Outcome.REFUSED, "landline")
        if sms.template not in self.templates:
            return Result(Outcome.LATER, "no_template")
        query = canonical_query(self._parameters(sms))
        headers = self._signed(query)
        try:
            answer = self.pool.request("POST", f"{self.endpoint}/?{query}", headers=headers, redirect=False)
        except (ConnectTimeoutError, NewConnectionError):
            return Result(Outcome.LATER, "unreachable")
        except HTTPError as error:  # the question may have arrived and its answer been lost
            return Result(Outcome.UNKNOWN, type(error).__name__)
        return read_answer(answer.status, answer.data)

    def _parameters(self, sms: "Sms") -> dict[str, str]:
        values = {name: value[:MOST_CHARACTERS] for name, value in sms.variables.items()}
        return {
            "PhoneNumbers": sms.number,
            "SignName": self.signature,
            "TemplateCode": self.templates[sms.template],
            "TemplateParam": json.dumps(values, ensure_ascii=False, separators=(",", ":")),
            "OutId": sms.key,
        }

    def _signed(self, query: str) -> dict[str, str]:
        headers = {
            "host": urlsplit(self.endpoint).netloc,
            "x-acs-action": ACTION,
            "x-acs-content-sha256": NO_BODY,
            "x-acs-date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),  # they refuse what is 15 min old
            "x-acs-signature-nonce": token_hex(16),
            "x-acs-version": VERSION,
        }
        return headers | {
            "Authorization": authorization(
                method="POST", query=query, headers=headers, key_id=self.key_id, secret=self.secret
            )
        }


def canonical_query(parameters: Mapping[str, str]) -> str:
    """By name, percent-encoded as RFC 3986 has it.

    >>> canonical_query({"b": "a b", "a": "~*"})
    'a=~%2A&b=a%20b'
    """
    return "&".join(
        f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in sorted(parameters.items())
    )


def authorization(*, method: str, query: str, headers: Mapping[str, str], key_id: str, secret: str) -> str:
    """The header that proves who asks, for a request to / without a body."""
    names = sorted(headers)
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in names)
    request = "\n".join([method, "/", query, lines, ";".join(names), NO_BODY])
    to_sign = f"{ALGORITHM}\n{hashlib.sha256(request.encode()).hexdigest()}"
    signature = hmac.new(secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    return f"{ALGORITHM} Credential={key_id},SignedHeaders={';'.join(names)},Signature={signature}"


def read_answer(status: int, body: bytes) -> Result:
    """What an answer means; one that is not JSON comes from something between us and the provider."""
    try:
        code = str(json.loads(body)["Code"])
    except (ValueError, KeyError, TypeError):
        return Result(Outcome.LATER, f"http_{status}")
    if code == "OK":
        return Result(Outcome.SENT)
    if status < SERVER_ERROR and code in FOR_GOOD:
        return Result(Outcome.REFUSED, code)
    return Result(Outcome.LATER, code)
