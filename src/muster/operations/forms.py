"""What people decide about an operation."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Words
from muster.places.models import Area
from muster.units.models import Unit

from . import shipped
from .labels import LEVELS
from .models import Operation, TemporaryUnitState

ANY = [("", _("any"))]
WHOLE: list[tuple[str, Words]] = [("", _("the whole operation"))]


def _in_language(zh: str, en: str) -> str:
    return zh if (get_language() or "").startswith("zh") else en


class Activate(forms.Form):
    unit = forms.ChoiceField(label=_("Unit"))
    template = forms.ChoiceField(label=_("Kind of emergency"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=pgettext_lazy("thing", "Name"),
        required=False,
        max_length=120,
        help_text=_("Without one, that of the kind."),
    )
    headquarters = forms.CharField(label=_("Headquarters"), required=False, max_length=80)
    is_drill = forms.BooleanField(label=_("This is a drill"), required=False)

    def __init__(self, data: Any = None, *, units: list[Unit]) -> None:
        super().__init__(data)
        templates = shipped.templates().values()
        kinds = [(one.code, _in_language(one.name_zh, one.name_en)) for one in templates]
        self.fields["template"] = forms.ChoiceField(
            label=_("Kind of emergency"), widget=forms.RadioSelect, choices=kinds
        )
        self.fields["unit"] = forms.ChoiceField(
            label=_("Unit"), choices=[(str(unit.pk), unit.name) for unit in units]
        )

    @property
    def chosen(self) -> dict[str, Any]:
        """As the command takes it."""
        chosen = dict(self.cleaned_data)
        return {"unit_id": UUID(chosen.pop("unit")), **chosen}

    @property
    def kind_label(self) -> str:
        template = shipped.templates()[self.cleaned_data["template"]]
        return _in_language(template.name_zh, template.name_en)


class ChangePhase(forms.Form):
    def __init__(self, data: Any = None, *, operation: Operation) -> None:
        super().__init__(data)
        phases = [(phase["code"], _in_language(phase["zh"], phase["en"])) for phase in operation.phases]
        others = [(code, name) for code, name in phases if code != operation.phase]
        self.fields["phase"] = forms.ChoiceField(label=_("Next phase"), choices=others)


class SetLevel(forms.Form):
    def __init__(self, data: Any = None, *, areas: list[Area]) -> None:
        super().__init__(data)
        self.fields["level"] = forms.TypedChoiceField(
            label=_("Response level"), choices=list(LEVELS.items()), coerce=int
        )
        self.fields["area"] = forms.TypedChoiceField(
            label=_("Area"),
            required=False,
            choices=[*WHOLE, *((str(area.pk), area.name) for area in areas)],
            coerce=UUID,
            empty_value=None,
        )


class FindTemporaryUnits(forms.Form):
    state = forms.ChoiceField(label=_("State"), required=False, choices=[*ANY, *TemporaryUnitState.choices])

    @property
    def asked(self) -> str:
        self.full_clean()
        return str(self.cleaned_data.get("state", ""))


class FindParent(forms.Form):
    """The unit above, looked for and then chosen; and the name of a leader."""

    unit = forms.CharField(label=_("Name, pinyin or code of the unit above"), required=False, max_length=60)
    parent = forms.UUIDField(required=False)
    leader_name = forms.CharField(label=_("Find a leader by name"), required=False, max_length=60)

    @property
    def asked(self) -> dict[str, Any]:
        self.full_clean()
        return {
            "unit": self.cleaned_data.get("unit", ""),
            "parent": self.cleaned_data.get("parent"),
            "leader_name": self.cleaned_data.get("leader_name", ""),
        }


class Propose(forms.Form):
    name = forms.CharField(label=pgettext_lazy("thing", "Name"), max_length=120)
    task = forms.CharField(label=_("Task"), max_length=200)
    parent = forms.UUIDField(widget=forms.HiddenInput)
    leader = forms.UUIDField(label=_("Designated leader"))

    @property
    def chosen(self) -> dict[str, Any]:
        """As the command takes it."""
        chosen = self.cleaned_data
        return {
            "name": chosen["name"],
            "task": chosen["task"],
            "parent_id": chosen["parent"],
            "leader_id": chosen["leader"],
        }


class Decline(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Whoever proposed it reads this.")
    )


class ManyIds(forms.Field):
    """Ids from check boxes; whether they may be chosen, the command decides."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[UUID]:
        return [UUID(str(forms.UUIDField().clean(one))) for one in value or []]


class SendMembers(forms.Form):
    person = ManyIds(label=_("Members"))
