"""What the operator does with personal data and the journal: `muster retention`, `subject`, `keys …`, `verify-journal`."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console

from muster.kernel.actor import Actor

say = Console(highlight=False)
complain = Console(stderr=True, highlight=False)


def add_to(
    app: typer.Typer, *, ready: Callable[[], AbstractContextManager[Path]], operator: Callable[[], Actor]
) -> None:
    """Django may be imported within `ready` alone."""

    @app.command()
    def retention(
        *, dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False
    ) -> None:
        """Empty or delete the personal data whose time is over; the worker does it every night."""
        with ready():
            from muster.privacy.commands import apply_retention

            counts = apply_retention(operator(), dry_run=dry_run)
        for key, count in counts.items():
            say.print(f"{key}: {count}", markup=False)
        say.print(f"{sum(counts.values())} entries {'would go' if dry_run else 'went'}.")

    @app.command()
    def subject(
        person: Annotated[str, typer.Argument(help="A name that one person alone has, or an id.")],
        *,
        erase: Annotated[bool, typer.Option("--erase", help="First erase what need not stay.")] = False,
    ) -> None:
        """Everything that is held of one person, in clear, as JSON: to answer their request."""
        with ready():
            from muster.people.queries import person_called
            from muster.privacy import commands, held

            person_id = person_called(operator(), text=person)
            if erase:
                complain.print(f"{commands.erase(operator(), person_id=person_id)} entries erased.")
            found = held.as_json(commands.tell_subject(operator(), person_id=person_id))
        say.print_json(json.dumps(found, ensure_ascii=False))

    _add_journal(app, ready, operator)
    app.add_typer(_keys(ready, operator), name="keys")


def _keys(ready: Callable[[], AbstractContextManager[Path]], operator: Callable[[], Actor]) -> typer.Typer:
    keys = typer.Typer(
        no_args_is_help=True, help="Keys of personal data: renew them, or destroy an operation's."
    )

    @keys.command()
    def rotate() -> None:
        """Renew the keys of personal data and seal all of it anew. It may be ended, and goes on when it is run again."""
        with ready():
            _rotate(operator)

    @keys.command()
    def destroy(
        operation: Annotated[UUID, typer.Argument(help="The id of an operation that has ended.")],
        *,
        yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    ) -> None:
        """Destroy the key of an operation: who came forward in it can never be read again. The journal stays whole."""
        with ready():
            from muster.operations.access import ended_operation
            from muster.operations.commands import destroy_key

            name = ended_operation(operator(), operation).name
            if not yes:
                complain.print(f"This makes unreadable for ever: who came forward in “{name}”.", markup=False)
                typer.confirm("Destroy its key?", abort=True)
            destroy_key(operator(), operation_id=operation)
        say.print(f"The key of “{name}” is destroyed.", markup=False)

    return keys


def _add_journal(
    app: typer.Typer, ready: Callable[[], AbstractContextManager[Path]], operator: Callable[[], Actor]
) -> None:
    @app.command("verify-journal")
    def verify_journal() -> None:
        """Seal what is unsealed, then check every block of the journal against its hash."""
        with ready():
            broken, blocks = _journal(operator)
        say.print(
            f"{blocks} blocks, {len(broken)} altered{': ' + ', '.join(map(str, broken)) if broken else ''}."
        )
        raise typer.Exit(1 if broken else 0)


def _journal(operator: Callable[[], Actor]) -> tuple[list[int], int]:
    from muster.kernel.commands import seal_journal
    from muster.kernel.queries import broken_seals, seals

    seal_journal(operator())
    return broken_seals(operator()), seals(operator()).count()


def _rotate(operator: Callable[[], Actor]) -> None:
    from muster.privacy.keys import commands

    commands.begin_rotation(operator())
    total = 0
    while done := commands.reseal_some(operator()):
        total += done
        say.print(f"{total:,} sealed anew", end="\r")
    retired = commands.retire_keys(operator())
    say.print(f"{total:,} sealed anew, {retired} old keys destroyed.")
    if not retired:
        say.print("Old keys stay until no process can be using them; the worker destroys them in the night.")
