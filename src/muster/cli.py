"""`muster …`: everything that the operator does."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, NoReturn

import django
import typer
from django.db import connections
from rich.console import Console
from rich.table import Table

from muster import upkeep
from muster.kernel import serving
from muster.kernel.actor import Actor, system_actor
from muster.kernel.backup import passphrase_of
from muster.kernel.cluster import SUPERUSER, DatabaseUnavailable
from muster.kernel.installation import SETTINGS, installed, migrate
from muster.kernel.supervisor import CLONE, Cluster, home

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
say = Console(highlight=False)
complain = Console(stderr=True, highlight=False)

JsonFlag = Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")]
FIRST_PORT = 8000
Port = Annotated[int | None, typer.Option(help="This port; otherwise the first free one from 8000 on.")]
PassphraseFile = Annotated[
    Path | None, typer.Option(help="A file that holds the passphrase; otherwise it is asked for.")
]
Day = Annotated[str | None, typer.Option("--as-of", help="A day, YYYY-MM-DD; today if not given.")]


@app.command()
def serve(host: str = "127.0.0.1", port: Port = None) -> None:
    """Run the console and the worker until Ctrl-C or `muster stop`."""
    is_embedded = "DATABASE_URL" not in os.environ
    with installed() as folder:
        if (folder / "demo" / "standing").exists():
            _show_codes()
        if (already := serving.running(folder)) is not None:
            say.print(f"Already running at {already.address}")
            return
        migrate(folder)
        cluster = Cluster(folder) if is_embedded else None
        free = serving.free_port(host, port or FIRST_PORT, others=0 if port else serving.PORTS_TRIED)
        if free is None:
            _fail(
                f"Port {port or FIRST_PORT} of {host} is taken.",
                "Nothing was started.",
                "Name another with --port.",
            )
        server = serving.Server(folder, host, free, cluster)
        server.run(
            on_ready=lambda address: say.print(
                f"Muster is at {address}  (end it with Ctrl-C or `muster stop`)"
            )
        )


@app.command()
def stop() -> None:
    """End the console, the worker and the embedded database of this installation."""
    folder = home(CLONE)
    stopped = serving.stop(folder)
    if folder.is_dir() and "DATABASE_URL" not in os.environ:
        stopped = Cluster(folder).stop() or stopped
    say.print("Stopped." if stopped else "Nothing was running.")


@app.command()
def demo(
    size: Annotated[str, typer.Option(help="village, county or city")] = "city",
    *,
    seed: int = 1,
    serve: Annotated[bool, typer.Option(help="Serve the console afterwards.")] = True,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Throw away the demo that is there and start over.")
    ] = False,
    port: Port = None,
) -> None:
    """Play the main job on a synthetic city: from its files to a bulletin whose figures are checked."""
    _show_codes()
    if fresh:
        with ready() as folder:
            from muster.demo.show import require_no_real_data

            require_no_real_data(folder / "demo")
        _start_over()
    with ready() as folder:
        from muster.demo.show import play

        passed = play(folder=folder / "demo", size=size, seed=seed, screen=say)
    if not passed:
        raise typer.Exit(1)
    if serve:
        _serve_in_background(port)


@app.command("import")
def import_(
    layout: Annotated[
        str, typer.Argument(help="units, areas, grids, premises, buildings, people or boundaries")
    ],
    file: Path,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
) -> None:
    """Bring a spreadsheet in: all of it, or, where a row is wrong, nothing."""
    with ready():
        from muster.console.commands import import_file

        outcome = import_file(
            operator(), layout=layout, source=file, filename=file.name, day=_today(), dry_run=dry_run
        )
        for error in outcome.errors:
            place = f"{error.sheet} {error.letter}{error.row} {error.column}"
            complain.print(f"{place}: {error.value!r} {error.message}", markup=False)
        if outcome.error_count:
            complain.print(f"{outcome.error_count} errors; nothing was stored.")
            raise typer.Exit(1)
        verb = "would be" if dry_run else "were"
        say.print(
            f"{outcome.rows} rows read: {outcome.created} {verb} created, {outcome.changed} {verb} changed."
        )


@app.command()
def figures(unit: str | None = None, as_of: Day = None, *, as_json: JsonFlag = False) -> None:
    """Every figure of a unit, as of a day."""
    with ready():
        from muster.figures.queries import report

        found = report(operator(), unit_code=unit, as_of=_day(as_of))
    if as_json:
        say.print_json(json.dumps(found, ensure_ascii=False, default=_plain))
        return
    table = Table("", "", "", title=f"{found['unit']} · {found['as_of']}", show_header=False)
    for figure in found["figures"]:
        table.add_row(
            figure["label_zh"],
            figure["label_en"],
            f"{figure['value']:,}" if figure["value"] is not None else "–",
        )
    say.print(table)


@app.command()
def doctor() -> None:
    """Recount every figure from its rows and check the journal; exit status 1 if anything is off."""
    with ready():
        from muster.figures.queries import drift
        from muster.kernel.queries import broken_seals

        drifts, broken = drift(operator()), broken_seals(operator())
    for one in drifts:
        complain.print(f"{one}", markup=False)
    for number in broken:
        complain.print(f"journal block {number} was altered")
    say.print(f"{len(drifts)} figures drifted, {len(broken)} journal blocks altered.")
    raise typer.Exit(1 if drifts or broken else 0)


@app.command()
def check(
    file: Path,
    unit: str | None = None,
    as_of: Day = None,
    *,
    as_json: JsonFlag = False,
    scan_only: Annotated[
        bool, typer.Option("--scan-only", help="Only find the numbers; needs no database.")
    ] = False,
) -> None:
    """Check every number of a text against the figures; exit status 1 if one is wrong."""
    from muster.bulletins import checking, tables

    data = file.read_bytes()
    if scan_only:
        findings = checking.scanned(data)
    else:
        with ready():
            findings = checking.checked(operator(), data=data, unit_code=unit, as_of=_day(as_of))
    if as_json:
        say.print_json(json.dumps(checking.as_json(findings), ensure_ascii=False, default=_plain))
    else:
        show = tables.numbers if scan_only else tables.findings
        say.print(show(checking.as_json(findings)))
    raise typer.Exit(1 if checking.has_wrong(findings) else 0)


@app.command()
def account(
    username: str,
    unit: Annotated[str, typer.Option(help="Code of the unit on which the role is given.")],
    person: Annotated[str, typer.Option(help="Name of the person, as on the roll.")],
    role: str = "chief",
) -> None:
    """Give somebody on the roll a log-in and a role: the way in after the first import. Asks for the password."""
    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    with ready():
        from muster.people.commands import give_first_role

        names = {"username": username, "person_name": person, "unit_code": unit, "role": role}
        give_first_role(operator(), **names, password=password, since=_today())
    say.print(f"{username} may log in.")


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True}, add_help_option=False
)
def plan(words: typer.Context) -> None:
    """Zones, staff or rosters, planned from tables without any database: `muster plan --help`."""
    # It takes a second to load, which no other command should wait for.
    from muster.planning.tool.app import app as planner

    planner(args=words.args, prog_name="muster plan")


@app.command()
def backup(
    file: Annotated[
        Path | None, typer.Argument(help="Where to; otherwise a new file named by the time.")
    ] = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write everything of this installation into one sealed file, while it runs."""
    own = os.environ.get("DATABASE_URL")
    passphrase = passphrase_of(passphrase_file, is_new=True)
    with ready() as folder:
        from muster.kernel.backup import back_up, params_of

        now = datetime.now(UTC)
        database = params_of(own) if own else Cluster(folder).params(SUPERUSER)
        path = file or Path(f"muster-{now:%Y%m%d-%H%M%S}.backup")
        uploads = Path(os.environ["MUSTER_UPLOADS"])
        made = back_up(path=path, passphrase=passphrase, database=database, uploads=uploads, now=now)
    say.print(f"{made.path}: {made.size:,} bytes. Try it with `muster verify-backup`.")


@app.command()
def restore(file: Path, passphrase_file: PassphraseFile = None) -> None:
    """Bring a backup back into an empty installation, then recount it; exit status 1 if anything is off."""
    own, folder = os.environ.get("DATABASE_URL"), home(CLONE)
    passphrase = passphrase_of(passphrase_file)
    with problems_told(), file.open("rb") as source:
        from muster.kernel import restore as restoring

        found = restoring.restore(source=source, passphrase=passphrase, home=folder, own=own)
    say.print(f"Restored into {folder}: as it was on {found.manifest['made_at']}.")
    raise typer.Exit(0 if restoring.recounted({}) else 1)


@app.command("verify-backup")
def verify_backup(file: Path, passphrase_file: PassphraseFile = None) -> None:
    """Restore a backup into a database that is thrown away, and recount it there; exit status 1 if anything is off."""
    with problems_told(), file.open("rb") as source:
        from muster.kernel.restore import try_out

        is_right = try_out(source=source, passphrase=passphrase_of(passphrase_file))
    say.print("The backup is whole." if is_right else "The backup opens, but what is in it is not right.")
    raise typer.Exit(0 if is_right else 1)


def operator() -> Actor:
    """Whoever runs the command line has every power; the journal says so."""
    from muster.people.rules import POWERS

    return system_actor("command line", now=datetime.now(UTC), powers=POWERS)


@contextmanager
def ready() -> Iterator[Path]:
    """The database runs and has this version's tables; Django is set up; problems are told in words."""
    with installed() as folder:
        migrate(folder)
        with problems_told():
            yield folder


@contextmanager
def problems_told() -> Iterator[None]:
    """Django is set up, and problems are told in words."""
    from muster.kernel.problems import Problem

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    with _language():
        try:
            yield
        except Problem as problem:
            _fail(problem.title, problem.detail, problem.kept, problem.remedy)


def _language() -> AbstractContextManager[None]:
    """What the product says is Chinese in a Chinese terminal, else English, as the words of this command line are."""
    from django.utils import translation

    words = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return translation.override("zh-hans" if words.startswith("zh") else "en")


upkeep.add_to(app, ready=ready, operator=operator)


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that whoever joined the database leaves it
    try:
        app()
    except DatabaseUnavailable as trouble:
        _fail(trouble.happened, trouble.kept, trouble.remedy)
    except (FileNotFoundError, PermissionError, IsADirectoryError) as trouble:
        _fail(f"{trouble.filename}: {trouble.strerror}")


def _fail(*words: object) -> NoReturn:
    for line in filter(None, map(str, words)):
        complain.print(line, markup=False)
    raise SystemExit(1)


def _show_codes() -> None:
    """A demonstration sends nothing: where no provider is named, messages count as sent and pages show the codes."""
    os.environ.setdefault("MUSTER_SMS_PROVIDER", "screen")


def _start_over() -> None:
    folder = home(CLONE)
    if "DATABASE_URL" in os.environ:
        _fail(
            "DATABASE_URL is set.",
            "Muster does not throw away a database that it did not start.",
            "Empty it yourself.",
        )
    serving.stop(folder)
    connections.close_all()  # ours would be ended with the database, and be found dead by whoever comes next
    with Cluster(folder).running() as cluster:
        cluster.drop_database("muster")
        cluster.create_database("muster")


def _serve_in_background(port: int | None) -> None:
    folder = home(CLONE)
    if serving.running(folder) is None:
        log = (folder / "serve.log").open("ab")
        command = [sys.executable, "-m", "muster.cli", "serve", *(["--port", str(port)] if port else [])]
        child = subprocess.Popen(  # noqa: S603 - our own words
            command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
        )
        serving.wait(folder, child)
    server = serving.running(folder)
    if server is None:
        _fail("The console did not start.", f"Its last words are in {folder / 'serve.log'}.")
    say.print(f"\nMuster is at [bold]{server.address}[/]   (end it with `make stop`)")


def _day(words: str | None) -> date | None:
    if words is None:
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        _fail(f"“{words}” is not a day; write it as 2020-03-11.")


def _today() -> date:
    from django.utils import timezone

    return timezone.localdate()


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)


if __name__ == "__main__":
    main()
