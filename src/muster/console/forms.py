"""What people choose in the console."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from muster.operations.models import Operation

from .phrases import AREAS

ANY = [("", _("any"))]


class SendFile(forms.Form):
    file = forms.FileField(label=_("File"), allow_empty_file=True)


class NowChoices(forms.Form):
    """Which unit the page Now is about, and by which figure its parts are shown."""

    unit = forms.UUIDField(required=False)
    figure = forms.CharField(required=False, max_length=80)

    @classmethod
    def asked(cls, query: QueryDict) -> dict[str, Any]:
        form = cls(query)
        form.full_clean()
        return {"unit_id": form.cleaned_data.get("unit"), "figure": form.cleaned_data.get("figure", "")}


class FindEntries(forms.Form):
    """Filters of the journal."""

    operation = forms.ChoiceField(label=_("Operation"), required=False)
    area = forms.ChoiceField(label=_("Matter"), required=False, choices=[*ANY, *AREAS.items()])
    unit = forms.UUIDField(required=False, widget=forms.HiddenInput)
    before = forms.UUIDField(required=False)

    def __init__(self, query: QueryDict, *, operations: QuerySet[Operation]) -> None:
        super().__init__(query)
        known = [(str(key), name) for key, name in operations.values_list("pk", "name")]
        self.fields["operation"] = forms.ChoiceField(
            label=_("Operation"), required=False, choices=[*ANY, *known]
        )

    @property
    def asked(self) -> dict[str, Any]:
        """A filter that does not exist is no filter."""
        self.full_clean()
        found = self.cleaned_data
        return {
            "operation_id": UUID(found["operation"]) if found.get("operation") else None,
            "area": found.get("area", ""),
            "unit_id": found.get("unit"),
            "before": found.get("before"),
        }
