"""What people type to explain a directive."""

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.directives.forms import Typed


class ExplainForm(Typed):
    headline = forms.CharField(
        label=_("Headline"), max_length=40, help_text=_("What it comes to, for a household.")
    )
    points = forms.CharField(
        label=_("What it means, one point a line"),
        max_length=800,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("At most 8 points of 60 characters: no numbers of articles, no words from the office."),
    )
    ask = forms.CharField(
        label=_("Whom to ask"), max_length=80, help_text=_("A place and a telephone number.")
    )
