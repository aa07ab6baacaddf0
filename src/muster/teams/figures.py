"""How many teams there are, and how many people in them."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.figure import PEOPLE, TEAMS, Column, Figure, Stated

FIGURES: tuple[Figure, ...] = (
    Stated(
        key="teams.teams",
        label=_("Teams"),
        definition=_(
            "Vanguard, rapid-response and volunteer service teams that are active, under the unit that formed them."
        ),
        measure=TEAMS,
        words_zh=(
            "先锋队、突击队和志愿服务队",
            "先锋队、突击队、志愿服务队",
            "党员先锋队",
            "党员突击队",
            "志愿服务队",
            "队伍",
        ),
        words_en=("vanguard, rapid-response and volunteer service teams", "teams"),
        is_public=True,
        model="teams.Team",
        where="state = 'active'",
        day="state_on",
        columns=(
            Column("name", _("Team")),
            Column("kind", _("Kind")),
            Column("unit", _("Unit")),
            Column("task", _("Task")),
            Column("state_on", _("Since")),
        ),
    ),
    Stated(
        key="teams.members",
        label=_("People in teams"),
        definition=_(
            "Seats of active teams that somebody holds, leaders included. One person serves in one team."
        ),
        measure=PEOPLE,
        words_zh=("队员", "先锋队员", "突击队员"),
        words_en=("people in teams", "team members"),
        model="staffing.Seat",
        where="group_kind = 'team' AND state = 'filled'",
        day="state_on",
        columns=(
            Column("group_name", _("Team")),
            Column("kind", _("Seat")),
            Column("skill", _("Skill")),
            Column("unit", _("Unit")),
            Column("state_on", _("Since")),
        ),
    ),
)
