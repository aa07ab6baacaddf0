"""What people ask of seats, and what a plan is given."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from . import rules
from .asking import ANY, Asking, OfUnit
from .models import GroupKind, VacancyReason
from .queries import NOT_PLANNED

REASONS = [*ANY, (NOT_PLANNED, _("not planned yet")), *VacancyReason.choices]


class FindVacancies(OfUnit):
    text = forms.CharField(label=_("Zone or team"), required=False, max_length=60)
    group_kind = forms.ChoiceField(
        label=pgettext_lazy("kind of seat", "Of"), required=False, choices=[*ANY, *GroupKind.choices]
    )
    reason = forms.ChoiceField(label=_("Vacant because"), required=False, choices=REASONS)


class FindPeople(Asking):
    text = forms.CharField(label=_("Name or pinyin"), required=False, max_length=40)


class StaffingForm(forms.Form):
    unit = forms.UUIDField(widget=forms.HiddenInput)
    kilometres = forms.IntegerField(
        label=_("Nobody is sent farther than (km)"),
        min_value=1,
        max_value=rules.MOST_METRES // 1000,
        initial=rules.FAR_ENOUGH // 1000,
    )
    seconds = forms.IntegerField(
        label=_("Plan for at most (seconds)"),
        min_value=1,
        max_value=rules.MOST_SECONDS,
        initial=30,
        help_text=_("It ends earlier once the plan is proved to be the best."),
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=0,
        max_value=2**31 - 1,
        initial=0,
        help_text=_("The same seed, seats and people give the same plan."),
    )


class PersonForm(forms.Form):
    person = forms.UUIDField(widget=forms.HiddenInput)


class FindWhose(OfUnit):
    only_others = forms.BooleanField(label=_("Only those whose roll lies elsewhere"), required=False)
