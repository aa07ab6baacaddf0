"""What people decide about the tree. One form for each kind of change."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Kind
from .offers import Offer

LONGEST_NAME = 120


class Change(forms.Form):
    """What every kind asks for: from which day, and on whose decision."""

    day = forms.DateField(
        label=_("In force from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("A day to come is waited for. With a day that is past, figures since then move too."),
    )
    basis = forms.CharField(
        label=_("Decided by"),
        required=False,
        max_length=200,
        help_text=_("The document or the meeting that decided it."),
    )

    def __init__(self, data: Any = None, *, offer: Offer) -> None:
        super().__init__(data, initial={"day": timezone.localdate()})
        self.offer = offer
        self.order_fields([name for name in self.fields if name not in {"day", "basis"}] + ["day", "basis"])

    @property
    def unit_ids(self) -> list[UUID]:
        return [self.offer.unit_id]

    @property
    def chosen(self) -> dict[str, Any]:
        """As `commands.Proposal` takes it, without the kind."""
        own: dict[str, Any] = {
            "unit_ids": self.unit_ids,
            "day": self._day,
            "basis": self.cleaned_data["basis"],
        }
        return own | self.of_kind

    @property
    def of_kind(self) -> dict[str, Any]:
        return {}

    @property
    def _day(self) -> date:
        day: date = self.cleaned_data["day"]
        return day


class Named(Change):
    name = forms.CharField(label=_("New name"), max_length=LONGEST_NAME)

    @property
    def of_kind(self) -> dict[str, Any]:
        return {"name": self.cleaned_data["name"]}


class Into(Change):
    """Under or into another unit: one that stands near, or any by its code."""

    label = _("Which unit takes over")

    def __init__(self, data: Any = None, *, offer: Offer) -> None:
        super().__init__(data, offer=offer)
        near: list[tuple[str, Any]] = [("", _("another, by its code")), *offer.near]
        self.fields["into"] = forms.ChoiceField(label=self.label, choices=near, required=False)
        self.fields["code"] = forms.CharField(label=_("Code of the unit"), required=False, max_length=40)
        self.order_fields(["into", "code", "day", "basis"])

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        found = asked.get("into") or self.offer.id_of(asked.get("code", ""))
        if not found:
            raise forms.ValidationError(_("Choose a unit, or give the code of one that you see."))
        asked["into_id"] = UUID(str(found))
        return asked

    @property
    def of_kind(self) -> dict[str, Any]:
        return {"into_id": self.cleaned_data["into_id"]}


class Move(Into):
    label = _("Under which unit")


class Merge(Change):
    """Other units into this one."""

    def __init__(self, data: Any = None, *, offer: Offer) -> None:
        super().__init__(data, offer=offer)
        self.fields["units"] = _several(_("Units that become part of it"), offer.beside)
        self.fields["codes"] = forms.CharField(
            label=_("Others, by their codes"),
            required=False,
            max_length=400,
            help_text=_("With spaces between them."),
        )
        self.fields["name"] = forms.CharField(
            label=_("New name"),
            required=False,
            max_length=LONGEST_NAME,
            help_text=_("Without one, the name stays."),
        )
        self.fields["joins_areas"] = forms.BooleanField(
            label=_("Their areas become one as well, as when villages are merged"),
            required=False,
            initial=True,
        )
        self.order_fields(["units", "codes", "name", "joins_areas", "day", "basis"])

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        codes = asked.get("codes", "").replace("、", " ").replace(",", " ").split()
        found = [self.offer.id_of(code) for code in codes]
        if not all(found):
            raise forms.ValidationError(_("No unit that you see has one of these codes."))
        asked["unit_ids"] = [UUID(str(one)) for one in (*asked.get("units", []), *found)]
        if not asked["unit_ids"]:
            raise forms.ValidationError(_("Choose at least one unit."))
        return asked

    @property
    def unit_ids(self) -> list[UUID]:
        return list(self.cleaned_data["unit_ids"])

    @property
    def of_kind(self) -> dict[str, Any]:
        return {
            "into_id": self.offer.unit_id,
            "name": self.cleaned_data["name"],
            "joins_areas": self.cleaned_data["joins_areas"],
        }


class Split(Named):
    """What goes to a new unit beside this one."""

    def __init__(self, data: Any = None, *, offer: Offer) -> None:
        super().__init__(data, offer=offer)
        self.fields["below"] = _several(_("Units that go with it"), offer.below)
        self.fields["areas"] = _several(_("Areas that go with it"), offer.areas)
        self.fields["takes_residents"] = forms.BooleanField(
            label=_("Members who live there go with their area"), required=False, initial=True
        )
        self.fields["people"] = _several(_("Members who go with it"), offer.people)
        for name, offered in (("below", offer.below), ("areas", offer.areas), ("people", offer.people)):
            if not offered:
                del self.fields[name]
        if not offer.areas:
            del self.fields["takes_residents"]
        self.order_fields(["name", "below", "areas", "takes_residents", "people", "day", "basis"])

    @property
    def of_kind(self) -> dict[str, Any]:
        asked = self.cleaned_data
        only = [one for name in ("below", "areas", "people") for one in asked.get(name, [])]
        return {
            "name": asked["name"],
            "only": [UUID(one) for one in only],
            "takes_residents": asked.get("takes_residents", False),
        }


FORMS: dict[str, type[Change]] = {
    Kind.RENAME: Named,
    Kind.MOVE: Move,
    Kind.MERGE: Merge,
    Kind.SPLIT: Split,
    Kind.DISSOLVE: Into,
}


def _several(label: Any, choices: Iterable[tuple[str, str]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=list(choices), required=False, widget=forms.CheckboxSelectMultiple
    )
