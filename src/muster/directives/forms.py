"""What people type about directives."""

import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.kernel.problems import BadRequest
from muster.units.models import Unit

from . import rules
from .commands import Draft
from .models import Kind, Purpose, State, Told, Urgency

ANY = [("", _("any"))]
PLAIN = ("kind", "purpose", "urgency", "series", "title", "body", "due_on", "legal_basis", "signer")
AN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def ids(values: Iterable[str]) -> tuple[UUID, ...]:
    """Those of the values that are ids."""
    return tuple(UUID(value) for value in values if AN_ID.fullmatch(value))


class Filters(forms.Form):
    """All in the URL; a filter that does not exist is no filter."""

    text = forms.CharField(label=_("Title or number"), required=False, max_length=60)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[*ANY, *State.choices])
    kind = forms.ChoiceField(
        label=pgettext_lazy("directive", "Kind"), required=False, choices=[*ANY, *Kind.choices]
    )

    @property
    def asked(self) -> dict[str, str]:
        self.full_clean()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class UnitsField(forms.TypedMultipleChoiceField):
    """Units ticked among those that were offered."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=UUID, widget=forms.CheckboxSelectMultiple, **options)

    def offer(self, units: Sequence[Unit]) -> None:
        self.choices = [(str(unit.pk), unit.name) for unit in units]


class DraftForm(forms.Form):
    kind = forms.ChoiceField(label=pgettext_lazy("directive", "Kind"), choices=Kind.choices)
    purpose = forms.ChoiceField(
        label=pgettext_lazy("directive", "Purpose"),
        choices=Purpose.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Only what is for action is accepted by units. Appeals and open letters are for information."
        ),
    )
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices)
    issuing_unit = forms.TypedChoiceField(label=_("Issuing unit"), coerce=UUID)
    series = forms.CharField(
        label=_("Proxy word"),
        max_length=20,
        help_text=_("What stands before the year in the document number."),
    )
    due_on = forms.DateField(
        label=_("Due on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    legal_basis = forms.CharField(
        label=_("Legal basis"),
        max_length=300,
        required=False,
        help_text=_("The law or decision that it rests on."),
    )
    signer = forms.CharField(label=_("Signer"), max_length=60, required=False)
    body = forms.CharField(
        label=pgettext_lazy("directive", "Text"),
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    addressees = UnitsField(
        label=_("Main addressees"),
        help_text=_("Each stands for itself, every unit below it and their members."),
    )
    copied_to = UnitsField(
        label=_("Copied to"), required=False, help_text=_("These units alone, for information.")
    )

    def __init__(
        self,
        *values: Any,
        issuing_units: Sequence[Unit],
        addressable: Sequence[Unit],
        copyable: Sequence[Unit],
        **options: Any,
    ) -> None:
        super().__init__(*values, **options)
        self.fields["issuing_unit"].choices = [(str(unit.pk), unit.name) for unit in issuing_units]  # type: ignore[attr-defined]  # the stubs know no field by its name
        self.fields["addressees"].offer(addressable)  # type: ignore[attr-defined]  # the stubs know no field by its name
        self.fields["copied_to"].offer(copyable)  # type: ignore[attr-defined]  # the stubs know no field by its name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, purpose = cleaned.get("kind"), cleaned.get("purpose")
        if kind and purpose and not rules.is_purpose_for(kind=kind, purpose=purpose):
            self.add_error("purpose", _("Appeals and open letters are voluntary: choose “for information”."))
        return cleaned

    @property
    def draft(self) -> Draft:
        typed = self.cleaned_data
        return Draft(
            issuing_unit_id=typed["issuing_unit"],
            addressee_ids=typed["addressees"],
            copied_to_ids=typed["copied_to"],
            **{name: typed[name] for name in PLAIN},
        )


class Typed(forms.Form):
    """A small form of one button; the browser has checked it, so what is wrong here is no one's typing."""

    @property
    def values(self) -> dict[str, Any]:
        if not self.is_valid():
            name, errors = next(iter(self.errors.items()))
            raise BadRequest(f"{self.fields[name].label}: {errors[0]}")
        return self.cleaned_data


class ReasonForm(Typed):
    reason = forms.CharField(label=pgettext_lazy("directive", "Reason"), max_length=200)


class CommentForm(Typed):
    text = forms.CharField(
        label=pgettext_lazy("directive", "Comment"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ReportForm(Typed):
    text = forms.CharField(
        label=pgettext_lazy("directive", "Progress"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DoneForm(Typed):
    text = forms.CharField(label=pgettext_lazy("directive", "Progress"), max_length=2000, required=False)


class LocalDetailForm(Typed):
    local_detail = forms.CharField(
        label=_("Local detail"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "What your level adds. It is shown with the text to every unit below, and does not change it."
        ),
    )


class AcceptForm(LocalDetailForm):
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ToldForm(Typed):
    how = forms.ChoiceField(label=pgettext_lazy("directive", "How"), choices=Told.choices)
    person = forms.TypedMultipleChoiceField(label=pgettext_lazy("directive", "Members"), coerce=UUID)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["person"].choices = [(str(id_), "") for id_ in ids(data.getlist("person"))]  # type: ignore[attr-defined]  # the stubs know no field by its name
