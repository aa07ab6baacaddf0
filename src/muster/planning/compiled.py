"""Compiling hot loops, with a cache on disk that a change anywhere in this library leaves behind.

numba's own cache looks at one file at a time: a loop would go on running the old code of a function that it calls
in another file.
"""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import Any, TypeVar, cast

from numba import config, njit

Loop = TypeVar("Loop", bound=Callable[..., Any])

HOME = Path(__file__).parent


def _source() -> str:
    digest = sha256()
    for file in sorted(
        {*HOME.rglob("*.py")} - {*HOME.glob("tests/*"), *HOME.glob("tool/*")}
    ):  # no loops there
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


CACHE = HOME / "__pycache__" / f"loops-{_source()}"


def compiled(loop: Loop) -> Loop:
    """Compile on the first call, or load what was compiled before; runs without the interpreter's lock.

    Where the library's folder cannot be written, numba keeps its cache with the user.
    """
    settings: Any = config
    before, settings.CACHE_DIR = settings.CACHE_DIR, str(CACHE)
    try:
        fast: Any = njit(nogil=True, cache=True)(loop)
    finally:
        settings.CACHE_DIR = before
    return cast("Loop", fast)


def forget_old() -> None:
    """Remove what was compiled from source that is no longer here."""
    for folder in CACHE.parent.glob("loops-*"):
        if folder != CACHE:
            rmtree(folder, ignore_errors=True)
