"""Encryption of personal fields: one data key per scope (an operation, or the standing roll), wrapped by the master key.

Format of a sealed value: one byte that numbers the key, a 12-byte nonce, then AES-256-GCM of the text with the scope's id as
associated data.
Blind indexes are the first 16 bytes of HMAC-SHA256 under a key derived from the master key, so that equal values can be found
without being read.
"""

import hashlib
import hmac
import os
import time
from base64 import urlsafe_b64decode
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import connection

from .models import DataKey, OlderKey
from .problems import KeyDestroyed

STANDING = UUID(int=0)  # the roll, which outlives any operation
NONCE_BYTES = 12
KEY_BYTES = 32
INDEX_BYTES = 16

TRUSTED_SECONDS = 60  # how long a process goes on with a key that another may have renewed or destroyed
MOST_GENERATIONS = 255


@dataclass(slots=True)
class Held:
    """A key in memory, and those before it that were needed."""

    generation: int
    cipher: AESGCM
    until: float
    older: dict[int, AESGCM] = field(default_factory=dict)


_held: dict[UUID, Held] = {}


def seal(texts: Iterable[str | None], *, scope_id: UUID = STANDING) -> list[bytes | None]:
    """Encrypt texts under the scope's key; None and "" stay None."""
    held, bound = _current(scope_id), scope_id.bytes
    return [_seal_one(held, bound, text) if text else None for text in texts]


def unseal(sealed: bytes | memoryview, *, scope_id: UUID = STANDING) -> str:
    """Decrypt one value. Raises KeyDestroyed when the scope's key is gone, InvalidTag when it was tampered with."""
    return _unsealed_one(scope_id, bytes(sealed))


def unsealed(many: Iterable[bytes | memoryview | None], *, scope_id: UUID = STANDING) -> list[str]:
    """The same for many values at once; "" where there is none."""
    values = list(many)
    if not any(values):
        return [""] * len(values)
    ciphers = {raw: _of_generation(scope_id, raw) for raw in {bytes(value)[0] for value in values if value}}
    return [_opened(ciphers[bytes(value)[0]], scope_id, bytes(value)) if value else "" for value in values]


def blind_index(texts: Iterable[str | None]) -> list[bytes | None]:
    """Equal texts give equal bytes; nothing else can be learnt from them without the master key."""
    key = _derived(settings.MUSTER_KEY, b"muster blind index")
    return [hmac.digest(key, text.encode(), hashlib.sha256)[:INDEX_BYTES] if text else None for text in texts]


def keyed_digest(data: bytes, *, purpose: bytes) -> bytes:
    """HMAC-SHA256 under a key of its own for each purpose: nobody without the master key can work it out."""
    return hmac.digest(_derived(settings.MUSTER_KEY, purpose), data, hashlib.sha256)


def renew_key(scope_id: UUID, *, now: datetime) -> None:
    """Seal with a new key from now on; the one before it still reads."""
    row = DataKey.objects.select_for_update().get(scope_id=scope_id)
    if row.wrapped is None:
        raise KeyDestroyed
    OlderKey.objects.create(key=row, generation=row.generation, wrapped=row.wrapped, renewed_at=now)
    row.wrapped, row.generation = _fresh(scope_id), row.generation % MOST_GENERATIONS + 1
    row.save(update_fields=["wrapped", "generation"])
    forget_keys()


def destroy_key(scope_id: UUID, *, now: object) -> None:
    """Make everything sealed under this scope unreadable for ever. Other processes forget the key within a minute."""
    OlderKey.objects.filter(key=scope_id).delete()
    DataKey.objects.filter(scope_id=scope_id, destroyed_at=None).update(wrapped=None, destroyed_at=now)
    forget_keys()


def forget_keys() -> None:
    """Drop the keys held in memory (after a destruction, or between databases)."""
    _held.clear()


def _seal_one(held: Held, bound: bytes, text: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return bytes([held.generation]) + nonce + held.cipher.encrypt(nonce, text.encode(), bound)


def _unsealed_one(scope_id: UUID, raw: bytes) -> str:
    return _opened(_of_generation(scope_id, raw[0]), scope_id, raw)


def _opened(cipher: AESGCM, scope_id: UUID, raw: bytes) -> str:
    nonce, secret = raw[1 : 1 + NONCE_BYTES], raw[1 + NONCE_BYTES :]
    return cipher.decrypt(nonce, secret, scope_id.bytes).decode()


def _of_generation(scope_id: UUID, generation: int) -> AESGCM:
    """The key that sealed a value: mostly the one of today; else one before it, or one that another process has made since."""
    if (held := _current(scope_id)).generation == generation:
        return held.cipher
    if (cipher := held.older.get(generation)) is not None:
        return cipher
    older = OlderKey.objects.filter(key=scope_id, generation=generation).first()
    if older is not None:
        held.older[generation] = cipher = _unwrapped(scope_id, bytes(older.wrapped))
        return cipher
    _held.pop(scope_id, None)
    if (anew := _current(scope_id)).generation == generation:
        return anew.cipher
    raise KeyDestroyed


def _current(scope_id: UUID) -> Held:
    held = _held.get(scope_id)
    if held is not None and time.monotonic() < held.until:
        return held
    # Two processes may meet here: the first row wins and both use it.
    row, _ = DataKey.objects.get_or_create(scope_id=scope_id, defaults={"wrapped": _fresh(scope_id)})
    if row.wrapped is None:
        raise KeyDestroyed
    cipher = _unwrapped(scope_id, bytes(row.wrapped))
    held = Held(row.generation, cipher, until=time.monotonic() + TRUSTED_SECONDS)
    if not connection.in_atomic_block:  # a transaction may yet be rolled back, and a key that it made with it
        _held[scope_id] = held
    return held


def _fresh(scope_id: UUID) -> bytes:
    nonce, fresh = os.urandom(NONCE_BYTES), os.urandom(KEY_BYTES)
    return nonce + _wrapping().encrypt(nonce, fresh, scope_id.bytes)


def _unwrapped(scope_id: UUID, wrapped: bytes) -> AESGCM:
    return AESGCM(_wrapping().decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], scope_id.bytes))


def _wrapping() -> AESGCM:
    return AESGCM(_derived(settings.MUSTER_KEY, b"muster key wrapping"))


@lru_cache(maxsize=8)
def _derived(master: str, purpose: bytes) -> bytes:
    secret = urlsafe_b64decode(master)
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(secret)
