"""What people paste."""

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.directives.forms import Typed


class PasteForm(Typed):
    text = forms.CharField(
        label=_("Replies from the group chat"),
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 8, "placeholder": "#接龙\n1. 张三 收到\n2. 李四"}),
        help_text=_("Paste the whole relay. Nothing is kept before you have looked it over."),
    )
