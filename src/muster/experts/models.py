"""The register of experts: who can do what, on what proof, checked by whom, until when."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.kernel.ids import primary_key
from muster.people.models import Person, Skill
from muster.units.models import Unit


class Language(models.TextChoices):
    """What experts speak beside the language of the place."""

    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")
    RUSSIAN = "ru", _("Russian")
    JAPANESE = "ja", _("Japanese")
    KOREAN = "ko", _("Korean")
    SPANISH = "es", _("Spanish")
    ARABIC = "ar", _("Arabic")
    CANTONESE = "yue", _("Cantonese")
    YI = "ii", _("Yi")
    TIBETAN = "bo", _("Tibetan")
    SIGN = "sgn", _("sign language")


class Expert(models.Model):
    """A person in the register. `unit` keeps the entry."""

    id = primary_key()
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="expert")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    languages = ArrayField(models.CharField(max_length=3, choices=Language.choices), default=list, blank=True)
    is_free = models.BooleanField(default=True)  # by their own word
    registered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("expert")

    def __str__(self) -> str:
        return str(self.person_id)


class Qualification(models.Model):
    """A skill, with its proof. It counts once somebody else has seen the proof, and until it expires."""

    id = primary_key()
    expert = models.ForeignKey(
        Expert, on_delete=models.CASCADE, related_name="qualifications", db_index=False
    )
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    proof = models.CharField(max_length=120)
    number = models.BinaryField(null=True)  # of the document, sealed
    declared_by_id = models.UUIDField(null=True)
    declared_at = models.DateTimeField()
    verified_by_id = models.UUIDField(null=True)
    verified_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    expires_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("qualification")
        constraints = [
            models.UniqueConstraint(fields=["expert", "skill"], name="experts_qualification_once"),
            models.CheckConstraint(
                condition=Q(verified_at=None) | Q(refused_at=None), name="experts_qualification_one_verdict"
            ),
        ]
        indexes = [
            models.Index(
                fields=["skill", "expert"],
                condition=Q(verified_at__isnull=False),
                name="experts_qualification_verified",
            )
        ]

    def __str__(self) -> str:
        return f"{self.expert_id} {self.skill_id}"
