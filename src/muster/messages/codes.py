"""The digits of a code, worked out from its id by a key: so that none is stored, and a retry sends the same."""

from django.conf import settings

from muster.kernel.crypto import keyed_digest

from . import rules
from .models import PhoneCode
from .sms import ON_SCREEN, Sms

PURPOSE_OF_KEY = b"muster phone codes"
TEMPLATE = "code"


def digits(code: PhoneCode) -> str:
    return rules.code_of(keyed_digest(code.pk.bytes + bytes(code.phone_index), purpose=PURPOSE_OF_KEY))


def message(code: PhoneCode, *, number: str) -> Sms:
    return Sms(number=number, template=TEMPLATE, variables={"code": digits(code)}, key=code.pk.hex)


def shown_on_screen(code: PhoneCode) -> str:
    """The digits where the settings say that nothing is sent and the page shows them (a demonstration); else nothing."""
    return digits(code) if settings.MUSTER_SMS_PROVIDER == ON_SCREEN else ""
