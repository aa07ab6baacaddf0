"""How far binding directives have come. Nothing here counts who answered an appeal or an open letter."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.figure import Column, Counted, Derived, Figure, Measure, Stated, difference

DELIVERIES = Measure(("份", "件", "次", "个"), "deliveries")
PARTS = Measure(("项", "件", "个"), "parts")
REPORTS = Measure(("份", "次"), "reports")
OF_DAYS = (
    Column("rhythm__directive__title", _("Directive")),
    Column("unit", _("Unit")),
    Column("day", _("Day")),
    Column("is_zero", _("Zero")),
)
READINGS = Measure(("人次", "次"), "readings")
OF_DELIVERIES = (
    Column("directive__title", _("Directive")),
    Column("unit", _("Unit")),
    Column("state", _("State")),
    Column("day", _("Since")),
)
OF_PARTS = (
    Column("clause__directive__title", _("Directive")),
    Column("clause__text", _("Clause")),
    Column("unit", _("Unit")),
    Column("state", _("State")),
    Column("day", _("Since")),
)
ASKED = "asks_acceptance AND is_in_force"

FIGURES: tuple[Figure, ...] = (
    Stated(
        key="directives.delivered",
        label=_("Directives delivered for acceptance"),
        definition=_(
            "Directives in the hands of units that are asked to accept them: one for each directive and unit. "
            "What is voluntary, for information or withdrawn does not count."
        ),
        measure=DELIVERIES,
        words_zh=("送达", "应签收"),
        words_en=("delivered", "directives delivered"),
        model="directives.Delivery",
        where=ASKED,
        columns=OF_DELIVERIES,
    ),
    Stated(
        key="directives.accepted",
        label=_("Directives accepted"),
        definition=_(
            "Of those delivered for acceptance, the ones that the unit has accepted, whatever came after."
        ),
        measure=DELIVERIES,
        words_zh=("已签收", "签收"),
        words_en=("accepted", "directives accepted"),
        model="directives.Delivery",
        where=f"{ASKED} AND state <> 'delivered'",
        columns=OF_DELIVERIES,
    ),
    Stated(
        key="directives.done",
        label=_("Directives done"),
        definition=_("Of those delivered for acceptance, the ones that the unit has reported as done."),
        measure=DELIVERIES,
        words_zh=("已办结", "办结"),
        words_en=("done", "directives done"),
        model="directives.Delivery",
        where=f"{ASKED} AND state = 'done'",
        columns=OF_DELIVERIES,
    ),
    Derived(
        key="directives.yet_to_accept",
        label=_("Directives yet to accept"),
        definition=_("Directives delivered for acceptance, less those accepted."),
        measure=DELIVERIES,
        words_zh=("未签收", "尚未签收"),
        words_en=("yet to accept", "not yet accepted"),
        from_keys=("directives.delivered", "directives.accepted"),
        formula=difference,
    ),
    Stated(
        key="directives.parts",
        label=_("Parts in measures"),
        definition=_(
            "Parts that units have in the clauses of measures in force, as lead, as helper, or handed down to them: one for each "
            "clause and unit."
        ),
        measure=PARTS,
        words_zh=("分工任务",),
        words_en=("parts in measures",),
        model="directives.Part",
        where="is_in_force",
        columns=OF_PARTS,
    ),
    Stated(
        key="directives.parts_done",
        label=_("Parts reported as done"),
        definition=_(
            "Of the parts in measures, the ones that the unit has reported as done, confirmed or not."
        ),
        measure=PARTS,
        words_zh=("已报办结的分工任务", "上报办结任务"),
        words_en=("parts reported as done",),
        model="directives.Part",
        where="is_in_force AND state IN ('done', 'confirmed')",
        columns=OF_PARTS,
    ),
    Stated(
        key="directives.parts_confirmed",
        label=_("Parts confirmed"),
        definition=_("Of the parts reported as done, the ones that whoever gave them has confirmed."),
        measure=PARTS,
        words_zh=("已核实的分工任务", "核实办结任务"),
        words_en=("parts confirmed",),
        model="directives.Part",
        where="is_in_force AND state = 'confirmed'",
        columns=OF_PARTS,
    ),
    Counted(
        key="directives.day_reports",
        label=_("Daily reports"),
        definition=_(
            "Reports that units sent on directives that ask for one each day: one for each directive, unit and day, zero reports "
            "among them."
        ),
        measure=REPORTS,
        words_zh=("日报", "每日报告"),
        words_en=("daily reports",),
        model="directives.DayReport",
        columns=OF_DAYS,
    ),
    Counted(
        key="directives.zero_reports",
        label=_("Zero reports"),
        definition=_("Of the daily reports, those that say that there was nothing."),
        measure=REPORTS,
        words_zh=("零报告",),
        words_en=("nil reports",),
        model="directives.DayReport",
        where="is_zero",
        columns=OF_DAYS,
    ),
    Counted(
        key="directives.read",
        label=_("Readings of directives"),
        definition=_(
            "Members who read a directive that binds their unit, once for each directive and member, by their own word. "
            "Being told by phone or in person is not reading; voluntary documents do not count."
        ),
        measure=READINGS,
        words_zh=("已读", "阅读"),
        words_en=("read", "readings"),
        model="directives.Receipt",
        where="read_at IS NOT NULL AND NOT is_voluntary",
        day="read_on",
        columns=(
            Column("directive__title", _("Directive")),
            Column("person", _("Name"), is_personal=True),
            Column("unit", _("Unit")),
            Column("read_on", _("Day")),
        ),
    ),
)
