"""A sealed stream opens as it was written, or says what is wrong with it."""

import io
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.kernel import sealed_stream
from muster.kernel.archives import parts, write_end, write_part
from muster.kernel.backup_problems import BackupDamaged, BackupTruncated, NotABackup, WrongPassphrase
from muster.kernel.sealed_stream import FRAME, HEADER_BYTES, TAG_BYTES, SealedReader, SealedWriter

WORD = "a passphrase of the tests"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Guessing at a passphrase must be slow; these tests need not be."""
    monkeypatch.setitem(sealed_stream.SCRYPT, "n", 2)


def sealed(data: bytes) -> bytes:
    out = io.BytesIO()
    writer = SealedWriter(out, WORD)
    writer.write(data)
    writer.finish()
    return out.getvalue()


def opened(stream: bytes, word: str = WORD) -> bytes:
    reader = SealedReader(io.BytesIO(stream), word)
    return b"".join(iter(lambda: reader.read(100_000), b""))


def frame(number: int) -> slice:
    """Where a frame of a stream lies; frame 0 is the one that tries the passphrase."""
    start = HEADER_BYTES + TAG_BYTES + (number - 1) * (FRAME + TAG_BYTES)
    return slice(start, start + FRAME + TAG_BYTES)


@pytest.mark.parametrize("size", [0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME, 3 * FRAME + 17])
def test_it_opens_as_it_was_written(size: int):
    data = os.urandom(size)
    stream = sealed(data)
    assert opened(stream) == data
    assert size < FRAME - 1 or data[:64] not in stream


def test_the_same_twice_is_sealed_otherwise():
    assert sealed(b"the same") != sealed(b"the same")


def test_another_passphrase_is_said_to_be_wrong():
    with pytest.raises(WrongPassphrase):
        opened(sealed(b"data"), "another passphrase")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 something else", b"MUSTER BACKUP 9\n" + bytes(99)])
def test_another_file_is_said_to_be_no_backup(data: bytes):
    with pytest.raises(NotABackup):
        opened(data)


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_one_altered_byte_anywhere_never_opens(data: st.DataObject):
    stream = bytearray(sealed(bytes(range(256)) * 20))
    place = data.draw(st.integers(0, len(stream) - 1))
    stream[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises((NotABackup, WrongPassphrase, BackupDamaged, BackupTruncated)):
        opened(bytes(stream))


def test_an_altered_frame_in_the_middle_is_damage():
    stream = bytearray(sealed(bytes(3 * FRAME)))
    stream[frame(2).start + 5] ^= 1
    with pytest.raises(BackupDamaged):
        opened(bytes(stream))


@pytest.mark.parametrize("size", [3 * FRAME, 3 * FRAME - 9])
def test_a_stream_that_was_cut_anywhere_is_not_whole(size: int):
    stream = sealed(bytes(size))
    for end in (
        *(len(b"MUSTER BACKUP 1\n"), HEADER_BYTES, HEADER_BYTES + 3, HEADER_BYTES + TAG_BYTES),
        *(frame(1).stop, frame(2).stop, frame(2).start + 500, len(stream) - 1),
    ):
        with pytest.raises(BackupTruncated):
            opened(stream[:end])


def test_frames_that_change_places_or_are_left_out_are_damage():
    stream = sealed(bytes(3 * FRAME + 5))
    head, one, two, rest = (
        stream[: frame(1).start],
        stream[frame(1)],
        stream[frame(2)],
        stream[frame(3).start :],
    )
    for other in (head + two + one + rest, head + one + rest, head + one + one + rest):
        with pytest.raises(BackupDamaged):
            opened(other)


def test_what_comes_after_the_end_is_damage():
    with pytest.raises((BackupDamaged, BackupTruncated)):
        opened(sealed(b"data") + b"more")


def test_parts_come_back_by_name_and_those_that_nobody_reads_are_skipped():
    out = io.BytesIO()
    write_part(out, "one", [b"a", b"", b"b"])
    write_part(out, "uploads/图.jpg", [bytes(1000)] * 3)
    write_part(out, "empty", [])
    write_end(out)
    out.seek(0)
    found = {name: b"".join(pieces) if name != "one" else None for name, pieces in parts(out)}
    assert found == {"one": None, "uploads/图.jpg": bytes(3000), "empty": b""}
