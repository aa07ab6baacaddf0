"""What is asked of people who want in."""

from django import forms
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
