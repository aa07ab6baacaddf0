"""Persons, their memberships and skills; accounts and roles."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from muster.kernel.ids import primary_key
from muster.places.models import Home
from muster.units.models import Unit

from .rules import ROLE_POWERS


class Person(models.Model):
    """Someone on the roll, or who came forward. Numbers are sealed; their blind indexes find them again."""

    id = primary_key()
    name = models.CharField(max_length=60)
    pinyin = models.CharField(max_length=120, blank=True)
    sex = models.CharField(max_length=6, blank=True, choices=[("female", _("female")), ("male", _("male"))])
    id_number = models.BinaryField(null=True)
    id_number_index = models.BinaryField(null=True)
    phone = models.BinaryField(null=True)
    phone_index = models.BinaryField(null=True)
    home = models.ForeignKey(Home, on_delete=models.PROTECT, null=True, related_name="persons")
    is_available = models.BooleanField(default=True)
    # The record that goes on for this one: the two are one person. See the app `duplicates`.
    same_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    is_spared = models.BooleanField(default=False)  # frail, ill, pregnant or caring for someone: stays home

    class Meta:
        verbose_name = _("person")
        constraints = [
            models.UniqueConstraint(fields=["id_number_index"], name="people_person_id_number_once")
        ]
        indexes = [
            models.Index(fields=["phone_index"], name="people_person_by_phone"),
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="people_person_name_search"),
            GinIndex(fields=["pinyin"], opclasses=["gin_trgm_ops"], name="people_person_pinyin_search"),
        ]

    def __str__(self) -> str:
        return self.name


class MembershipKind(models.TextChoices):
    FULL = "full", _("full member")
    PROBATIONARY = "probationary", _("probationary member")


class Office(models.TextChoices):
    SECRETARY = "secretary", _("secretary")
    DEPUTY = "deputy", _("deputy secretary")
    COMMITTEE = "committee", _("committee member")
    NONE = "none", _("none")


class Membership(models.Model):
    """Where a member's roll lies: one unit at a time."""

    id = primary_key()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    kind = models.CharField(max_length=12, choices=MembershipKind.choices)
    office = models.CharField(max_length=10, choices=Office.choices, default=Office.NONE)
    during = DateRangeField()

    class Meta:
        verbose_name = _("membership")
        constraints = [
            ExclusionConstraint(
                name="people_membership_one_roll_at_a_time",
                expressions=[("person", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.unit_id}"


class DualReport(models.Model):
    """A member who also reports to the unit of the community where they live (双报到). The roll stays where it is."""

    id = primary_key()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="dual_reports", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    during = DateRangeField()

    class Meta:
        verbose_name = _("dual report")
        constraints = [
            ExclusionConstraint(
                name="people_dualreport_one_at_a_time",
                expressions=[("person", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.unit_id}"


class Skill(models.Model):
    """What people can do, as data. `bit` is its place in the planner's mask."""

    code = models.SlugField(primary_key=True, max_length=40)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    bit = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ["bit"]
        constraints = [
            models.CheckConstraint(condition=models.Q(bit__lt=63), name="people_skill_fits_the_mask")
        ]

    def __str__(self) -> str:
        return self.name_zh if (get_language() or "").startswith("zh") else self.name_en


class PersonSkill(models.Model):
    id = primary_key()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="skills", db_index=False)
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "skill"], name="people_personskill_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.skill_id}"


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=username)


class Account(AbstractBaseUser):
    """A log-in. What it may do follows from its person's roles."""

    id = primary_key()
    username = models.CharField(_("user name"), max_length=60)
    email = models.EmailField(blank=True)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="account")
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=10, blank=True)
    phone_index = models.BinaryField(null=True)  # the number that its holder confirmed last

    objects = AccountManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("account")
        constraints = [models.UniqueConstraint(fields=["username"], name="people_account_username_once")]

    def __str__(self) -> str:
        return self.username

    def has_perm(self, perm: str, obj: object = None) -> bool:  # noqa: ARG002 - Django asks; powers are the Actor's
        return False

    def has_module_perms(self, app_label: str) -> bool:  # noqa: ARG002 - Django's signature
        return False


class Role(models.Model):
    """A role on a unit and everything under it, for a span of days."""

    id = primary_key()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="roles")
    name = models.CharField(max_length=12, choices=[(name, name) for name in ROLE_POWERS])
    during = DateRangeField()
    given_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("role")
        constraints = [
            ExclusionConstraint(
                name="people_role_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.unit_id}"


class Deputy(models.Model):
    """Who acts for a person who is away, for a span of days. Powers move for the span; a deputy may be away in turn."""

    id = primary_key()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="deputies", db_index=False)
    deputy = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="deputises_for")
    during = DateRangeField()
    named_at = models.DateTimeField()

    class Meta:
        verbose_name = _("deputy")
        constraints = [
            ExclusionConstraint(
                name="people_deputy_one_at_a_time",
                expressions=[("person", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("deputy")), name="people_deputy_is_another"
            ),
            models.CheckConstraint(
                condition=models.Q(during__upper_inf=False, during__lower_inf=False),
                name="people_deputy_for_a_span",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy_id} for {self.person_id}"
