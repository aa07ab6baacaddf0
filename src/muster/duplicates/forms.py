"""What people decide about a pair."""

from django import forms


class Keep(forms.Form):
    kept = forms.UUIDField(widget=forms.HiddenInput)
