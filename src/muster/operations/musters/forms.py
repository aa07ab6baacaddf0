"""What whoever calls decides."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.people.models import Skill
from muster.units.models import Unit

from .rules import Wanted


class MusterForm(forms.Form):
    unit = forms.ChoiceField(label=_("Ask the members of"), help_text=_("And of all units below it."))
    skill = forms.ChoiceField(label=_("With the skill"), required=False)
    title = forms.CharField(label=_("For what"), max_length=60)
    place = forms.CharField(label=_("Where to"), max_length=80)
    needed = forms.IntegerField(
        label=pgettext_lazy("muster call", "How many must come"), min_value=1, max_value=1000, initial=5
    )
    first = forms.IntegerField(
        label=_("Ask at a time"),
        min_value=1,
        max_value=5000,
        initial=20,
        help_text=_("As many as are needed and a few more."),
    )
    minutes = forms.IntegerField(
        label=_("Ask the next after, in minutes"), min_value=1, max_value=240, initial=10
    )
    is_urgent = forms.BooleanField(label=_("Urgent: also at night"), required=False)

    def __init__(self, data: Any = None, *, units: list[Unit], skills: list[Skill]) -> None:
        super().__init__(data)
        self.fields["unit"] = forms.ChoiceField(
            label=_("Ask the members of"),
            help_text=_("And of all units below it."),
            choices=[(str(unit.pk), unit.name) for unit in units],
        )
        self.fields["skill"] = forms.ChoiceField(
            label=_("With the skill"),
            required=False,
            choices=[("", _("any")), *((skill.pk, str(skill)) for skill in skills)],
        )

    @property
    def chosen(self) -> dict[str, Any]:
        """As the command takes it."""
        typed = dict(self.cleaned_data)
        unit_id, skill = UUID(typed.pop("unit")), typed.pop("skill") or None
        return {"unit_id": unit_id, "skill": skill, "wanted": Wanted(**typed)}
