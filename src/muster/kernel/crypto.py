"""Encryption of personal fields: one data key per scope (an operation, or the standing roll), wrapped by the master key.

Format of a sealed value: one version byte, a 12-byte nonce, then AES-256-GCM of the text with the scope's id as associated data.
Blind indexes are the first 16 bytes of HMAC-SHA256 under a key derived from the master key, so that equal values can be found
without being read.
"""

import hashlib
import hmac
import os
from base64 import urlsafe_b64decode
from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import connection

from .models import DataKey
from .problems import KeyDestroyed

STANDING = UUID(int=0)  # the roll, which outlives any operation
VERSION = b"\x01"
NONCE_BYTES = 12
KEY_BYTES = 32
INDEX_BYTES = 16

_ciphers: dict[UUID, AESGCM] = {}


def seal(texts: Iterable[str | None], *, scope_id: UUID = STANDING) -> list[bytes | None]:
    """Encrypt texts under the scope's key; None and "" stay None."""
    cipher, bound = _cipher(scope_id), scope_id.bytes
    return [_seal_one(cipher, bound, text) if text else None for text in texts]


def unseal(sealed: bytes | memoryview, *, scope_id: UUID = STANDING) -> str:
    """Decrypt one value. Raises KeyDestroyed when the scope's key is gone, InvalidTag when it was tampered with."""
    return _unsealed_one(_cipher(scope_id), scope_id.bytes, bytes(sealed))


def unsealed(many: Iterable[bytes | memoryview | None], *, scope_id: UUID = STANDING) -> list[str]:
    """The same for many values at once, the key fetched once; "" where there is none."""
    values = list(many)
    if not any(values):
        return [""] * len(values)
    cipher, bound = _cipher(scope_id), scope_id.bytes
    return [_unsealed_one(cipher, bound, bytes(value)) if value else "" for value in values]


def blind_index(texts: Iterable[str | None]) -> list[bytes | None]:
    """Equal texts give equal bytes; nothing else can be learnt from them without the master key."""
    key = _derived(settings.MUSTER_KEY, b"muster blind index")
    return [hmac.digest(key, text.encode(), hashlib.sha256)[:INDEX_BYTES] if text else None for text in texts]


def keyed_digest(data: bytes, *, purpose: bytes) -> bytes:
    """HMAC-SHA256 under a key of its own for each purpose: nobody without the master key can work it out."""
    return hmac.digest(_derived(settings.MUSTER_KEY, purpose), data, hashlib.sha256)


def destroy_key(scope_id: UUID, *, now: object) -> None:
    """Make everything sealed under this scope unreadable for ever."""
    DataKey.objects.filter(scope_id=scope_id, destroyed_at=None).update(wrapped=None, destroyed_at=now)
    forget_keys()


def forget_keys() -> None:
    """Drop the keys held in memory (after a destruction, or between databases)."""
    _ciphers.clear()


def _seal_one(cipher: AESGCM, bound: bytes, text: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + cipher.encrypt(nonce, text.encode(), bound)


def _unsealed_one(cipher: AESGCM, bound: bytes, raw: bytes) -> str:
    nonce, secret = raw[1 : 1 + NONCE_BYTES], raw[1 + NONCE_BYTES :]
    return cipher.decrypt(nonce, secret, bound).decode()


def _cipher(scope_id: UUID) -> AESGCM:
    if (held := _ciphers.get(scope_id)) is not None:
        return held
    wrapping = AESGCM(_derived(settings.MUSTER_KEY, b"muster key wrapping"))
    nonce, fresh = os.urandom(NONCE_BYTES), os.urandom(KEY_BYTES)
    # Two processes may meet here: the first row wins and both use it.
    row, _ = DataKey.objects.get_or_create(
        scope_id=scope_id, defaults={"wrapped": nonce + wrapping.encrypt(nonce, fresh, scope_id.bytes)}
    )
    if row.wrapped is None:
        raise KeyDestroyed
    wrapped = bytes(row.wrapped)
    cipher = AESGCM(wrapping.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], scope_id.bytes))
    if not connection.in_atomic_block:  # a transaction may yet be rolled back, and a key that it made with it
        _ciphers[scope_id] = cipher
    return cipher


@lru_cache(maxsize=8)
def _derived(master: str, purpose: bytes) -> bytes:
    secret = urlsafe_b64decode(master)
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(secret)
