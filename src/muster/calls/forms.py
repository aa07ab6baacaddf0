"""What officers say of a call, and what people tell when they come forward: no more than it takes."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from muster.kernel.ids import uuid7
from muster.kernel.parsers import Bad, phone
from muster.staffing.asking import ANY, OfUnit

from . import rules
from .commands import Wanted
from .models import Call, CallKind, CallState, OfferState, Through
from .particulars import Form, Particulars

HOURS = [
    (60, _("1 hour")),
    (240, _("4 hours")),
    (720, _("12 hours")),
    (1440, _("24 hours")),
    (2880, _("48 hours")),
]


class FindCalls(OfUnit):
    kind = forms.ChoiceField(label=_("For"), required=False, choices=[*ANY, *CallKind.choices])
    state = forms.ChoiceField(
        label=pgettext_lazy("call", "State"),
        required=False,
        choices=[("", CallState.OPEN.label), (CallState.CLOSED.value, CallState.CLOSED.label)],
    )


class FindOffers(OfUnit):
    state = forms.ChoiceField(
        label=pgettext_lazy("offer", "State"), required=False, choices=[*ANY, *OfferState.choices[1:]]
    )


class Moment(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class Ticks(forms.CheckboxSelectMultiple):
    """Boxes to tick, written at once: through Django's templates sixteen of them cost more than all the rest of the page."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002 - Django's signature
        ticked = {str(one) for one in value or ()}
        boxes = (
            (name, code, mark_safe(" checked" if str(code) in ticked else ""), label)  # noqa: S308 - one of two words
            for code, label in self.choices
        )
        row = '<div><label><input type="checkbox" name="{}" value="{}"{}> {}</label></div>'
        return format_html("<div>{}</div>", format_html_join("", row, boxes))


class CallForm(forms.Form):
    unit = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What is needed"), choices=CallKind.choices)
    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        help_text=_("As everybody reads it: “Volunteers for the night gate”."),
    )
    text = forms.CharField(
        label=_("What there is to do, and what one must bring"),
        widget=forms.Textarea,
        required=False,
        max_length=4000,
    )
    place = forms.CharField(label=_("Where"), max_length=120)
    starts_at = forms.DateTimeField(label=_("From"), required=False, widget=Moment())
    ends_at = forms.DateTimeField(label=_("Until"), required=False, widget=Moment())
    needed = forms.IntegerField(label=_("How many are needed"), min_value=1, max_value=rules.MOST_NEEDED)
    promise_minutes = forms.TypedChoiceField(
        label=_("Everyone is answered within"),
        coerce=int,
        choices=HOURS,
        initial=1440,
        help_text=_("Work, stand-by or thanks. Whether it was kept is public."),
    )
    skills = forms.MultipleChoiceField(label=_("Only with one of these skills"), required=False, widget=Ticks)
    team = forms.ChoiceField(label=_("Where they serve"), required=False)

    def __init__(self, *args: Any, skills: list[Any], teams: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skills"].choices = [(one.code, str(one)) for one in skills]  # type: ignore[attr-defined]  # the stubs know no field by its name
        new = ("", _("a new volunteer team of this call"))
        self.fields["team"].choices = [new, *((str(one.pk), one.name) for one in teams)]  # type: ignore[attr-defined]  # the stubs know no field by its name

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        starts, ends = found.get("starts_at"), found.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("It ends before it begins."))
        return found

    @property
    def wanted(self) -> Wanted:
        told = self.cleaned_data
        names = (
            "title",
            "place",
            "needed",
            "promise_minutes",
            "kind",
            "text",
            "skills",
            "starts_at",
            "ends_at",
        )
        return Wanted(
            **{name: told[name] for name in names}, team_id=UUID(told["team"]) if told["team"] else None
        )


class SignUp(forms.Form):
    """The public form. It works without script and without cookies; `key` makes a second sending the same offer."""

    use_required_attribute = True
    key = forms.UUIDField(widget=forms.HiddenInput)
    organisation = forms.CharField(label=_("Firm or organisation"), max_length=80)
    name = forms.CharField(
        label=_("Your name"), max_length=40, widget=forms.TextInput({"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Mobile number"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
        help_text=_("A code is sent to it. Only those who give you work see it."),
    )
    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=10_000, initial=1)
    skills = forms.MultipleChoiceField(label=_("What you can do"), required=False, widget=Ticks)
    words = forms.CharField(
        label=_("Anything we should know"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        validators=[MaxLengthValidator(500)],
        help_text=_("When you can come, what you bring. Nothing about your health, please."),
    )

    def __init__(
        self, *args: Any, call: Call, skills: list[Any], by_hand: bool = False, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {"key": uuid7()})
        super().__init__(*args, **kwargs)
        if call.is_for_people:
            del self.fields["organisation"], self.fields["quantity"]
            self.fields["skills"].choices = [(one.code, str(one)) for one in skills]  # type: ignore[attr-defined]  # the stubs know no field by its name
            self.fields["skills"].required = bool(call.skills)
        else:
            del self.fields["skills"]
            self.fields["words"].label = _("What exactly you offer")
            self.fields["words"].help_text = _("Type, size, with or without a driver, from when until when.")
        if by_hand:
            self.fields["phone"].required = False
            self.fields["phone"].help_text = ""

    def clean_phone(self) -> str:
        typed: str = self.cleaned_data["phone"]
        if not typed:
            return ""
        try:
            number = phone(typed)
        except Bad as bad:
            raise forms.ValidationError(str(bad.message)) from None
        if not number.startswith("1"):
            raise forms.ValidationError(_("A code can be sent to an 11-digit mobile number only."))
        return number

    @property
    def filled_in(self) -> Form:
        told = self.cleaned_data
        return Form(
            key=told["key"],
            told=Particulars(told["name"], told["phone"], told.get("organisation", ""), told["words"]),
            skills=told.get("skills", ()),
            quantity=told.get("quantity") or 1,
            language=get_language() or "",
        )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
        help_text=_("Six digits, in the message that was just sent to you."),
    )


class MemberForm(forms.Form):
    """What a member adds; who they are is known."""

    through = forms.ChoiceField(label=_("How you come forward"), widget=forms.RadioSelect)
    skills = forms.MultipleChoiceField(label=_("What you can do"), required=False, widget=Ticks)
    words = forms.CharField(
        label=_("Anything we should know"), required=False, max_length=500, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, ways: list[Through], skills: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"through": ways[0]}
        self.fields["through"].choices = [(way.value, way.label) for way in ways]  # type: ignore[attr-defined]  # the stubs know no field by its name
        self.fields["skills"].choices = [(one.code, str(one)) for one in skills]  # type: ignore[attr-defined]  # the stubs know no field by its name


class AnswerForm(forms.Form):
    """The same answer to several."""

    answer = forms.ChoiceField(choices=[(name, name) for name in ("assigned", "standing_by", "released")])
    offer = forms.TypedMultipleChoiceField(coerce=UUID)

    def __init__(self, data: Any, *, choices: list[UUID]) -> None:
        super().__init__(data)
        self.fields["offer"].choices = [(str(one), "") for one in choices]  # type: ignore[attr-defined]  # the stubs know no field by its name


class SeatForm(forms.Form):
    seat = forms.UUIDField()


class FindSeats(OfUnit):
    text = forms.CharField(label=_("Zone or team"), required=False, max_length=60)
