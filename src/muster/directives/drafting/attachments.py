"""Which files may go with a directive: known by what they hold, not by what they are called."""

from pathlib import PurePath

from muster.directives.problems import EmptyFile, FileTooLarge, UnknownFile

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 20
MOST_FILES = 10
OFFICE = "application/vnd.openxmlformats-officedocument"
# Ending: (type, what it begins with). Nothing that a browser would run, and no macros.
TYPES: dict[str, tuple[str, bytes]] = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".docx": (f"{OFFICE}.wordprocessingml.document", b"PK\x03\x04"),
    ".xlsx": (f"{OFFICE}.spreadsheetml.sheet", b"PK\x03\x04"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
}


def type_of(name: str, content: bytes) -> str:
    """The type under which it is given out again."""
    if not content:
        raise EmptyFile(name)
    if len(content) > MOST_MEGABYTES * MEGABYTE:
        raise FileTooLarge(name, MOST_MEGABYTES)
    content_type, beginning = TYPES.get(PurePath(name).suffix.lower(), ("", b""))
    if not content_type or not content.startswith(beginning):
        raise UnknownFile(name)
    return content_type
