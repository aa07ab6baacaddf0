"""Seats of zones and teams, who holds them, and plans of who might."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.kernel.ids import primary_key
from muster.operations.models import Operation
from muster.people.models import Person, Skill
from muster.units.models import Unit


class GroupKind(models.TextChoices):
    ZONE = "zone", _("zone")
    TEAM = "team", _("team")


class SeatKind(models.TextChoices):
    LEADER = "leader", pgettext_lazy("seat", "leader")
    SKILLED = "skilled", pgettext_lazy("seat", "skilled")
    GENERAL = "general", pgettext_lazy("seat", "general")


class SeatState(models.TextChoices):
    VACANT = "vacant", pgettext_lazy("seat", "vacant")
    FILLED = "filled", pgettext_lazy("seat", "filled")
    CLOSED = "closed", pgettext_lazy("seat", "closed")


class VacancyReason(models.TextChoices):
    """Why the last plan left a seat vacant; in words, with numbers, in `words.py`."""

    NOBODY_AVAILABLE = "nobody_available", _("nobody is free")
    NOBODY_QUALIFIED = "nobody_qualified", _("nobody free has the skill")
    NOBODY_NEAR = "nobody_near", _("nobody suitable lives near enough")
    TOO_FEW_PEOPLE = "too_few_people", _("more seats than free people")
    TOO_FEW_QUALIFIED = "too_few_qualified", _("more such seats than people for them")
    NEEDED_ELSEWHERE = "needed_elsewhere", _("those who could are needed more elsewhere")
    NOT_WORTH_THE_DISTANCE = "not_worth_the_distance", _("too far for what it is worth")
    TAKEN_MEANWHILE = "taken_meanwhile", _("whoever was meant for it took another role or is no longer free")


class Seat(models.Model):
    """A place in a zone or a team that one person takes. `group_id` is the zone's or team's id; apps above own those."""

    id = primary_key()
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    group_kind = models.CharField(max_length=4, choices=GroupKind.choices)
    group_id = models.UUIDField()
    group_name = models.CharField(max_length=160)
    kind = models.CharField(max_length=8, choices=SeatKind.choices)
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    longitude = models.FloatField()
    latitude = models.FloatField()
    state = models.CharField(max_length=6, choices=SeatState.choices, default=SeatState.VACANT)
    state_on = models.DateField()
    # What the last plan said of it while it is vacant: why, how many free people could take such a seat, how
    # many such seats there are.
    reason = models.CharField(max_length=24, choices=VacancyReason.choices, blank=True, db_default="")
    qualified = models.IntegerField(null=True)
    rivals = models.IntegerField(null=True)

    class Meta:
        verbose_name = _("seat")
        constraints = [
            models.UniqueConstraint(
                fields=["group_id"],
                condition=Q(kind="leader") & ~Q(state="closed"),
                name="staffing_seat_one_leader",
            ),
            models.CheckConstraint(
                condition=Q(kind="skilled", skill__isnull=False)
                | (~Q(kind="skilled") & Q(skill__isnull=True)),
                name="staffing_seat_skilled_names_its_skill",
            ),
            models.CheckConstraint(
                condition=Q(reason="") | Q(state="vacant"), name="staffing_seat_reason_only_while_vacant"
            ),
            models.CheckConstraint(condition=Q(state__in=SeatState.values), name="staffing_seat_known_state"),
        ]
        indexes = [
            models.Index(fields=["group_id"], name="staffing_seat_by_group"),
            models.Index(
                fields=["operation", "unit"], condition=Q(state="vacant"), name="staffing_seat_vacant"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_name} {self.kind}"


class Assignment(models.Model):
    """Who holds a seat, from a moment until another. One person, one role."""

    id = primary_key()
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="+", db_index=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="assignments", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("assignment")
        constraints = [
            models.UniqueConstraint(
                fields=["operation", "person"],
                condition=Q(ended_at=None),
                name="staffing_assignment_one_role",
            ),
            models.UniqueConstraint(
                fields=["seat"], condition=Q(ended_at=None), name="staffing_assignment_one_holder"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")),
                name="staffing_assignment_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.seat_id}"


class Volunteer(models.Model):
    """Somebody who came forward to a unit, on whatever roll or none, and may be given a general seat there."""

    id = primary_key()
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("volunteer")
        constraints = [
            models.UniqueConstraint(fields=["operation", "unit", "person"], name="staffing_volunteer_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.unit_id}"


class PlanState(models.TextChoices):
    PREVIEW = "preview", pgettext_lazy("plan", "preview")
    COMMITTED = "committed", pgettext_lazy("plan", "committed")
    DISCARDED = "discarded", pgettext_lazy("plan", "discarded")


class StaffingPlan(models.Model):
    """Who might take which vacant seat under a unit: worked out, verified, not yet done."""

    id = primary_key()
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=PlanState.choices, default=PlanState.PREVIEW)
    person_id = models.UUIDField(null=True)  # who asked for it
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    seed = models.IntegerField()
    people = models.IntegerField()  # free, when it was made
    seats = models.IntegerField()  # vacant, when it was made
    certificate = (
        models.JSONField()
    )  # how good it is and how that is known: see planning.staffing.Certificate
    parts = models.JSONField()  # by kind of group and seat: seats, filled; and vacancies by reason
    placements = models.BinaryField()  # seat, person, reason: see placements.py. Emptied once it is decided
    dropped = models.IntegerField(default=0)  # placements that had become impossible when it was committed

    class Meta:
        verbose_name = _("staffing plan")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="preview", decided_at=None)
                | (~Q(state="preview") & Q(decided_at__isnull=False)),
                name="staffing_staffingplan_decided_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.state}"
