"""How a unit's chat, and how one oneself, can be reached."""

from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import RoomKind


class RoomForm(forms.Form):
    kind = forms.ChoiceField(label=_("Service"), choices=RoomKind.choices)
    name = forms.CharField(label=pgettext_lazy("chat", "Name"), max_length=60)
    key = forms.CharField(
        label=_("Key of the robot"),
        max_length=300,
        help_text=_("For a webhook, its whole address. It is kept sealed and is not shown again."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    @property
    def chosen(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class EmailForm(forms.Form):
    address = forms.CharField(
        label=_("E-mail address"), required=False, max_length=254, help_text=_("Empty: no e-mail.")
    )

    @property
    def address_typed(self) -> str:
        self.full_clean()
        return str(self.cleaned_data.get("address", ""))


class CallForm(forms.Form):
    """Two buttons: what is wrong here is no one's typing."""

    unit = forms.UUIDField()
    reached = forms.ChoiceField(choices=[("yes", ""), ("no", "")])

    @property
    def values(self) -> dict[str, Any]:
        if not self.is_valid():
            raise BadRequest
        return {
            "unit_id": self.cleaned_data["unit"],
            "is_reached": self.cleaned_data["reached"] == "yes",
        }
