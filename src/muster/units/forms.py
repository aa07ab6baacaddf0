"""What people ask of the tree."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from . import queries
from .models import Level

ANY = [("", _("any"))]


class FindUnits(forms.Form):
    q = forms.CharField(label=_("Name, pinyin or code"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[*ANY, *Level.choices])

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query)
        kinds = [(kind.code, str(kind)) for kind in queries.kinds()]
        self.fields["kind"] = forms.ChoiceField(label=_("Kind"), required=False, choices=[*ANY, *kinds])

    @property
    def asked(self) -> dict[str, str]:
        """What is looked for; nothing while nothing is. A filter that does not exist is no filter."""
        self.full_clean()
        found = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return (
            {"text": found["q"], "kind": found["kind"], "level": found["level"]}
            if any(found.values())
            else {}
        )
