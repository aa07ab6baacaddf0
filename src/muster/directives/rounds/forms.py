"""What people type about daily reports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.directives.forms import Typed
from muster.units.models import Level

from . import rules


class RhythmForm(Typed):
    items = forms.CharField(
        label=_("What is counted, one thing a line"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Ask for little: every unit counts it every day. Once a report came, these stay as they are."
        ),
    )
    ended_on = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *values: Any, **options: Any) -> None:
        super().__init__(*values, **options)
        for level in rules.LEVELS:
            self.fields[level] = forms.TimeField(
                label=Level(level).label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
            )

    @property
    def rhythm(self) -> dict[str, Any]:
        typed = self.values
        return {
            "items": typed["items"].splitlines(),
            "cut_offs": {level: typed[level].strftime("%H:%M") for level in rules.LEVELS},
            "ended_on": typed["ended_on"],
        }


class DayReportForm(Typed):
    """A number for each item, named by its place."""

    text = forms.CharField(max_length=500, required=False)

    def __init__(self, data: Any, *, items: int) -> None:
        super().__init__(data)
        self.names = [f"count_{place}" for place in range(items)]
        for name in self.names:
            self.fields[name] = forms.IntegerField(min_value=0, max_value=10**9)

    @property
    def report(self) -> dict[str, Any]:
        typed = self.values
        return {"counts": [typed[name] for name in self.names], "text": typed["text"]}


class DayForm(forms.Form):
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    unit = forms.UUIDField(required=False, widget=forms.HiddenInput)
