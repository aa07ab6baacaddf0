"""Files that people send to be brought in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from muster.kernel.ids import primary_key
from muster.kernel.models import Job
from muster.kernel.personal import Purpose
from muster.people.models import Person


class UploadState(models.TextChoices):
    RECEIVED = "received", _("being checked")
    SOUND = "sound", _("sound")
    FAULTY = "faulty", _("has errors")
    IMPORTED = "imported", _("brought in")


class Upload(models.Model):
    """A file as it was sent, and what came of it. The file itself goes once it was brought in, or after a day."""

    id = primary_key()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    table = models.CharField(max_length=40)
    filename = models.CharField(max_length=200)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=64, blank=True)  # a random name; empty once the file is gone
    faults_as = models.CharField(
        max_length=64, blank=True
    )  # the sheet of its wrong rows, as long as the file
    mended_as = models.JSONField(default=list)  # sheets of mended rows, laid over it one after the other
    state = models.CharField(max_length=10, choices=UploadState.choices, default=UploadState.RECEIVED)
    # created, changed, rows, error_count, errors (values masked, messages by language), refusal (by language), …
    outcome = models.JSONField(default=dict)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")  # the latest
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("upload")
        indexes = [models.Index(fields=["person", "-id"], name="console_upload_newest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=UploadState.values), name="console_upload_known_state"
            )
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def is_at_work(self) -> bool:
        """Whether a job for it waits or runs."""
        return self.job is not None and not self.job.is_over

    @property
    def kept_files(self) -> list[str]:
        return [name for name in (self.stored_as, self.faults_as, *self.mended_as) if name]


class Source(models.Model):
    """What a person said of the columns of a table with just these headers: the next file from there is read the same way."""

    id = primary_key()
    table = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)  # of the header row
    matched = models.JSONField()  # folded header to the key of a column, or to ""
    told_at = models.DateTimeField()

    class Meta:
        verbose_name = _("source")
        constraints = [models.UniqueConstraint(fields=["table", "fingerprint"], name="console_source_once")]

    def __str__(self) -> str:
        return f"{self.table} {self.fingerprint[:8]}"


class Export(models.Model):
    """A list that somebody took out: which, when, in what form. A large one is a file for a day; its mark names this row."""

    id = primary_key()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    listing = models.CharField(max_length=40)
    query = models.TextField(blank=True)  # the filters, as the page's address had them
    form = models.CharField(max_length=10)
    language = models.CharField(max_length=10)
    rows = models.BigIntegerField(default=0)
    purpose = models.CharField(
        max_length=10, blank=True, choices=Purpose.choices
    )  # personal numbers are in clear
    stored_as = models.CharField(max_length=64, blank=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("list taken out")
        indexes = [models.Index(fields=["created_at"], name="console_export_by_age")]

    def __str__(self) -> str:
        return f"{self.listing}.{self.form}"
