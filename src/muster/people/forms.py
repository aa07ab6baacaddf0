"""What people ask of a roll."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FindMembers(forms.Form):
    q = forms.CharField(label=_("Name or pinyin"), required=False, max_length=60)
    whose = forms.ChoiceField(
        label=_("Of which units"),
        required=False,
        choices=[("", _("with all units below")), ("own", _("this unit alone"))],
    )

    @property
    def asked(self) -> tuple[str, bool]:
        """The words, and whether the units below are left out."""
        self.full_clean()
        return self.cleaned_data.get("q", ""), self.cleaned_data.get("whose") == "own"
