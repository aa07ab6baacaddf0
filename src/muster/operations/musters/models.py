"""A muster call, and who was asked. An answer is a person's own; nobody is asked twice, and a no has no reason."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.kernel.ids import primary_key
from muster.people.models import Person, Skill
from muster.units.models import Unit


class MusterState(models.TextChoices):
    ASKING = "asking", pgettext_lazy("muster call", "asking")
    MET = "met", pgettext_lazy("muster call", "enough are coming")
    ASKED_ALL = "asked_all", pgettext_lazy("muster call", "everybody was asked")
    ENDED = "ended", pgettext_lazy("muster call", "ended")


class Answer(models.TextChoices):
    NOW = "now", pgettext_lazy("muster call", "now")
    IN_15 = "in_15", pgettext_lazy("muster call", "in 15 minutes")
    IN_30 = "in_30", pgettext_lazy("muster call", "in 30 minutes")
    IN_60 = "in_60", pgettext_lazy("muster call", "in an hour")
    NO = "no", pgettext_lazy("muster call", "I cannot")


class MusterCall(models.Model):
    """Who can come? To the people of a subtree, or those of them with a skill; wave by wave, until enough said yes."""

    id = primary_key()
    operation = models.ForeignKey(
        "operations.Operation", on_delete=models.PROTECT, related_name="muster_calls", db_index=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    title = models.CharField(max_length=60)
    place = models.CharField(max_length=80)
    needed = models.PositiveSmallIntegerField()
    first = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    is_urgent = models.BooleanField()
    state = models.CharField(max_length=10, choices=MusterState.choices, default=MusterState.ASKING)
    waves = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("muster call")
        constraints = [
            models.CheckConstraint(
                condition=Q(needed__gte=1, first__gte=1, minutes__gte=1),
                name="operations_mustercall_asks_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="asking", next_at__isnull=False) | (~Q(state="asking") & Q(next_at=None)),
                name="operations_mustercall_asks_until_it_ends",
            ),
        ]
        indexes = [
            models.Index(fields=["operation", "-id"], name="operations_muster_newest"),
            models.Index(fields=["next_at"], condition=Q(state="asking"), name="operations_muster_asking"),
        ]

    def __str__(self) -> str:
        return self.title


class Asked(models.Model):
    """Somebody was asked, once. `is_spare`: their yes came when enough had said it."""

    id = primary_key()
    call = models.ForeignKey(MusterCall, on_delete=models.CASCADE, related_name="asked", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    # Copies of the call's own, for figures. They count where the call was made, never by the units of those who were asked.
    operation = models.ForeignKey(
        "operations.Operation",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    calling_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    wave = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    asked_on = models.DateField()
    answer = models.CharField(max_length=6, choices=Answer.choices, blank=True, db_default="")
    is_on_site = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_on = models.DateField(null=True)
    arrives_at = models.DateTimeField(null=True)
    is_spare = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "person"], name="operations_asked_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="operations_asked_answered_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                F("call"),
                F("arrives_at"),
                condition=Q(arrives_at__isnull=False),
                name="operations_asked_coming",
            )
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.person_id}"
