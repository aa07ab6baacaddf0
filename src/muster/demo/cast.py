"""Who plays in the demo: one log-in for each role."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from rich.console import Console
from rich.table import Table

from muster.kernel.actor import Actor, system_actor
from muster.people import queries as people
from muster.people.commands import give_role, open_account
from muster.people.models import Account, Membership, Person, Role
from muster.people.rules import POWERS
from muster.units.models import Level, Unit

PASSWORD = "muster-demo-2020"  # noqa: S105 - printed; the demo's people are nobody
ROLE_OF = {
    "chief": "the city",
    "officer": "a township",
    "clerk": "a township",
    "auditor": "the city",
    "member": "no unit",
}
DAYS_AGO = 3


@dataclass(frozen=True, slots=True)
class Cast:
    """The log-ins, the top of the tree, and when the emergency began."""

    accounts: dict[str, Account]
    top: Unit
    began_at: datetime

    def act(self, name: str, *, now: datetime | None = None) -> Actor:
        return people.actor_of(self.accounts[name], now=now or datetime.now(UTC))


def director(now: datetime | None = None) -> Actor:
    """Stands for all those who answer by themselves: thousands of secretaries and members."""
    return system_actor("demo", now=now or datetime.now(UTC), powers=POWERS)


def rolls_since() -> date:
    """The day from which the rolls that are brought in hold: before the emergency began."""
    return timezone.localdate() - timedelta(days=DAYS_AGO + 1)


def choose() -> Cast:
    """Give log-ins and roles to members who live in the same township, so that their pages show the same things."""
    top = Unit.objects.get(parent=None)
    township = Unit.objects.filter(level=Level.TOWNSHIP).order_by("code").first() or top
    rolls = Membership.objects.filter(unit__path__within=[township.path]).order_by("unit__code", "pk")
    persons = [roll.person for roll in rolls.select_related("person")[: len(ROLE_OF)]]
    since = timezone.localdate() - timedelta(days=DAYS_AGO)
    for name, person in zip(ROLE_OF, persons, strict=True):
        open_account(director(), person_id=person.pk, username=name, password=PASSWORD)
        if name != "member":
            unit = top if ROLE_OF[name] == "the city" else township
            give_role(director(), person_id=person.pk, unit_id=unit.pk, name=name, since=since)
    return find()


def find() -> Cast:
    accounts = {account.username: account for account in Account.objects.filter(username__in=ROLE_OF)}
    began_at = datetime.now(UTC) - timedelta(days=DAYS_AGO)
    return Cast(accounts=accounts, top=Unit.objects.get(parent=None), began_at=began_at)


def introduce(players: Cast, screen: Console) -> None:
    """Print the log-ins."""
    title = "演示数据 · demo data: these people are nobody"
    table = Table("log-in", "password", "name", "role on", title=title, title_style="dim")
    roles = {role.person_id: role.unit.name for role in Role.objects.select_related("unit")}
    for name, account in sorted(players.accounts.items()):
        person: Person = account.person
        table.add_row(name, PASSWORD, person.name, roles.get(person.pk, "–"))
    screen.print(table)
