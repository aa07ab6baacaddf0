"""What people ask of a roll, and who acts for them."""

from typing import Any

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


class DeputyForm(forms.Form):
    deputy = forms.UUIDField()
    since = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(
        label=_("Back on"),
        help_text=_("The first day on which you act again."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    @property
    def chosen(self) -> dict[str, Any]:
        """As the command takes it."""
        typed = self.cleaned_data
        return {"deputy_id": typed["deputy"], "since": typed["since"], "until": typed["until"]}
