"""The reason for looking, and the filters of who looked."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from muster.kernel.personal import Personal, Purpose


class Reason(forms.Form):
    """Why something masked is to be shown."""

    purpose = forms.ChoiceField(label=_("What for"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your words"),
        max_length=200,
        required=False,
        help_text=_("Kept sealed, for auditors and for the person themselves."),
    )

    def __init__(self, line: Personal, data: QueryDict | None = None) -> None:
        super().__init__(data)
        purposes = line.clear.purposes if line.clear else ()
        self.fields["purpose"] = forms.ChoiceField(
            label=_("What for"),
            choices=[(one.value, one.label) for one in purposes],
            widget=forms.RadioSelect,
        )


class FindUnmaskings(forms.Form):
    person = forms.CharField(label=_("Of whom"), required=False, max_length=60)
    viewer = forms.CharField(label=_("Who looked"), required=False, max_length=60)
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    purpose = forms.ChoiceField(
        label=_("What for"), required=False, choices=[("", _("any")), *Purpose.choices]
    )

    @property
    def asked(self) -> dict[str, Any]:
        """A filter that makes no sense is no filter."""
        self.full_clean()
        found = self.cleaned_data
        return {
            "person": found.get("person", ""),
            "viewer": found.get("viewer", ""),
            "day": found.get("day"),
            "purpose": found.get("purpose", ""),
        }
