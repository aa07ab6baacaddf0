"""What people type about bulletins."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.kernel.problems import BadRequest
from muster.units.models import Unit

from .checking import LONGEST
from .commands import Draft
from .models import LONGEST_WORDING, Kind

EDITED_MEANWHILE = _(
    "Somebody else has edited this draft meanwhile, and their text is kept. Yours is below: read theirs first; "
    "if you keep yours, it takes the place of theirs."
)


class DraftForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("Write or paste. Each number is held against the figures while you type."),
    )
    kind = forms.ChoiceField(label=pgettext_lazy("bulletin", "Kind"), choices=Kind.choices)
    unit = forms.TypedChoiceField(label=_("Unit"), coerce=UUID)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *values: Any, units: Sequence[Unit], current: int = 0, **options: Any) -> None:
        super().__init__(*values, **options)
        self.current = current
        self.fields["unit"].choices = [(str(unit.pk), unit.name) for unit in units]  # type: ignore[attr-defined]  # the stubs know no field by its name

    @property
    def draft(self) -> Draft:
        typed = self.cleaned_data
        return Draft(unit_id=typed["unit"], kind=typed["kind"], title=typed["title"], text=typed["text"])

    def clean(self) -> dict[str, Any]:
        """Who began from an older text is told, with their own still there; sent again, it takes the other's place."""
        cleaned = super().clean() or {}
        if (cleaned.get("revision") or 0) != self.current:
            self.data = {name: self.data[name] for name in self.data} | {"revision": str(self.current)}
            self.add_error(None, EDITED_MEANWHILE)
        return cleaned


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("It is shown at the desk, not to the public.")
    )


class Asked(forms.Form):
    """A request that a page made, not a person: what is wrong with it is no one's typing."""

    @property
    def values(self) -> dict[str, Any]:
        if not self.is_valid():
            raise BadRequest(
                " ".join(message for found in self.errors.values() for message in map(str, found))
            )
        return self.cleaned_data


class TypedText(Asked):
    unit = forms.UUIDField()
    text = forms.CharField(required=False, strip=False)


class Insertion(TypedText):
    figure = forms.CharField(max_length=80)


class OfUnit(Asked):
    unit = forms.UUIDField()


class NumberAsked(Asked):
    """A number of a draft; without a figure, one that no figure speaks of."""

    unit = forms.UUIDField()
    figure = forms.CharField(required=False, max_length=80)
    as_of = forms.DateField()
    text = forms.CharField(required=False, max_length=LONGEST_WORDING)
    verdict = forms.CharField(required=False, max_length=5)
