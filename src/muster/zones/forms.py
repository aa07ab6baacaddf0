"""What people ask of zones, and what a plan is given."""

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.staffing.asking import ANY, Asking, OfUnit

from . import rules
from .queries import COMPLETE, WITH_VACANCY, WITHOUT_KEEPER

VACANCIES = [
    *ANY,
    (WITHOUT_KEEPER, _("without a keeper")),
    (WITH_VACANCY, _("with a vacant seat")),
    (COMPLETE, _("complete")),
]
MEASURES = [
    ("vacant", _("vacant seats")),
    ("unkept", _("zones without a keeper")),
    ("zones", _("zones")),
    ("homes", _("homes in a zone")),
    ("deviation", _("largest deviation (%)")),
]


class FindZones(OfUnit):
    text = forms.CharField(label=_("Name or code"), required=False, max_length=60)
    vacancy = forms.ChoiceField(label=_("Staffed"), required=False, choices=VACANCIES)


class MapChoice(OfUnit):
    """Which number colours the map; of which plan, if of one."""

    measure = forms.ChoiceField(label=_("Map by"), required=False, choices=MEASURES)
    plan = forms.UUIDField(required=False, widget=forms.HiddenInput)


class FindPeople(Asking):
    text = forms.CharField(label=_("Name or pinyin"), required=False, max_length=40)


class ZoningForm(forms.Form):
    unit = forms.UUIDField(widget=forms.HiddenInput)
    zones = forms.IntegerField(label=_("How many zones"), min_value=1, max_value=1_000_000)
    seconds = forms.IntegerField(
        label=_("Plan for at most (seconds)"),
        min_value=1,
        max_value=rules.MOST_SECONDS,
        initial=5,
        help_text=_("Longer makes zones more equal; a whole city wants some minutes to be at its best."),
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=0,
        max_value=2**31 - 1,
        initial=0,
        help_text=_("The same seed, homes and number of steps give the same zones."),
    )


class PersonForm(forms.Form):
    person = forms.UUIDField(widget=forms.HiddenInput)
