"""What people type to change a directive."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .commands import Amendment

MATERIAL = [("no", _("no: a note tells of it")), ("yes", _("yes: units that have accepted are asked again"))]


class AmendForm(forms.Form):
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    body = forms.CharField(
        label=pgettext_lazy("directive", "Text"),
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    due_on = forms.DateField(
        label=_("Due on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(
        label=_("What changed, in a sentence"),
        max_length=300,
        help_text=_("It stands above the text for everyone who has it."),
    )
    material = forms.ChoiceField(
        label=_("Does it change what units have to do?"), choices=MATERIAL, widget=forms.RadioSelect
    )

    @property
    def amendment(self) -> Amendment:
        typed: dict[str, Any] = self.cleaned_data
        return Amendment(
            base=typed["base"],
            body=typed["body"],
            note=typed["note"],
            due_on=typed["due_on"],
            is_material=typed["material"] == "yes",
        )
