"""Records that may be one person, and records that were made one. Ids and reasons only: what was compared is not kept."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.kernel.ids import primary_key
from muster.people.models import Person


class PairState(models.TextChoices):
    OPEN = "open", pgettext_lazy("pair", "to be decided")
    MERGED = "merged", pgettext_lazy("pair", "one person")
    APART = "apart", pgettext_lazy("pair", "two people")


class Pair(models.Model):
    """Two records that fit. Decided once: what is two people is not proposed again."""

    id = primary_key()
    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()  # bits
    reasons = models.IntegerField()  # bits of matching.REASONS
    is_sure = models.BooleanField()
    state = models.CharField(max_length=6, choices=PairState.choices, default=PairState.OPEN)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("pair of records")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="duplicates_pair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="duplicates_pair_in_order"),
            models.CheckConstraint(
                condition=Q(state__in=PairState.values), name="duplicates_pair_known_state"
            ),
        ]
        indexes = [models.Index(fields=["state", "-score"], name="duplicates_pair_likeliest")]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"


class Merge(models.Model):
    """One record goes on for another. `taken` names the fields that the kept record took over."""

    id = primary_key()
    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="merges")
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    gone = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    taken = models.JSONField(default=list)
    effects = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("merge of records")
        constraints = [
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at=None), name="duplicates_merge_gone_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} into {self.kept_id}"


class MovedRow(models.Model):
    """A row that went from one record to the other, by ids alone."""

    id = primary_key()
    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="rows", db_index=False)
    key = models.CharField(max_length=60)
    row_id = models.UUIDField()
    from_id = models.UUIDField()
    to_id = models.UUIDField()
    made_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merge", "key", "row_id"], name="duplicates_movedrow_once")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.row_id}"
