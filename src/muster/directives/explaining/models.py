"""A directive in words for residents."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from muster.kernel.ids import primary_key
from muster.people.models import Person


class Explanation(models.Model):
    """One source of the sheet, the poster and the short message, so that they never say different things."""

    id = primary_key()
    directive = models.OneToOneField(
        "directives.Directive", on_delete=models.CASCADE, related_name="explanation"
    )
    version = models.PositiveSmallIntegerField()  # of the directive that it explains
    headline = models.CharField(max_length=40)
    points = models.JSONField()  # what it means for a household, one line each
    ask = models.CharField(max_length=80)  # whom to ask
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("explanation")

    def __str__(self) -> str:
        return self.headline
