"""How many the operation called, and its temporary units."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.kernel.figure import PEOPLE, UNITS, Column, Counted, Figure, Stated
from muster.kernel.problems import Words
from muster.messages.counted import OF_MESSAGES

# No names: who could come is for the board of the call, and a no is nobody else's business.
OF_ASKED = (
    Column("call__title", _("Muster call")),
    Column("calling_unit", _("Unit")),
    Column("answer", pgettext_lazy("muster call", "Answer")),
    Column("asked_on", _("Day")),
)


def _answers(
    key: str, label: Words, where: str, zh: tuple[str, ...] = (), en: tuple[str, ...] = ()
) -> Stated:
    return Stated(
        key=f"musters.{key}",
        label=label,
        definition=_(
            "Answers to muster calls of this kind, where the call was made; a changed answer counts as it is now."
        ),
        measure=PEOPLE,
        words_zh=zh,
        words_en=en,
        model="operations.Asked",
        where=where,
        unit="calling_unit_id",
        day="answered_on",
        columns=OF_ASKED,
    )


FIGURES: tuple[Figure, ...] = (
    Counted(
        key="units.mobilised",
        label=_("Base units mobilised"),
        definition=_("Base units that the operation has called, from the list frozen at the call."),
        measure=UNITS,
        words_zh=("基层党组织", "基层组织", "党组织"),
        words_en=("base units", "units mobilised"),
        is_public=True,
        model="operations.MobilisedUnit",
        columns=(Column("unit", _("Unit")), Column("day", _("Day"))),
    ),
    Counted(
        key="people.mobilised",
        label=_("Members mobilised"),
        definition=_(
            "Members that the operation has called, each through the unit that held the roll on the day of the call."
        ),
        measure=PEOPLE,
        words_zh=("党员",),
        words_en=("members", "members mobilised"),
        is_public=True,
        model="operations.MobilisedMember",
        columns=(
            Column("person", _("Name"), is_personal=True),
            Column("unit", _("Unit")),
            Column("day", _("Day")),
        ),
    ),
    Stated(
        key="operations.temporary_units",
        label=_("Temporary units"),
        definition=_(
            "Temporary units that were approved and have not ended, under the unit that asked for them."
        ),
        measure=UNITS,
        words_zh=("临时党组织", "临时党支部", "临时组织"),
        words_en=("temporary units",),
        is_public=True,
        model="operations.TemporaryUnit",
        where="state = 'active'",
        unit="parent_id",
        day="state_on",
        columns=(
            Column("name", pgettext_lazy("thing", "Name")),
            Column("parent", _("Under")),
            Column("task", _("Task")),
            Column("state_on", _("Since")),
        ),
    ),
    Counted(
        key="musters.asked",
        label=_("Asked by muster calls"),
        definition=_("People who were asked whether they can come, once a call, where the call was made."),
        measure=PEOPLE,
        words_zh=("征询", "被征询"),
        words_en=("asked by muster calls",),
        model="operations.Asked",
        unit="calling_unit_id",
        day="asked_on",
        columns=OF_ASKED,
    ),
    _answers(
        "coming",
        _("Coming, by muster calls"),
        "arrives_at IS NOT NULL",
        ("应征到岗",),
        ("coming by muster calls",),
    ),
    # Those by the minute have no words for a bulletin: a number in them would be read as one of its figures.
    _answers("now", _("Coming at once"), "answer = 'now'", ("立即到岗",), ("coming at once",)),
    _answers(
        "in_a_quarter",
        _("Coming within 15 minutes"),
        "answer = 'in_15'",
    ),
    _answers(
        "in_half_an_hour",
        _("Coming within 30 minutes"),
        "answer = 'in_30'",
    ),
    _answers(
        "in_an_hour",
        _("Coming within an hour"),
        "answer = 'in_60'",
    ),
    _answers("not_coming", _("Not coming"), "answer = 'no'", ("不能到岗",), ("not coming",)),
    *OF_MESSAGES,
)
