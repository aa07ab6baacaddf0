"""What is asked of people who want in."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _


class PhoneForm(forms.Form):
    phone = forms.CharField(
        label=_("Mobile number"),
        max_length=30,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel", "autofocus": True}),
    )


class CodeForm(forms.Form):
    asked = forms.UUIDField(widget=forms.HiddenInput)
    phone = forms.CharField(max_length=30, widget=forms.HiddenInput, required=False)
    code = forms.CharField(
        label=_("Code from the short message"),
        max_length=20,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}),
    )


class InviteForm(forms.Form):
    """The same fields as on the page where roles are given."""

    person = forms.UUIDField()
    name = forms.CharField(max_length=12)
    until = forms.DateField()

    @property
    def chosen(self) -> tuple[UUID, str, date]:
        told = self.cleaned_data
        return told["person"], told["name"], told["until"]


class NewcomerForm(forms.Form):
    username = forms.CharField(
        label=_("User name"), max_length=60, widget=forms.TextInput({"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 10 characters."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean_password(self) -> Any:
        validate_password(self.cleaned_data["password"])
        return self.cleaned_data["password"]
