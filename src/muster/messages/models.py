"""Codes that confirm a phone; what was sent to whom, and what became of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from muster.kernel.ids import primary_key
from muster.people.models import Person
from muster.units.models import Unit

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


class Channel(models.TextChoices):
    SMS = "sms", _("short message")
    EMAIL = "email", _("e-mail")
    CHAT = "chat", _("work chat")


class EmailAddress(models.Model):
    """Where a person wants to be written to. Sealed, like every way to reach somebody."""

    id = primary_key()
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="email_address")
    address = models.BinaryField()

    class Meta:
        verbose_name = _("e-mail address")

    def __str__(self) -> str:
        return str(self.person_id)


class RoomKind(models.TextChoices):
    WECOM = "wecom", _("WeCom")
    DINGTALK = "dingtalk", _("DingTalk")
    FEISHU = "feishu", _("Feishu")
    WEBHOOK = "webhook", _("webhook")


class Room(models.Model):
    """A work chat of a unit, reached through a robot in it. Its key is sealed: whoever holds it can write there."""

    id = primary_key()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rooms")
    kind = models.CharField(max_length=10, choices=RoomKind.choices)
    name = models.CharField(max_length=60)
    address = models.BinaryField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("work chat")

    def __str__(self) -> str:
        return self.name


class MessageState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("message", "waiting")
    SENDING = "sending", pgettext_lazy("message", "being sent")
    SENT = "sent", pgettext_lazy("message", "sent")
    FAILED = "failed", pgettext_lazy("message", "refused")
    UNSURE = "unsure", pgettext_lazy("message", "may have arrived")
    STOPPED = "stopped", pgettext_lazy("message", "no longer needed")
    OVER = "over", pgettext_lazy("message", "too late")


class Message(models.Model):
    """One message to one person, or to one work chat. It holds ids and public words; how to reach the person is looked up when it
    is sent. `round` and `step` tell a ladder's messages apart; for what is not climbed both are 0, so that nobody is asked twice.
    """

    id = primary_key()
    operation_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=40)  # “directives.acceptance”
    subject_id = models.UUIDField()
    round = models.PositiveSmallIntegerField(default=0)
    step = models.PositiveSmallIntegerField(default=0)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="messages")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    template = models.SlugField(max_length=40, db_index=False)
    variables = models.JSONField(default=dict)
    is_urgent = models.BooleanField(default=False, db_default=False)
    state = models.CharField(
        max_length=8,
        choices=MessageState.choices,
        default=MessageState.WAITING,
        db_default=MessageState.WAITING,
    )
    queued_at = models.DateTimeField()
    next_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    was_repeated = models.BooleanField(default=False, db_default=False)  # it may have arrived twice

    class Meta:
        verbose_name = _("message")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "purpose", "round", "step", "person"],
                condition=Q(person__isnull=False),
                name="messaging_message_once_a_step",
            ),
            models.UniqueConstraint(
                fields=["subject_id", "purpose", "round", "step", "room"],
                condition=Q(room__isnull=False),
                name="messaging_message_once_a_step_in_a_room",
            ),
            models.CheckConstraint(
                condition=Q(person=None, room__isnull=False, channel="chat")
                | (Q(person__isnull=False, room=None) & ~Q(channel="chat")),
                name="messaging_message_to_a_person_or_a_room",
            ),
            # What is voluntary is said once. Only what units and duty-holders owe is asked again.
            models.CheckConstraint(
                condition=Q(step=0, round=0) | Q(purpose__in=sorted(rules.CLIMBED)),
                name="messaging_message_only_duties_are_asked_again",
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "-is_urgent", "next_at", "id"],
                condition=Q(state="waiting"),
                name="messaging_message_due",
            ),
            models.Index(fields=["id"], condition=Q(state="sending"), name="messaging_message_sending"),
            models.Index(
                fields=["operation_id", "state", "unit"],
                condition=Q(operation_id__isnull=False),
                name="messaging_message_counted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject_id}"


class Attempt(models.Model):
    """One try to send a message. One that has not ended and is old was interrupted: nobody can tell whether it went out."""

    id = primary_key()
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attempts", db_index=False)
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(
        max_length=8,
        blank=True,
        db_default="",
        choices=[
            ("sent", pgettext_lazy("attempt", "sent")),
            ("refused", pgettext_lazy("attempt", "refused")),
            ("later", pgettext_lazy("attempt", "not now")),
            ("unknown", pgettext_lazy("attempt", "no answer")),
        ],
    )
    reason = models.CharField(max_length=60, blank=True, db_default="")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["message", "number"], name="messaging_attempt_number_once"),
            models.UniqueConstraint(
                fields=["message"], condition=Q(ended_at=None), name="messaging_attempt_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.number}"


class Pause(models.Model):
    """A channel whose provider does not answer rests; each failure in a row lengthens the rest."""

    channel = models.CharField(max_length=6, primary_key=True, choices=Channel.choices)
    failures = models.PositiveSmallIntegerField()
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.channel} {self.until}"


class Ladder(models.Model):
    """How reminders climb, as data: steps with the minutes since the issue, in order."""

    code = models.SlugField(primary_key=True, max_length=40)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    steps = models.JSONField()  # [{after, act, channels}]

    class Meta:
        verbose_name = pgettext_lazy("reminders", "ladder")

    def __str__(self) -> str:
        return self.name_zh if (get_language() or "").startswith("zh") else self.name_en


class Act(models.TextChoices):
    IN_APP = "in_app", pgettext_lazy("ladder", "in Muster")
    MESSAGE = "message", pgettext_lazy("ladder", "message")
    PHONE_LIST = "phone_list", pgettext_lazy("ladder", "phone list")
    DEPUTY = "deputy", pgettext_lazy("ladder", "deputy")
    SUPERIOR = "superior", pgettext_lazy("ladder", "unit above")
    BY_HAND = "by_hand", pgettext_lazy("ladder", "reminder by hand")  # no step: sent between them


class OwnLadder(models.Model):
    """A ladder that was made for one subject, in place of the one of its urgency."""

    id = primary_key()
    source = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    steps = models.JSONField()  # as a ladder's

    class Meta:
        verbose_name = pgettext_lazy("reminders", "ladder")
        constraints = [
            models.UniqueConstraint(fields=["source", "subject_id"], name="messaging_ownladder_once")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.subject_id}"


class Ending(models.TextChoices):
    ANSWERED = "answered", pgettext_lazy("ladder", "everybody answered")
    OVER = "over", pgettext_lazy("ladder", "no answer is asked any more")
    STOPPED = "stopped", pgettext_lazy("ladder", "stopped by hand")


class Climb(models.Model):
    """A ladder at work for one subject, which may be a directive. Its steps are a copy: to change a ladder changes no climb."""

    id = primary_key()
    source = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    operation_id = models.UUIDField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    round = models.PositiveSmallIntegerField()
    ladder = models.ForeignKey(Ladder, on_delete=models.PROTECT, related_name="+", db_index=False)
    steps = models.JSONField()
    since = models.DateTimeField()
    is_urgent = models.BooleanField()
    variables = models.JSONField()
    path = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=8, choices=Ending.choices, blank=True, db_default="")

    class Meta:
        verbose_name = pgettext_lazy("reminders", "ladder")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "subject_id", "round"], name="messaging_climb_once_a_round"
            ),
            models.CheckConstraint(
                condition=Q(source__in=sorted(rules.CLIMBED)), name="messaging_climb_only_duties_climb"
            ),
        ]
        indexes = [models.Index(fields=["source"], condition=Q(ended_at=None), name="messaging_climb_open")]

    def __str__(self) -> str:
        return f"{self.source} {self.subject_id}"


class Rung(models.Model):
    """A step that was taken: how many units had not answered, and what was queued for them."""

    id = primary_key()
    climb = models.ForeignKey(Climb, on_delete=models.CASCADE, related_name="rungs", db_index=False)
    step = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=10, choices=Act.choices)
    at = models.DateTimeField()
    silent = models.PositiveIntegerField()
    messages = models.PositiveIntegerField(default=0)
    unreachable = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["step"]
        constraints = [models.UniqueConstraint(fields=["climb", "step"], name="messaging_rung_once")]

    def __str__(self) -> str:
        return f"{self.climb_id} {self.step}"


class PhoneCall(models.Model):
    """Somebody called a unit that a ladder waits for. One that was reached still has to answer."""

    id = primary_key()
    climb = models.ForeignKey(Climb, on_delete=models.CASCADE, related_name="calls", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    caller = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    is_reached = models.BooleanField()

    class Meta:
        verbose_name = pgettext_lazy("reminders", "call")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["climb", "unit", "-at"], name="messaging_call_newest")]

    def __str__(self) -> str:
        return f"{self.climb_id} {self.unit_id}"
