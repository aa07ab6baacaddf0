"""The journal and its seals, keys, and jobs."""

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .ids import primary_key


class Xid8Field(models.Field[int, int]):
    """The id of the transaction that wrote the row; readers that must miss nothing stop at `pg_snapshot_xmin`."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:  # noqa: ARG002 - Django's signature
        return "xid8"


class CurrentTransaction(models.Func):
    function = "pg_current_xact_id"
    arity = 0
    output_field = Xid8Field()


class Entry(models.Model):
    """One row a command: who did what to what. Holds ids and numbers, never personal data."""

    id = primary_key()
    transaction = Xid8Field(db_default=CurrentTransaction(), editable=False)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    person_id = models.UUIDField(null=True)
    system = models.CharField(max_length=60, blank=True)
    event = models.CharField(max_length=80)
    operation_id = models.UUIDField(null=True)
    unit_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True)
    count = models.IntegerField(default=1)
    about = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("journal entry")
        indexes = [
            models.Index(fields=["operation_id", "-id"], name="kernel_entry_by_operation"),
            models.Index(fields=["subject_id", "-id"], name="kernel_entry_by_subject"),
            models.Index(fields=["recorded_at"], name="kernel_entry_by_recorded"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.subject_id}"


class Seal(models.Model):
    """A block of entries and the hash that chains it to the block before."""

    number = models.IntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    entries = models.IntegerField()
    previous_hash = models.BinaryField()
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.number} ({self.entries})"


class SealedEntry(models.Model):
    """Which block an entry lies in: a row of its own, since entries are never updated."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True)
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.entry_id} in {self.seal_id}"


class DataKey(models.Model):
    """A key for personal data, wrapped by the master key. Destroy the row's secret and the data is gone.

    The first byte of what it sealed is its generation.
    """

    scope_id = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField(null=True)
    generation = models.PositiveSmallIntegerField(default=1, db_default=1)
    created_at = models.DateTimeField(db_default=Now())
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wrapped__isnull=True) ^ models.Q(destroyed_at__isnull=True),
                name="kernel_datakey_gone_when_destroyed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope_id} {self.generation}"


class OlderKey(models.Model):
    """A key that seals nothing more, kept until what it sealed is sealed anew."""

    id = primary_key()
    key = models.ForeignKey(DataKey, on_delete=models.CASCADE, related_name="older", db_index=False)
    generation = models.PositiveSmallIntegerField()
    wrapped = models.BinaryField()
    renewed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "generation"], name="kernel_olderkey_once")]

    def __str__(self) -> str:
        return f"{self.key_id} {self.generation}"


class JobState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    STOPPED = "stopped", _("stopped")


class Job(models.Model):
    """Long work that shows progress, can be left and found again, and can be stopped."""

    id = primary_key()
    name = models.CharField(max_length=80)
    person_id = models.UUIDField(null=True)
    operation_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    phase = models.CharField(max_length=80, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    stop_requested = models.BooleanField(default=False)
    arguments = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    failure = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-created_at"], name="kernel_job_newest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=JobState.values), name="kernel_job_known_state"
            ),
            models.CheckConstraint(
                condition=models.Q(finished_at__isnull=False, state__in=["done", "failed", "stopped"])
                | models.Q(finished_at__isnull=True, state__in=["waiting", "running"]),
                name="kernel_job_finished_when_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"

    @property
    def is_over(self) -> bool:
        return self.finished_at is not None

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.total) if self.total else 0
