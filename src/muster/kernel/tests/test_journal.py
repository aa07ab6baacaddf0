import time
from uuid import uuid4

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from muster.kernel import commands, queries
from muster.kernel.cluster import APP
from muster.kernel.journal import record
from muster.kernel.models import Entry, Seal, SealedEntry
from muster.kernel.problems import NotAllowed, Problem, constraint_means
from muster.kernel.seals import SEAL_SQL
from muster.kernel.statements import execute


def test_an_entry_says_who_what_and_when(chief):
    subject = uuid4()
    entry = record(chief, "units.opened", unit_id=subject, count=3, parent=subject, level="IV")
    kept = Entry.objects.get(pk=entry.pk)
    assert (kept.person_id, kept.at, kept.count) == (chief.person_id, chief.now, 3)
    assert kept.about == {"parent": str(subject), "level": "IV"}


@pytest.mark.parametrize("words", ["张三", "two words", "x" * 41])
def test_text_does_not_enter_the_journal(chief, words):
    with pytest.raises(TypeError):
        record(chief, "units.opened", name=words)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kernel_entry SET event = 'x'",
        "DELETE FROM kernel_entry",
        "TRUNCATE kernel_entry CASCADE",
        "UPDATE kernel_seal SET entries = 0",
        "DELETE FROM kernel_sealedentry",
        "ALTER TABLE kernel_entry DISABLE TRIGGER ALL",
        "DROP TABLE kernel_entry",
    ],
)
def test_the_application_cannot_rewrite_the_journal(cluster, database, db, statement):
    with (
        psycopg.connect(cluster.url(APP, database)) as application,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        application.execute(statement)


def test_an_altered_entry_breaks_its_seal(committed_db, system):
    """A block holds only entries of transactions that are over, so this needs real commits."""
    for number in range(3):
        record(system, "units.put", count=number)
    assert seal(system, 3)
    assert commands.seal_journal(system) == 0
    record(system, "units.put")
    assert seal(system, 1)
    assert queries.broken_seals(system) == []
    execute(
        "UPDATE kernel_entry SET count = 9 WHERE count = 2"
    )  # as the owner: what the seal is there to show
    assert queries.broken_seals(system) == [1]
    execute("UPDATE kernel_entry SET count = 2 WHERE count = 9")
    numbers = [block.number for block in queries.seals(system)]
    execute("DELETE FROM kernel_sealedentry WHERE seal_id = %s", [numbers[0]])
    assert queries.broken_seals(system) == numbers[:1]


def test_an_entry_still_under_way_waits_for_the_next_seal(committed_db, system):
    record(system, "units.put")
    other = connection.copy()
    try:
        with transaction.atomic():
            record(system, "units.ended")
            with other.cursor() as cursor:
                cursor.execute(SEAL_SQL, {"now": system.now})
                cursor.execute(
                    "SELECT count(*) FROM kernel_sealedentry JOIN kernel_entry ON id = entry_id WHERE event = 'units.ended'"
                )
                assert cursor.fetchone() == (0,)
    finally:
        other.close()
    assert seal(system, 2 - SealedEntry.objects.count())


def seal(system, entries: int) -> bool:
    """Seal until so many entries are in; transactions of other tests at the same time hold the horizon back for a while."""
    sealed, deadline = 0, time.monotonic() + 60
    while sealed < entries and time.monotonic() < deadline:
        sealed += commands.seal_journal(system)
    return sealed == entries


def test_only_auditors_check_seals(chief):
    with pytest.raises(NotAllowed):
        queries.broken_seals(chief)


def test_an_auditor_reads_all_and_others_their_own(chief, officer, auditor):
    record(chief, "units.opened")
    record(officer, "units.ended")
    assert set(queries.entries(auditor).values_list("event", flat=True)) >= {"units.opened", "units.ended"}
    assert list(queries.entries(officer).values_list("event", flat=True)) == ["units.ended"]


def test_a_constraint_means_its_problem(db):
    Seal.objects.create(number=1, sealed_at="2020-01-28T00:00Z", entries=0, previous_hash=b"", hash=b"")
    again = {"number": 1, "sealed_at": "2020-01-28T00:00Z", "entries": 0, "previous_hash": b"", "hash": b""}
    with pytest.raises(Problem), transaction.atomic(), constraint_means("kernel_seal_pkey", NotAllowed("x")):
        Seal.objects.create(**again)
    with pytest.raises(IntegrityError), transaction.atomic(), constraint_means("another", NotAllowed("x")):
        Seal.objects.create(**again)
