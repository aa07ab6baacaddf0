"""Named parts, one after the other, in a stream: what a backup holds, before it is sealed.

length of the name (2 bytes), name, then pieces: length (4 bytes), bytes; a piece of length 0 ends the part, a name of length 0
the archive
"""

from collections.abc import Iterable, Iterator
from typing import Protocol

NAME, PIECE = 2, 4
MOST = 1024 * 1024


class Writes(Protocol):
    def write(self, data: bytes) -> object: ...


class Reads(Protocol):
    def read(self, count: int) -> bytes: ...


def write_part(out: Writes, name: str, pieces: Iterable[bytes]) -> None:
    encoded = name.encode()
    out.write(len(encoded).to_bytes(NAME) + encoded)
    for piece in filter(None, pieces):
        out.write(len(piece).to_bytes(PIECE) + piece)
    out.write(bytes(PIECE))


def write_end(out: Writes) -> None:
    out.write(bytes(NAME))


def parts(source: Reads) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Each part's name and pieces; what a reader leaves of a part is skipped. Ends only where the archive does."""
    while length := int.from_bytes(source.read(NAME)):
        name = source.read(length).decode()
        pieces = _pieces(source)
        yield name, pieces
        for _left in pieces:
            pass
    assert not source.read(1), "nothing follows the end"


def _pieces(source: Reads) -> Iterator[bytes]:
    while length := int.from_bytes(source.read(PIECE)):
        left = length
        while left:
            piece = source.read(min(left, MOST))
            assert piece, "a sealed stream ends nowhere but at its end"
            left -= len(piece)
            yield piece
