"""A stream that nobody reads, alters, shortens or reorders without the passphrase; flat memory, nothing in clear on the way.

    MAGIC, salt (16), nonce prefix (7), then frames: each a piece of at most FRAME bytes, sealed by AES-256-GCM

This is the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015): a frame's nonce is the prefix, the frame's number, and
whether it is the last. A frame that was moved, left out or altered does not open, and a stream that was cut has no last frame.
The first frame is empty: if it does not open, the passphrase is wrong. The header is bound to every frame.
"""

import os
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from .backup_problems import BackupDamaged, BackupTruncated, NotABackup, WrongPassphrase

MAGIC = b"MUSTER BACKUP 1\n"
SALT_BYTES, PREFIX_BYTES, COUNTER_BYTES, TAG_BYTES = 16, 7, 4, 16
HEADER_BYTES = len(MAGIC) + SALT_BYTES + PREFIX_BYTES
FRAME = 1024 * 1024
# 64 MB and a fifth of a second for each guess at the passphrase.
SCRYPT = {"length": 32, "n": 2**16, "r": 8, "p": 1}


class SealedWriter:
    """Seals whatever is written to it. Only `finish` makes the stream whole."""

    def __init__(self, out: BinaryIO, passphrase: str) -> None:
        header = MAGIC + os.urandom(SALT_BYTES + PREFIX_BYTES)
        self._out, self._frames, self._rest = out, _Frames(header, passphrase), bytearray()
        out.write(header)
        out.write(self._frames.seal(b"", is_last=False))

    def write(self, data: bytes) -> None:
        self._rest += data
        while len(self._rest) > FRAME:  # what fills the last frame is kept back: it must be marked as such
            self._out.write(self._frames.seal(bytes(self._rest[:FRAME]), is_last=False))
            del self._rest[:FRAME]

    def finish(self) -> None:
        self._out.write(self._frames.seal(bytes(self._rest), is_last=True))


class SealedReader:
    """Opens what a SealedWriter wrote. Whatever `read` returns is as it was written, and so is where it ends."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        header = source.read(HEADER_BYTES)
        if not header.startswith(MAGIC):
            raise NotABackup
        if len(header) < HEADER_BYTES:
            raise BackupTruncated
        self._frames, self._rest = _Frames(header, passphrase), bytearray()
        first = source.read(TAG_BYTES)
        if len(first) < TAG_BYTES:
            raise BackupTruncated
        try:
            self._frames.open(first, is_last=False)
        except InvalidTag:
            raise WrongPassphrase from None
        self._pieces = self._opened(source)

    def read(self, count: int) -> bytes:
        """So many bytes, fewer only at the end. Raises BackupDamaged or BackupTruncated."""
        while len(self._rest) < count and (piece := next(self._pieces, None)) is not None:
            self._rest += piece
        taken = bytes(self._rest[:count])
        del self._rest[:count]
        return taken

    def _opened(self, source: BinaryIO) -> Iterator[bytes]:
        frame = source.read(FRAME + TAG_BYTES)
        while True:
            after = source.read(FRAME + TAG_BYTES)
            try:
                yield self._frames.open(frame, is_last=not after)
            except InvalidTag:
                raise (BackupDamaged if after else self._what_ails_the_last(frame)) from None
            if not after:
                return
            frame = after

    def _what_ails_the_last(self, frame: bytes) -> type[BackupDamaged | BackupTruncated]:
        """A whole frame that is not marked as the last: the rest is missing. Else it is cut within, or altered: who can tell?"""
        try:
            self._frames.open(frame, is_last=False)
        except InvalidTag:
            return BackupDamaged if len(frame) == FRAME + TAG_BYTES else BackupTruncated
        return BackupTruncated


class _Frames:
    def __init__(self, header: bytes, passphrase: str) -> None:
        salt = header[len(MAGIC) : len(MAGIC) + SALT_BYTES]
        self._cipher = AESGCM(Scrypt(salt=salt, **SCRYPT).derive(passphrase.encode()))
        self._header, self._prefix, self._number = header, header[-PREFIX_BYTES:], 0

    def seal(self, piece: bytes, *, is_last: bool) -> bytes:
        sealed = self._cipher.encrypt(self._nonce(is_last), piece, self._header)
        self._number += 1
        return sealed

    def open(self, frame: bytes, *, is_last: bool) -> bytes:
        piece = self._cipher.decrypt(self._nonce(is_last), frame, self._header)
        self._number += 1
        return piece

    def _nonce(self, is_last: bool) -> bytes:  # noqa: FBT001 - private: one flag, two callers
        return self._prefix + self._number.to_bytes(COUNTER_BYTES) + bytes([is_last])
