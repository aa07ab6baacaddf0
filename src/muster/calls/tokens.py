"""The secret in the link of somebody's own page: the offer's id and a mark that only this installation can make. Kept nowhere."""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from contextlib import suppress
from uuid import UUID

from muster.kernel.crypto import INDEX_BYTES, blind_index

ID_BYTES = 16


def of_call() -> str:
    """Short enough for a QR code that is read from across a street."""
    return secrets.token_urlsafe(6)


def of_offer(offer_id: UUID) -> str:
    return urlsafe_b64encode(offer_id.bytes + _mark(offer_id)).decode().rstrip("=")


def offer_in(token: str) -> UUID | None:
    """The offer that a link names, if we made the link."""
    with suppress(Error, ValueError):
        raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        if len(raw) == ID_BYTES + INDEX_BYTES:
            offer_id = UUID(bytes=raw[:ID_BYTES])
            return offer_id if hmac.compare_digest(raw[ID_BYTES:], _mark(offer_id)) else None
    return None


def _mark(offer_id: UUID) -> bytes:
    (mark,) = blind_index([f"calls.offer {offer_id}"])
    return mark or b""
