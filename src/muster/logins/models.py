"""Sessions, each with whose it is."""

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from muster.kernel.ids import primary_key
from muster.people.models import Account, Person
from muster.people.rules import ROLE_POWERS
from muster.units.models import Unit

from .engine import SessionStore


class Session(AbstractBaseSession):
    """Django's session with columns by which it is found and told from others. Its key is a secret that stands on no page: `mark`
    does.

    A session that gets a new key keeps its mark, and for a moment stands here twice: so the mark is not unique.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="sessions")
    mark = models.UUIDField(
        null=True, db_column="id"
    )  # by which the register of personal data knows its rows
    device = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=45, blank=True)  # masked
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("log-in")
        indexes = [models.Index(fields=["expire_date"], name="logins_session_by_end")]

    def __str__(self) -> str:
        return str(self.mark)

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        return SessionStore


class Invitation(models.Model):
    """A role that waits for whoever is invited to it; its link is a secret that is kept nowhere. Used once, until it ends."""

    id = primary_key()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=12, choices=[(name, name) for name in ROLE_POWERS])
    until = models.DateField()  # the first day on which the role is over
    invited_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    invited_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("invitation")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(revoked_at=None),
                name="logins_invitation_accepted_or_revoked",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.unit_id}"
