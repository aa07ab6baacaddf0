"""The link of one person's answer: whoever was sent it needs no log-in, and can answer for nobody else."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from muster.kernel.crypto import keyed_digest

PURPOSE = b"muster answers to a muster call"
MARK_BYTES = 11  # with an id, 27 bytes: 36 letters


def token_of(asked_id: UUID) -> str:
    return urlsafe_b64encode(asked_id.bytes + _mark(asked_id.bytes)).decode().rstrip("=")


def asked_of(token: str) -> UUID | None:
    """Whose answer the link is; None for what we never sent."""
    try:
        raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return None
    found, mark = raw[:16], raw[16:]
    return UUID(bytes=found) if len(found) == 16 and hmac.compare_digest(mark, _mark(found)) else None  # noqa: PLR2004 - of a UUID


def _mark(asked: bytes) -> bytes:
    return keyed_digest(asked, purpose=PURPOSE)[:MARK_BYTES]
