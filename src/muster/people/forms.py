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

    line = forms.ChoiceField(
        label=_("By which line"),
        required=False,
        choices=[
            ("", _("their roll lies here")),
            ("locality", _("they report here as well")),
            ("either", _("either, each once")),
        ],
    )

    @property
    def asked(self) -> tuple[str, bool, str]:
        """The words, whether the units below are left out, and the line."""
        self.full_clean()
        found = self.cleaned_data
        return found.get("q", ""), found.get("whose") == "own", found.get("line") or "roll"


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
