"""Reminders queued and messages sent, beside their goals, against a provider of short messages on loopback.

python -m bench.messages            on a database of its own, made and dropped here
python -m bench.messages --json

`remind_s`: one statement reads 134,000 receipts, finds the 5 % that are silent, and queues a message for each. The product's
ladders write to those who hold the chairs of silent units; this is the same statement at the size of all receipts.
`messages_per_s`: one worker sends them to the double in a process of its own, every attempt opened, sent and kept.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from bench import fanout
from bench.embedded import database, seconds_of

SILENT_EVERY = 20
ROUNDS = 5
SILENT = """
SELECT receipt.person_id, receipt.unit_id, '{}'::jsonb AS facts
FROM directives_receipt receipt WHERE receipt.directive_id = %(directive)s AND receipt.read_at IS NULL
"""
READ = """
UPDATE directives_receipt SET read_at = %(now)s, read_on = %(day)s
WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER () AS n FROM directives_receipt) numbered WHERE n %% %(every)s <> 0)
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.messages")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    double = subprocess.Popen(
        [sys.executable, "-m", "tests.sms_double"],
        stdout=subprocess.PIPE,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    try:
        assert double.stdout is not None
        _connect(double.stdout.readline().strip())
        with tempfile.TemporaryDirectory() as folder, database(Path(folder)):
            outcome = run()
    finally:
        double.terminate()
        double.wait()
    if options.json:
        print(json.dumps(outcome))
        return
    for name, value in outcome.items():
        print(f"{name:24} {value}")


def run() -> dict[str, Any]:
    """In a migrated, empty database."""
    from muster.kernel.actor import system_actor
    from muster.kernel.statements import execute
    from muster.messages.models import Message
    from muster.operations.commands import activate_operation
    from muster.people.rules import POWERS
    from muster.units.models import Unit

    actor = system_actor("bench", now=fanout.NOW, powers=POWERS)
    fanout.fill(actor)
    _give_phones()
    city = Unit.objects.get(code="city")
    operation = activate_operation(actor, unit_id=city.pk, template="epidemic")
    directive_id = fanout.signed(actor, operation.pk, city.pk)
    fanout.issue(actor, directive_id)
    execute(READ, {"now": fanout.NOW, "day": fanout.DAY, "every": SILENT_EVERY})
    execute("VACUUM ANALYZE")
    seconds = [_queue(actor, operation.pk, directive_id, step) for step in range(ROUNDS)]
    queued = Message.objects.count() // ROUNDS
    Message.objects.exclude(step=0).delete()
    return {
        "receipts": fanout.MEMBERS,
        "queued": queued,
        "remind_s": round(statistics.median(seconds), 3),
        "messages_per_s": round(_send(actor), 1),
    }


def _queue(actor: Any, operation_id: UUID, directive_id: UUID, step: int) -> float:
    from muster.messages.commands import queue_messages
    from muster.messages.letters import About, Recipients

    about = About(
        purpose="directives.acceptance",
        subject_id=directive_id,
        template="remind",
        variables={"number": "BENCH", "title": "To everyone", "unit": "Unit"},
        operation_id=operation_id,
        step=step,
        is_urgent=True,
        channels=("sms",),
    )
    to = Recipients(SILENT, {"directive": directive_id})
    return seconds_of(lambda: queue_messages(actor, about=about, to=to))


def _send(actor: Any) -> float:
    """Recipients a second: one worker, job after job of 500, until nothing waits."""
    from muster.messages.commands import deliver

    sent, began = 0, time.perf_counter()
    while counts := deliver(actor, channel="sms", clock=lambda: fanout.NOW):
        assert counts["sent"] == counts.total(), counts
        sent += counts["sent"]
    return sent / (time.perf_counter() - began)


def _give_phones() -> None:
    from muster.kernel import crypto
    from muster.kernel.statements import execute

    sealed = crypto.seal(f"139{n:08}" for n in range(SILENT_EVERY))
    execute("UPDATE people_person SET phone = (%s::bytea[])[1 + length(name) %% %s]", [sealed, SILENT_EVERY])


def _connect(endpoint: str) -> None:
    from tests.sms_double import SETTINGS, TEMPLATES

    os.environ.update({name: value for name, value in SETTINGS.items() if isinstance(value, str)})
    os.environ["MUSTER_SMS_TEMPLATES"] = ",".join(f"{name}={code}" for name, code in TEMPLATES.items())
    os.environ["MUSTER_SMS_ENDPOINT"] = endpoint


if __name__ == "__main__":
    main()
