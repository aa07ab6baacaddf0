"""Compound files, the container of old office documents: one stream taken out, one stream put in."""

import struct
from typing import BinaryIO

import olefile

from .refusals import FileRefused

SECTOR = 4_096
ENTRY, ENTRIES = 128, 32
PER_SECTOR = SECTOR // 4
FREE, END_OF_CHAIN, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
IN_HEADER = 109  # places of the allocation table that the header names: enough for 450 MB
STREAM, ROOT = 2, 5
NAME_BYTES = 64


def stream_of(file: BinaryIO, names: tuple[str, ...]) -> tuple[bytes, set[str]]:
    """The first stream of these names, and the names of everything at the top."""
    file.seek(0)
    try:
        with olefile.OleFileIO(file.read()) as container:
            tops = {entry[0].lower() for entry in container.listdir(streams=True, storages=True)}
            name = next((name for name in names if container.exists(name)), None)
            return container.openstream(name).read() if name else b"", tops
    except (
        OSError,
        ValueError,
        IndexError,
        struct.error,
        RecursionError,
        AttributeError,
        TypeError,
    ) as error:
        raise FileRefused("damaged", part="OLE") from error


def container_of(name: str, stream: bytes) -> bytes:
    """A new compound file with this stream and nothing else: its chains end, whatever those of the old one did."""
    body = stream.ljust(SECTOR, b"\0")
    body += b"\0" * (-len(body) % SECTOR)
    sectors = len(body) // SECTOR
    tables = 1
    while sectors + 2 + tables > tables * PER_SECTOR:
        tables += 1
    if tables > IN_HEADER:
        raise FileRefused("damaged", part="OLE")
    # One empty sector more: the reader wants the root to have a place for small streams.
    small, directory, first_table = sectors, sectors + 1, sectors + 2
    chain = [*range(1, sectors), *[END_OF_CHAIN] * 3, *[FAT_SECTOR] * tables]
    chain += [FREE] * (tables * PER_SECTOR - len(chain))
    entries = _entry("Root Entry", ROOT, small, 0, child=1) + _entry(name, STREAM, 0, len(body))
    entries += _entry("", 0, 0, 0) * (ENTRIES - 2)
    table = struct.pack(f"<{len(chain)}I", *chain)
    return _header(directory, first_table, tables) + body + bytes(SECTOR) + entries + table


def _header(directory: int, first_table: int, tables: int) -> bytes:
    places = [*range(first_table, first_table + tables), *[FREE] * (IN_HEADER - tables)]
    head = struct.pack("<8s16xHHHHH6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 4, 0xFFFE, 12, 6)
    head += struct.pack("<IIIIIIIII", 1, tables, directory, 0, 4_096, END_OF_CHAIN, 0, END_OF_CHAIN, 0)
    return (head + struct.pack(f"<{IN_HEADER}I", *places)).ljust(SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, size: int, *, child: int = FREE) -> bytes:
    encoded = name.encode("utf-16-le")
    length = len(encoded) + 2 if name else 0
    return struct.pack(f"<{NAME_BYTES}sHBBIII36xIQ", encoded, length, kind, 1, FREE, FREE, child, start, size)
