"""What can go wrong with a backup."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from .problems import Problem, Words


@dataclass(eq=False)
class NotABackup(Problem):
    code = "kernel.not_a_backup"
    title = _("This file is no backup of Muster.")
    remedy = _("Name a file that `muster backup` made.")


@dataclass(eq=False)
class WrongPassphrase(Problem):
    code = "kernel.wrong_passphrase"
    title = _("This passphrase does not open the backup.")
    text = _("It is another one, or the first bytes of the file were altered.")
    remedy = _("Try the passphrase that was in use when it was made. Without it nobody can open it.")


@dataclass(eq=False)
class WeakPassphrase(Problem):
    least: int

    code = "kernel.weak_passphrase"
    title = _("This passphrase is too short.")
    text = _(
        "Whoever finds the file can try passphrases day and night: it needs at least {least} characters."
    )
    remedy = _("Choose several words, write them down, and keep them apart from the backups.")


@dataclass(eq=False)
class BackupDamaged(Problem):
    code = "kernel.backup_damaged"
    title = _("This backup was altered or damaged.")
    text = _("A part of it does not open: a disk or a transfer failed, or somebody changed it.")
    remedy = _("Use another copy of it, or the backup before.")


@dataclass(eq=False)
class BackupTruncated(Problem):
    code = "kernel.backup_truncated"
    title = _("This backup is not whole.")
    text = _("It was cut: its end is missing.")
    remedy = _("Copy it again, or use the backup before.")


@dataclass(eq=False)
class BackupTooNew(Problem):
    version: str

    code = "kernel.backup_too_new"
    title = _("This backup was made by a newer Muster.")
    text = _("It is of version {version}, whose tables this one does not know.")
    remedy = _("Install that version, and restore with it.")


@dataclass(eq=False)
class NotEmpty(Problem):
    place: str

    code = "kernel.not_empty"
    title = _("There is an installation with data here already.")
    text = _("{place} holds data, and a restore never writes over them.")
    remedy = _("Name an empty folder in MUSTER_HOME, or move the old one away, and restore again.")


@dataclass(eq=False)
class StillRunning(Problem):
    code = "kernel.still_running"
    title = _("Muster is running here.")
    remedy = _("End it with `muster stop`, and restore again.")


@dataclass(eq=False)
class FileExists(Problem):
    place: str

    code = "kernel.file_exists"
    title = _("There is a file of this name already.")
    text = "{place}"
    remedy = _("Name another: a backup is never written over.")


@dataclass(eq=False)
class ProgramFailed(Problem):
    """`pg_dump` or `pg_restore`, with its last words."""

    words: str

    code = "kernel.database_program_failed"
    title = _("The database could not be read or written.")
    text = "{words}"
    kept: ClassVar[Words] = _("What was there before is as it was.")
    remedy = _("Mend what is said above, then try again.")
