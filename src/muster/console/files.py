"""Where received files wait: under random names, for the server's user alone, until they were brought in or a day has passed."""

import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

ONLY_OURS, FOLDER_ONLY_OURS = 0o600, 0o700


@dataclass(frozen=True, slots=True)
class Kept:
    name: str
    size: int
    sha256: str


def keep(chunks: Iterable[bytes]) -> Kept:
    """Write a file down as it comes."""
    folder = _folder()
    folder.mkdir(mode=FOLDER_ONLY_OURS, parents=True, exist_ok=True)
    name = secrets.token_hex(16)
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_OURS)
    with os.fdopen(descriptor, "wb") as file:
        for chunk in chunks:
            digest.update(chunk)
            size += file.write(chunk)
    return Kept(name, size, digest.hexdigest())


def fresh() -> str:
    """The name of a new, empty file that nobody else may read."""
    return keep(()).name


def place_of(name: str) -> Path:
    return _folder() / name


def forget(name: str) -> None:
    if name:
        place_of(name).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.UPLOADS)
