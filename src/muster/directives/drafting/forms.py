"""What people type about a draft."""

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.directives.forms import Typed


class CoAuthorForm(Typed):
    name = forms.CharField(label=_("Name of a colleague"), max_length=60)


class AttachForm(Typed):
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, Word, Excel or a picture, up to 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"}),
    )
