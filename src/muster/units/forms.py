"""What people ask of the tree."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from . import queries
from .models import Level

ANY = [("", _("any"))]
ASKED_AS = {"q": "text", "kind": "kind", "level": "level", "parent": "parent_id", "locality": "locality_id"}


class FindUnits(forms.Form):
    q = forms.CharField(label=_("Name, pinyin or code"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[*ANY, *Level.choices])
    parent = forms.UUIDField(required=False, widget=forms.HiddenInput)
    locality = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query)
        kinds = [(kind.code, str(kind)) for kind in queries.kinds()]
        self.fields["kind"] = forms.ChoiceField(label=_("Kind"), required=False, choices=[*ANY, *kinds])

    @property
    def asked(self) -> dict[str, Any]:
        """What is looked for; nothing while nothing is. A filter that does not exist is no filter."""
        self.full_clean()
        found = {name: value for name, value in self.cleaned_data.items() if value}
        return {ASKED_AS[name]: value for name, value in found.items()}
