"""Bulletins, the numbers that each stated when it was published, and their errata."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.figures.models import NumericField
from muster.kernel.ids import primary_key
from muster.operations.models import Operation
from muster.people.models import Person
from muster.units.models import Unit

from .rules import Verdict

TOKEN_BYTES = 9
LONGEST_WORDING = 120


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


class Kind(models.TextChoices):
    FIRST = "first", _("first report")
    FOLLOW_UP = "follow_up", _("follow-up report")
    FINAL = "final", _("final report")


class State(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("bulletin", "draft")
    PUBLISHED = "published", pgettext_lazy("bulletin", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("bulletin", "withdrawn")


class Bulletin(models.Model):
    """A report of a unit on an operation. Its text stays as it was published; what proves wrong later is an erratum."""

    id = primary_key()
    operation = models.ForeignKey(
        Operation, on_delete=models.PROTECT, related_name="bulletins", db_index=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="bulletins")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=200)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    author = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+"
    )  # null: a system
    edited_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)  # one more at each edit: two writers notice each other
    token = models.CharField(max_length=20, unique=True, default=new_token)  # of its public page
    number = models.PositiveIntegerField(null=True)  # in the series of its unit in this operation
    as_of = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("bulletin")
        constraints = [
            models.UniqueConstraint(
                fields=["operation", "unit", "number"], name="bulletins_bulletin_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None, number=None, as_of=None)
                | Q(
                    state__in=["published", "withdrawn"],
                    published_at__isnull=False,
                    number__isnull=False,
                    as_of__isnull=False,
                ),
                name="bulletins_bulletin_numbered_when_published",
            ),
        ]
        indexes = [
            models.Index(fields=["operation", "-id"], name="bulletins_newest"),
            models.Index(fields=["-published_at"], name="bulletins_public", condition=Q(state="published")),
        ]

    def __str__(self) -> str:
        return self.title


class Statement(models.Model):
    """A number of a published bulletin, what it allows, and the figure it stated as it was then."""

    id = primary_key()
    bulletin = models.ForeignKey(
        Bulletin, on_delete=models.CASCADE, related_name="statements", db_index=False
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.CharField(max_length=LONGEST_WORDING)
    verdict = models.CharField(max_length=5, choices=[(verdict.value, verdict.value) for verdict in Verdict])
    low = NumericField(null=True)  # null: endless
    high = NumericField(null=True)
    low_open = models.BooleanField()
    high_open = models.BooleanField()
    figure = models.CharField(max_length=80, blank=True)
    value = NumericField(null=True)
    measure = models.CharField(max_length=40, blank=True)
    parts = models.JSONField(default=list)  # [{"name", "value"}]: what each unit directly below added

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "start"], name="bulletins_statement_one_a_place")
        ]
        ordering = ["start"]

    def __str__(self) -> str:
        return self.text


class Erratum(models.Model):
    """A figure that a published bulletin stated, and what a recount of the same day says."""

    id = primary_key()
    bulletin = models.ForeignKey(Bulletin, on_delete=models.CASCADE, related_name="errata")
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="errata")
    figure = models.CharField(max_length=80)
    before = NumericField()
    after = NumericField(null=True)  # null: there is no such figure of that day any more
    text = models.CharField(max_length=LONGEST_WORDING)  # the number as the bulletin words it
    noted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("erratum")
        ordering = ["noted_at", "id"]

    def __str__(self) -> str:
        return f"{self.text}: {self.before} → {self.after}"
