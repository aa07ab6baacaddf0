"""What people type about clauses."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.directives.forms import Typed, UnitsField
from muster.people.models import Person
from muster.units.models import Unit

from .commands import ClauseDraft, ClauseReport
from .photographs import Sent


class ClauseForm(forms.Form):
    text = forms.CharField(
        label=pgettext_lazy("clause", "What is to be done"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    lead = UnitsField(label=_("Lead unit"), help_text=_("One unit answers for it."))
    helping = UnitsField(label=_("Helping units"), required=False)
    due_on = forms.DateField(
        label=_("Due on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    measure = forms.CharField(
        label=_("What reports count"),
        max_length=40,
        required=False,
        help_text=_("A thing and its unit, such as “masks, pieces”. Empty if there is nothing to count."),
    )

    def __init__(self, *values: Any, leads: Sequence[Unit], helpers: Sequence[Unit], **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["lead"].offer(leads)  # type: ignore[attr-defined]  # the stubs know no field by its name
        self.fields["helping"].offer(helpers)  # type: ignore[attr-defined]  # the stubs know no field by its name

    def clean_lead(self) -> list[UUID]:
        lead: list[UUID] = self.cleaned_data["lead"]
        if len(lead) > 1:
            raise forms.ValidationError(_("Tick one unit: it answers for the clause."))
        return lead

    @property
    def draft(self) -> ClauseDraft:
        typed = self.cleaned_data
        return ClauseDraft(
            text=typed["text"],
            lead_id=typed["lead"][0],
            helping_ids=typed["helping"],
            due_on=typed["due_on"],
            measure=typed["measure"],
        )


class DelegateForm(Typed):
    receivers = UnitsField(label=_("Units below"))
    due_on = forms.DateField(
        label=_("Due on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    instruction = forms.CharField(
        label=_("Local detail"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *values: Any, below: Sequence[Unit], **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["receivers"].offer(below)  # type: ignore[attr-defined]  # the stubs know no field by its name


class KeeperForm(Typed):
    person = forms.TypedChoiceField(label=_("Who sees to it"), coerce=UUID)

    def __init__(self, *values: Any, members: Sequence[Person], **options: Any) -> None:
        super().__init__(*values, **options)
        self.fields["person"].choices = [(str(member.pk), member.name) for member in members]  # type: ignore[attr-defined]  # the stubs know no field by its name


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotographsField(forms.FileField):
    """Several files; what they hold is looked at by the command."""

    def __init__(self, **options: Any) -> None:
        picker = SeveralFiles(attrs={"accept": "image/jpeg,image/png,image/webp"})
        super().__init__(widget=picker, required=False, **options)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        sent = data if isinstance(data, list | tuple) else [data]
        return [super(PhotographsField, self).clean(one, initial) for one in sent if one]


class ClauseReportForm(Typed):
    text = forms.CharField(
        label=pgettext_lazy("directive", "Progress"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    amount = forms.DecimalField(
        max_digits=14,
        decimal_places=2,
        min_value=0,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )
    photographs = PhotographsField(
        label=_("Photographs"),
        help_text=_("Optional. Place, time and owner that the camera wrote into them are taken out."),
    )

    def __init__(self, *values: Any, measure: str = "", **options: Any) -> None:
        super().__init__(*values, **options)
        if measure:
            self.fields["amount"].label = measure
        else:
            del self.fields["amount"]

    def report(self, *, is_done: bool) -> ClauseReport:
        typed = self.values
        return ClauseReport(
            text=typed["text"],
            amount=typed.get("amount"),
            is_done=is_done,
            photographs=[Sent(file.name or "", file.read()) for file in typed["photographs"]],
        )
