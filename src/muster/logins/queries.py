"""What the pages of logging in show."""

from uuid import UUID

from muster.messages import codes, sms
from muster.messages.models import PhoneCode


def has_codes() -> bool:
    """Whether anybody can be sent a code here."""
    return sms.provider() is not None


def shown_code(code_id: UUID) -> str:
    """The digits, where nothing is sent and the page shows them: a demonstration."""
    code = PhoneCode.objects.filter(pk=code_id).first()
    return codes.shown_on_screen(code) if code else ""
