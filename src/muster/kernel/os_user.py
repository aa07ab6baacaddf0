"""Whom the database server runs as, and folders that it can reach."""

from __future__ import annotations

import errno
import os
import pwd
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class OsUser:
    """Whom the server runs as. PostgreSQL refuses root, so root lends it an unprivileged user."""

    uid: int
    gid: int

    @classmethod
    def for_data(cls, data: Path) -> OsUser:
        """The owner of data that exist; else ourselves, or for root `postgres`, or failing that `nobody`."""
        if os.getuid() != 0:
            return cls(os.getuid(), os.getgid())
        if data.is_dir() and data.stat().st_uid != 0:
            found = data.stat()
            return cls(found.st_uid, found.st_gid)
        for name in ("postgres", "nobody"):
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(entry.pw_uid, entry.pw_gid)
        raise LookupError(
            "PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to lend it"
        )

    def reaches(self, folder: Path) -> bool:
        """Whether this user can walk down to a folder; what does not exist yet is made so that it can."""
        return os.getuid() != 0 or all(
            self._enters(step.stat()) for step in (folder, *folder.parents) if step.exists()
        )

    def _enters(self, folder: os.stat_result) -> bool:
        if folder.st_uid == self.uid:
            return bool(folder.st_mode & stat.S_IXUSR)
        if folder.st_gid == self.gid:
            return bool(folder.st_mode & stat.S_IXGRP)
        return bool(folder.st_mode & stat.S_IXOTH)

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a program as this user, in a bare environment, with none of our open files."""
        root = os.getuid() == 0
        return subprocess.run(  # noqa: S603 - only the wheel's programs, no shell
            [str(word) for word in command],
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            user=self.uid if root else None,
            group=self.gid if root else None,
            extra_groups=[] if root else None,
        )

    def make_own_folder(self, folder: Path) -> None:
        """Make a folder that only this user (and root) can enter; refuse one that another made."""
        if not folder.exists():
            folder.mkdir(0o700)
            os.chown(folder, self.uid, self.gid)
            folder.chmod(0o700)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != self.uid or found.st_mode & 0o077:
            raise PermissionError(errno.EPERM, "it must be a folder of the server's user alone", str(folder))


def make_folder(folder: Path) -> None:
    """Make a folder and its missing parents. Those that exist keep their mode."""
    for step in reversed((folder, *folder.parents)):
        if not step.exists():
            step.mkdir()
            step.chmod(0o711 if os.getuid() == 0 else 0o700)  # whatever the umask
