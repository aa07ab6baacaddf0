"""What is looked for in the register, and what is entered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.staffing.asking import ANY, OfUnit

from . import queries
from .models import Language

FAR = [("", _("any distance")), ("5", "5 km"), ("20", "20 km"), ("50", "50 km")]


def _skills() -> list[tuple[str, Any]]:
    return [(one.code, str(one)) for one in queries.skills()]


class FindExperts(OfUnit):
    skill = forms.ChoiceField(label=_("Skill"), required=False)
    language = forms.ChoiceField(label=_("Speaks"), required=False, choices=[*ANY, *Language.choices])
    kilometres = forms.TypedChoiceField(
        label=_("Within"), required=False, coerce=int, empty_value=None, choices=FAR
    )
    only_free = forms.BooleanField(label=_("Free now"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skill"].choices = [*ANY, *_skills()]  # type: ignore[attr-defined]  # the stubs know no field by its name


class RegisterForm(forms.Form):
    person = forms.UUIDField(widget=forms.HiddenInput)
    languages = forms.MultipleChoiceField(
        label=_("Speaks"), required=False, choices=Language.choices, widget=forms.CheckboxSelectMultiple
    )


class SkillForm(forms.Form):
    skill = forms.ChoiceField(label=_("Skill"))
    proof = forms.CharField(
        label=_("Proof"),
        max_length=120,
        help_text=_("What paper, of which office: “practising licence, county health bureau”."),
    )
    number = forms.CharField(
        label=_("Its number"), max_length=60, required=False, help_text=_("Kept encrypted.")
    )
    expires_on = forms.DateField(
        label=_("Valid until"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skill"].choices = _skills()  # type: ignore[attr-defined]  # the stubs know no field by its name


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(choices=[("good", "good"), ("refused", "refused")])


class FreeForm(forms.Form):
    is_free = forms.BooleanField(required=False)


class AppealForm(forms.Form):
    call = forms.UUIDField()
