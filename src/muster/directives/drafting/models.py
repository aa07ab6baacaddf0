"""What belongs to a draft: who writes it too, what is attached, what was said about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from muster.kernel.ids import primary_key
from muster.people.models import Person


class CoAuthor(models.Model):
    """Somebody whom the author lets edit the draft."""

    id = primary_key()
    directive = models.ForeignKey(
        "directives.Directive", on_delete=models.CASCADE, related_name="co_authors", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directive", "person"], name="directives_coauthor_once")
        ]

    def __str__(self) -> str:
        return f"{self.directive_id} by {self.person_id}"


class Attachment(models.Model):
    """A file that goes with a directive. It lies in the database, so that one backup holds everything."""

    id = primary_key()
    directive = models.ForeignKey(
        "directives.Directive", on_delete=models.CASCADE, related_name="attachments"
    )
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("attachment")

    def __str__(self) -> str:
        return self.name


class ReviewNote(models.Model):
    """What was said about a draft on its way to signing."""

    id = primary_key()
    directive = models.ForeignKey(
        "directives.Directive", on_delete=models.CASCADE, related_name="review_notes"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    sends_back = models.BooleanField(default=False)
    text = models.TextField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.directive_id} {self.at}"
