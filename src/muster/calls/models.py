"""Calls for people and for what firms have; who came forward; who was asked on to another unit."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.kernel.ids import primary_key
from muster.operations.models import Operation
from muster.people.models import Person
from muster.staffing.models import Assignment
from muster.teams.models import Team
from muster.units.models import Unit

from . import rules

PURPOSE = "come_forward"  # of the codes that confirm a phone


class CallKind(models.TextChoices):
    PEOPLE = "people", pgettext_lazy("call for", "people")
    VEHICLES = "vehicles", pgettext_lazy("call for", "vehicles")
    MATERIALS = "materials", pgettext_lazy("call for", "materials")
    ROOMS = "rooms", pgettext_lazy("call for", "rooms")


class CallState(models.TextChoices):
    OPEN = "open", pgettext_lazy("call", "open")
    CLOSED = "closed", pgettext_lazy("call", "closed")


class Call(models.Model):
    """What a unit needs, by when whoever comes forward is answered, and how many places are taken."""

    id = primary_key()
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=CallKind.choices, default=CallKind.PEOPLE)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    place = models.CharField(max_length=120)
    skills = ArrayField(models.SlugField(max_length=40), default=list, blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    needed = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    promise_minutes = models.PositiveIntegerField()
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")  # where they serve
    token = models.SlugField(max_length=24)
    state = models.CharField(max_length=6, choices=CallState.choices, default=CallState.OPEN)
    opened_at = models.DateTimeField()
    state_on = models.DateField()

    class Meta:
        verbose_name = _("call")
        constraints = [
            models.UniqueConstraint(fields=["token"], name="calls_call_token_once"),
            models.CheckConstraint(
                condition=Q(needed__gte=1, promise_minutes__gte=1), name="calls_call_needs_some"
            ),
            models.CheckConstraint(condition=Q(state__in=CallState.values), name="calls_call_known_state"),
        ]
        indexes = [models.Index(fields=["operation", "state", "-opened_at"], name="calls_call_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def left(self) -> int:
        return max(0, self.needed - self.taken)

    @property
    def is_for_people(self) -> bool:
        return self.kind == CallKind.PEOPLE


class OfferState(models.TextChoices):
    UNCONFIRMED = "unconfirmed", pgettext_lazy("offer", "phone not confirmed")
    RECEIVED = "received", pgettext_lazy("offer", "has a place")
    WAITING = "waiting", pgettext_lazy("offer", "on the waiting list")
    ASSIGNED = "assigned", pgettext_lazy("offer", "assigned")
    STANDING_BY = "standing_by", pgettext_lazy("offer", "on stand-by")
    RELEASED = "released", pgettext_lazy("offer", "released")
    WITHDRAWN = "withdrawn", pgettext_lazy("offer", "withdrawn")
    MOVED = "moved", pgettext_lazy("offer", "moved to another unit")


class Promise(models.TextChoices):
    """Whether an answer came in the promised time."""

    NONE = "", pgettext_lazy("promise", "none yet")
    PENDING = "pending", pgettext_lazy("promise", "pending")
    KEPT = "kept", pgettext_lazy("promise", "kept")
    BROKEN = "broken", pgettext_lazy("promise", "broken")
    LIFTED = "lifted", pgettext_lazy("promise", "lifted")  # they withdrew before they were answered


class Through(models.TextChoices):
    """Where a member comes forward; empty for whoever is on no roll."""

    EMPLOYER = "employer", _("with my employer's unit")
    HOME = "home", _("in my home community")
    OTHER = "other", _("somewhere else")


class Offer(models.Model):
    """Somebody who came forward. Who they are is sealed under the operation's key; `who` only tells the same from another."""

    id = primary_key()
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="+", db_index=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="offers", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.UUIDField()  # made with the form: the same form sent twice is one offer
    who = models.BinaryField()
    name = models.BinaryField(null=True)
    phone = models.BinaryField(null=True)
    organisation = models.BinaryField(null=True)
    words = models.BinaryField(null=True)
    quantity = models.PositiveIntegerField(default=1)
    skills = ArrayField(models.SlugField(max_length=40), default=list, blank=True)
    language = models.CharField(max_length=10, blank=True)
    through = models.CharField(max_length=8, choices=Through.choices, blank=True)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    assignment = models.ForeignKey(Assignment, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=11, choices=OfferState.choices, default=OfferState.UNCONFIRMED)
    state_on = models.DateField()
    began_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # from confirmation on
    served = models.BooleanField(default=False)  # whether they ever had work
    answered_at = models.DateTimeField(null=True)
    promise = models.CharField(max_length=7, choices=Promise.choices, blank=True, default="")
    promise_on = models.DateField(null=True)
    may_be_asked = models.BooleanField(default=True)  # a no to another unit is a no to all of them

    class Meta:
        verbose_name = _("offer")
        constraints = [
            models.UniqueConstraint(fields=["call", "key"], name="calls_offer_form_once"),
            models.UniqueConstraint(
                fields=["call", "who"],
                condition=~Q(state__in=["unconfirmed", "withdrawn", "moved"]),
                name="calls_offer_once",
            ),
            models.CheckConstraint(condition=Q(state__in=OfferState.values), name="calls_offer_known_state"),
            models.CheckConstraint(
                condition=Q(state="unconfirmed") | Q(due_at__isnull=False), name="calls_offer_has_a_promise"
            ),
        ]
        indexes = [
            models.Index(
                fields=["call", "due_at"],
                condition=Q(state__in=["received", "waiting"]),
                name="calls_offer_unanswered",
            ),
            models.Index(fields=["due_at"], condition=Q(promise="pending"), name="calls_offer_pending"),
            models.Index(fields=["operation", "unit", "who"], name="calls_offer_by_unit"),
            models.Index(fields=["began_at"], condition=Q(state="unconfirmed"), name="calls_offer_stale"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def holds_place(self) -> bool:
        return self.state in {OfferState.RECEIVED, OfferState.ASSIGNED}


class Answer(models.TextChoices):
    OPEN = "open", pgettext_lazy("asked", "not answered")
    YES = "yes", pgettext_lazy("asked", "yes")
    NO = "no", pgettext_lazy("asked", "no")


class Asked(models.Model):
    """One for whom a unit has no work was asked, once, whether they would go to another. No reason is kept for a no."""

    id = primary_key()
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="asked", db_index=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="questions")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=4, choices=Answer.choices, default=Answer.OPEN)

    class Meta:
        verbose_name = _("question")
        constraints = [
            models.UniqueConstraint(fields=["offer", "call"], name="calls_asked_once"),
            models.UniqueConstraint(
                fields=["offer"], condition=Q(answer="open"), name="calls_asked_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.answer}"


class Told(models.TextChoices):
    WAITING = "", pgettext_lazy("told", "short message waits")
    SENT = "sent", pgettext_lazy("told", "short message sent")
    REFUSED = "refused", pgettext_lazy("told", "short message refused")
    UNKNOWN = "unknown", pgettext_lazy("told", "short message may have arrived")
    STOPPED = "stopped", pgettext_lazy("told", "short message no longer needed")


class Telling(models.Model):
    """An answer that is told by short message, once. The number is not here: it is opened when it is sent."""

    id = primary_key()
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="tellings", db_index=False)
    answer = models.CharField(max_length=11, choices=OfferState.choices)
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    sends = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=8, choices=Told.choices, blank=True, default="")
    reason = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "answer"], name="calls_telling_once"),
            models.CheckConstraint(
                condition=Q(answer__in=sorted(rules.TOLD)), name="calls_telling_tells_an_answer"
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(outcome=""), name="calls_telling_waiting")]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.answer}"


class Knock(models.Model):
    """How often the public form was sent from one address in one minute: what holds floods off. The address is not kept."""

    id = primary_key()
    source = models.BinaryField()
    minute = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "minute"], name="calls_knock_once_a_minute")]

    def __str__(self) -> str:
        return f"{self.minute} {self.count}"
