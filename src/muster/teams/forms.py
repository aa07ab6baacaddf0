"""What people ask of teams, and what a team is given."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from muster.staffing.asking import ANY, OfUnit

from . import queries, rules
from .models import TeamKind
from .queries import COMPLETE, WITH_VACANCY, WITHOUT_LEADER

VACANCIES = [
    *ANY,
    (WITHOUT_LEADER, _("without a leader")),
    (WITH_VACANCY, _("with a vacant seat")),
    (COMPLETE, _("complete")),
]


def skill_choices() -> list[tuple[str, Any]]:
    return [(skill.code, str(skill)) for skill in queries.skills()]


class FindTeams(OfUnit):
    text = forms.CharField(label=_("Name"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[*ANY, *TeamKind.choices])
    vacancy = forms.ChoiceField(label=_("Staffed"), required=False, choices=VACANCIES)


class TeamForm(forms.Form):
    unit = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=160)
    kind = forms.ChoiceField(label=_("Kind"), choices=TeamKind.choices)
    task = forms.CharField(label=_("Task"), max_length=200, required=False)
    skills = forms.MultipleChoiceField(
        label=_("One seat for each of these skills"),
        required=False,
        choices=lazy(skill_choices, list),
        widget=forms.CheckboxSelectMultiple,
    )
    helpers = forms.IntegerField(
        label=_("Seats that need no skill"), min_value=0, max_value=rules.MOST_HELPERS, initial=7
    )


class FormTeamsForm(forms.Form):
    unit = forms.UUIDField(widget=forms.HiddenInput)
    teams = forms.IntegerField(label=_("How many teams"), min_value=1, max_value=100_000)
