"""The secret of a link that is given to one person: an id, and a mark that only this installation can make. Kept nowhere."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from .crypto import keyed_digest

ID_BYTES, MARK_BYTES = 16, 11  # together 36 letters


def token_of(thing_id: UUID, *, purpose: bytes) -> str:
    return urlsafe_b64encode(thing_id.bytes + _mark(thing_id.bytes, purpose)).decode().rstrip("=")


def id_in(token: str, *, purpose: bytes) -> UUID | None:
    """What the link is about; None for what we never made."""
    try:
        raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return None
    found, mark = raw[:ID_BYTES], raw[ID_BYTES:]
    is_ours = len(found) == ID_BYTES and hmac.compare_digest(mark, _mark(found, purpose))
    return UUID(bytes=found) if is_ours else None


def _mark(raw: bytes, purpose: bytes) -> bytes:
    return keyed_digest(raw, purpose=purpose)[:MARK_BYTES]
