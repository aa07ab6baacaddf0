"""What people ask of a roll, and who acts for them."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .labels import ROLE_LABELS

USUAL_TERM = timedelta(days=92)


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


def day_field() -> forms.DateInput:
    """Browsers take and give ISO dates, whatever they show."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RoleForm(forms.Form):
    """`names`: the roles that this giver may give."""

    person = forms.UUIDField()
    name = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    since = forms.DateField(label=_("From"), widget=day_field())
    until = forms.DateField(
        label=_("Until"),
        help_text=_("The first day on which the role is over. It ends by itself."),
        widget=day_field(),
    )

    def __init__(self, data: Any, *, names: list[str], today: datetime) -> None:
        super().__init__(data)
        day = timezone.localdate(today)
        self.initial = {"since": day, "until": day + USUAL_TERM}
        self.fields["name"].choices = [(name, ROLE_LABELS[name]) for name in names]  # type: ignore[attr-defined]  # the stubs know no field by its name

    @property
    def chosen(self) -> dict[str, Any]:
        """As the command takes it."""
        typed = self.cleaned_data
        return {key: typed[key] for key in ("name", "since", "until")} | {"person_id": typed["person"]}


class DeputyForm(forms.Form):
    deputy = forms.UUIDField()
    since = forms.DateField(label=_("From"), widget=day_field())
    until = forms.DateField(
        label=_("Back on"),
        help_text=_("The first day on which you act again."),
        widget=day_field(),
    )

    @property
    def chosen(self) -> dict[str, Any]:
        """As the command takes it."""
        typed = self.cleaned_data
        return {"deputy_id": typed["deputy"], "since": typed["since"], "until": typed["until"]}
