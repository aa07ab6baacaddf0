"""Filters that come in the URL. One that makes no sense is no filter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

ANY = [("", _("any"))]


class Asking(forms.Form):
    @property
    def asked(self) -> dict[str, Any]:
        """What is looked for, by field; empty where nothing is."""
        self.full_clean()
        return {
            name: self.cleaned_data.get(name) or field.to_python("") for name, field in self.fields.items()
        }


class OfUnit(Asking):
    """A page about a unit and all below it."""

    unit = forms.UUIDField(required=False, widget=forms.HiddenInput)
