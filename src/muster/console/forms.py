"""What people choose in the console."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from muster.kernel.exporting import spoken
from muster.kernel.importing import Layout
from muster.kernel.personal import Purpose
from muster.operations.models import Operation

from .phrases import AREAS

ANY = [("", _("any"))]


class DayForm(forms.Form):
    unit = forms.UUIDField(required=False)


class SendFile(forms.Form):
    file = forms.FileField(label=_("File"), allow_empty_file=True)


class TakeOutClear(forms.Form):
    """Why a list leaves in clear, and in which form."""

    purpose = forms.ChoiceField(label=_("What for"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your words"),
        max_length=200,
        help_text=_("Kept sealed, for auditors."),
    )
    format = forms.ChoiceField(
        label=_("Form"),
        choices=[
            ("xlsx", _("Workbook (XLSX)")),
            ("csv", _("CSV for spreadsheet programs")),
            ("csv_plain", _("CSV for other programs")),
        ],
    )

    def __init__(self, purposes: Iterable[Purpose], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["purpose"] = forms.ChoiceField(
            label=_("What for"),
            choices=[(one.value, one.label) for one in purposes],
            widget=forms.RadioSelect,
        )


class MatchColumns(forms.Form):
    """Which column of a table each column of a file is; some are passed over."""

    def __init__(self, found: Mapping[str, Any], layout: Layout, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.found = list(found.get("columns", ()))
        choices = [("", _("– pass it over –")), *((one.key, spoken(one.headers)) for one in layout.columns)]
        for number, column in enumerate(self.found):
            self.fields[f"column{number}"] = forms.ChoiceField(
                label=column["header"],
                required=False,
                choices=choices,
                initial=column["guess"],
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    @property
    def matched(self) -> dict[str, str]:
        """The key for each header; "" for one that is passed over."""
        return {one["header"]: self.cleaned_data[f"column{number}"] for number, one in enumerate(self.found)}

    @property
    def lines(self) -> list[tuple[dict[str, Any], forms.BoundField]]:
        return [(one, self[f"column{number}"]) for number, one in enumerate(self.found)]

    def clean(self) -> dict[str, Any]:
        chosen = [key for key in self.cleaned_data.values() if key]
        if len(set(chosen)) < len(chosen):
            raise forms.ValidationError(_("Two columns of the file cannot be the same column here."))
        return self.cleaned_data


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
