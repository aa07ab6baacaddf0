"""How many seats of zones and teams have somebody in them."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.figure import PEOPLE, Column, Figure, Measure, Stated

SEATS = Measure(("个", "岗"), "seats")
OF_SEATS = (
    Column("group_name", _("Zone or team")),
    Column("kind", _("Seat")),
    Column("skill", _("Skill")),
    Column("unit", _("Unit")),
    Column("state_on", _("Since")),
)

FIGURES: tuple[Figure, ...] = (
    Stated(
        key="staffing.filled",
        label=_("People in zones and teams"),
        definition=_("Seats of zones and teams that somebody holds now. One person holds one seat."),
        measure=PEOPLE,
        words_zh=("已派岗", "上岗", "派岗"),
        words_en=("people assigned", "seats filled"),
        model="staffing.Seat",
        where="state = 'filled'",
        day="state_on",
        columns=OF_SEATS,
    ),
    Stated(
        key="staffing.vacant",
        label=_("Vacant seats"),
        definition=_("Seats of zones and teams that nobody holds now."),
        measure=SEATS,
        words_zh=("空缺", "缺岗", "空岗"),
        words_en=("vacant seats", "vacancies"),
        model="staffing.Seat",
        where="state = 'vacant'",
        day="state_on",
        columns=OF_SEATS,
    ),
)
