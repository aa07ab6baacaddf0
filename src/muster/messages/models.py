"""Codes that confirm a phone; what was sent to whom, and what became of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.kernel.ids import primary_key

from . import rules


class PhoneCode(models.Model):
    """A code that was sent to a phone to confirm it. The code itself is kept nowhere: it is worked out from the id by a key.

    Kept for a day, while it counts against the limits. The number is sealed and the address a blind index.
    """

    id = primary_key()
    purpose = models.SlugField(max_length=40, db_index=False)
    phone = models.BinaryField()
    phone_index = models.BinaryField()
    address_index = models.BinaryField(null=True)
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    sends = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("code")
        constraints = [
            models.CheckConstraint(
                condition=Q(tries__lte=rules.CODE_TRIES), name="messaging_phonecode_tries_end"
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None) | Q(confirmed_at__isnull=False),
                name="messaging_phonecode_taken_when_confirmed",
            ),
        ]
        indexes = [
            models.Index(fields=["phone_index", "asked_at"], name="messaging_code_by_phone"),
            models.Index(fields=["address_index", "asked_at"], name="messaging_code_by_address"),
            models.Index(fields=["asked_at"], name="messaging_code_by_age"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
