"""What a project is started with, and what is said of its tasks."""

import re
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from muster.staffing.asking import OfUnit

from . import rules
from .models import ProjectState, TaskState
from .shipped import Draft, Plan, patterns

LINE = re.compile(
    r"(?P<name>.+?)(?:\s*[||]\s*(?P<hours>\d{1,4}(?:\.\d)?))?(?:\s*[||]\s*(?P<after>[\d,, ]+))?"
)


def language() -> str:
    return "zh" if (get_language() or "").startswith("zh") else "en"


class Pattern(OfUnit):
    pattern = forms.ChoiceField(label=_("Start from"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = patterns(language())
        self.fields["pattern"].choices = [("", _("an empty page")), *known.items()]  # type: ignore[attr-defined]  # the stubs know no field by its name


class ProjectForm(forms.Form):
    unit = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=120)
    goal = forms.CharField(
        label=_("Goal"), max_length=200, help_text=_("What will be so, and how one sees that it is.")
    )
    hours = forms.FloatField(
        label=_("Hours until the deadline"), min_value=1, max_value=rules.MOST_HOURS, initial=72
    )
    tasks = forms.CharField(
        label=_("Tasks"),
        widget=forms.Textarea({"rows": 9}),
        help_text=_(
            "One a line: what | by which hour | after which lines. “Install the machines | 48 | 2, 4”."
        ),
    )
    needs = forms.CharField(
        label=_("Needs"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("One a line: what | how many. “Fitters | 6”."),
    )

    def clean_tasks(self) -> tuple[Draft, ...]:
        rows = [_match(line) for line in self.cleaned_data["tasks"].splitlines() if line.strip()]
        hours = self.cleaned_data.get("hours") or rules.MOST_HOURS
        return tuple(
            Draft(
                row["name"][:160],
                float(row["hours"] or hours),
                frozenset(int(number) for number in re.findall(r"\d+", row["after"] or "")),
            )
            for row in rows
        )

    def clean_needs(self) -> tuple[tuple[str, int], ...]:
        rows = [_match(line) for line in self.cleaned_data["needs"].splitlines() if line.strip()]
        return tuple((row["name"][:120], max(1, int(float(row["hours"] or 1)))) for row in rows)

    @property
    def plan(self) -> Plan:
        told = self.cleaned_data
        return Plan(**{name: told[name] for name in ("name", "goal", "hours", "tasks", "needs")})


def written(plan: Plan) -> dict[str, Any]:
    """A pattern as the form shows it."""
    tasks = [f"{one.name} | {one.hours:g}{_written_after(one)}" for one in plan.tasks]
    return {
        "name": plan.name,
        "goal": plan.goal,
        "hours": plan.hours,
        "tasks": "\n".join(tasks),
        "needs": "\n".join(f"{what} | {needed}" for what, needed in plan.needs),
    }


class TaskForm(forms.Form):
    state = forms.ChoiceField(choices=TaskState.choices)


class BlockForm(forms.Form):
    blocked_by = forms.CharField(max_length=200, required=False)


class NeedForm(forms.Form):
    there = forms.IntegerField(min_value=0, max_value=1_000_000)


class EndForm(forms.Form):
    state = forms.ChoiceField(choices=[ProjectState.choices[1], ProjectState.choices[2]])


def _match(line: str) -> re.Match[str]:
    found = LINE.fullmatch(line.strip())
    if found is None:
        raise forms.ValidationError(_("This line cannot be read: {line}").format(line=line[:60]))
    return found


def _written_after(one: Draft) -> str:
    return f" | {', '.join(map(str, sorted(one.after)))}" if one.after else ""
