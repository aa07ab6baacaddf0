"""What a URL may ask of the pages of figures."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import BadRequest


class Look(forms.Form):
    """Whose figures, of which day, and from where on their rows. A day that is none must not pass for today."""

    unit = forms.UUIDField(required=False, widget=forms.HiddenInput)
    as_of = forms.DateField(
        label=_("As of"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    before = forms.UUIDField(required=False, widget=forms.HiddenInput)

    @property
    def unit_id(self) -> UUID | None:
        unit: UUID | None = self._asked["unit"]
        return unit

    @property
    def day(self) -> date | None:
        day: date | None = self._asked["as_of"]
        return day

    @property
    def last(self) -> UUID | None:
        last: UUID | None = self._asked["before"]
        return last

    @property
    def _asked(self) -> dict[str, Any]:
        if not self.is_valid():
            raise BadRequest(
                " ".join(str(message) for messages in self.errors.values() for message in messages)
            )
        return self.cleaned_data
