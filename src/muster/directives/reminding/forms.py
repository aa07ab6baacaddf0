"""What people type to change how reminders climb: a row a step."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.directives.forms import Typed
from muster.messages import rules
from muster.messages.models import Act, Channel

HOUR = 60
ACTS = [("", pgettext_lazy("ladder", "no step")), *((act, Act(act).label) for act in rules.ACTS)]
SPANS = [("1", pgettext_lazy("after", "minutes")), (str(HOUR), pgettext_lazy("after", "hours"))]
SPARE = 2  # empty rows, for further steps
NAMES = ("act", "after", "span", "channels")


class SubtreeForm(Typed):
    unit = forms.UUIDField(label=_("Unit"))


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    act: forms.BoundField
    after: forms.BoundField
    span: forms.BoundField
    channels: forms.BoundField


class LadderForm(forms.Form):
    """The steps to come; those that were taken stay as they are and are not typed again."""

    def __init__(self, *values: Any, steps: Sequence[dict[str, Any]], passed: int, **options: Any) -> None:
        super().__init__(*values, **options)
        self.kept = list(steps[:passed])
        self.numbers = range(passed, min(max(len(steps), passed) + SPARE, rules.MOST_STEPS))
        for number in self.numbers:
            self._add(number, steps[number] if number < len(steps) else {})

    def __iter__(self) -> Iterator[forms.BoundField]:
        return iter(())  # it is shown by its rows

    @property
    def rows(self) -> list[Row]:
        return [Row(number + 1, *(self[f"{name}_{number}"] for name in NAMES)) for number in self.numbers]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in self.numbers:
            if cleaned.get(f"act_{number}") and cleaned.get(f"after_{number}") is None:
                self.add_error(f"after_{number}", _("When?"))
        if not self.errors and not rules.is_ladder(self.steps):
            self.add_error(
                None,
                _(
                    "Each step comes later than the one before, the last within 14 days; a step that writes needs a channel."
                ),
            )
        return cleaned

    @property
    def steps(self) -> list[dict[str, Any]]:
        return self.kept + [
            self._step(number) for number in self.numbers if self.cleaned_data[f"act_{number}"]
        ]

    def _step(self, number: int) -> dict[str, Any]:
        act, after, span, channels = (self.cleaned_data[f"{name}_{number}"] for name in NAMES)
        step = {"after": after * int(span), "act": act}
        return step | {"channels": channels} if act in rules.WRITES else step

    def _add(self, number: int, step: dict[str, Any]) -> None:
        after = step.get("after")
        in_hours = after is not None and after > 0 and after % HOUR == 0
        self.fields[f"act_{number}"] = forms.ChoiceField(
            label=pgettext_lazy("reminders", "Step"),
            choices=ACTS,
            required=False,
            initial=step.get("act", ""),
        )
        self.fields[f"after_{number}"] = forms.IntegerField(
            label=pgettext_lazy("reminders", "After"),
            min_value=0,
            max_value=rules.LATEST_STEP.days * 24 * HOUR,
            required=False,
            initial=after // HOUR if after is not None and in_hours else after,
        )
        self.fields[f"span_{number}"] = forms.ChoiceField(
            label=pgettext_lazy("reminders", "Unit of time"),
            choices=SPANS,
            initial=str(HOUR if in_hours else 1),
        )
        self.fields[f"channels_{number}"] = forms.MultipleChoiceField(
            label=_("Channels"),
            choices=Channel.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            initial=step.get("channels", [] if step else ["sms", "email"]),
        )
