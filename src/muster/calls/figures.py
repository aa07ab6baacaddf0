"""Who came forward, and whether they were answered in time. Totals: never a share of a unit's members, never who did not."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.figure import PEOPLE, Column, Figure, Measure, Queried, Stated

OFFERS = Measure(("人次", "份"), "offers")
PLACES = Measure(("个", "人"), "places")
OF_OFFERS = (
    Column("call", _("Call")),
    Column("state", _("State")),
    Column("unit", _("Unit")),
    Column("state_on", _("Since")),
)
OF_PROMISES = (
    Column("call", _("Call")),
    Column("promise", _("Promise")),
    Column("unit", _("Unit")),
    Column("promise_on", _("Since")),
)

FIGURES: tuple[Figure, ...] = (
    Queried(
        key="calls.people",
        label=_("People who came forward"),
        definition=_(
            "Different people, and firms, who came forward for a call and did not withdraw. Who came forward in two places, "
            "with an employer's unit and in a home community, counts once in the figure of any unit above both."
        ),
        measure=PEOPLE,
        words_zh=("主动请缨", "请缨", "报名"),
        words_en=("people who came forward", "volunteers who came forward"),
        is_public=True,
        model="calls.Offer",
        where="state NOT IN ('unconfirmed', 'withdrawn', 'moved')",
        aggregate="count(DISTINCT who)",
        columns=OF_OFFERS,
    ),
    Stated(
        key="calls.assigned",
        label=_("Offers with work"),
        definition=_(
            "Offers of people who were given a seat and hold it now, and of firms whose offer is in use."
        ),
        measure=OFFERS,
        model="calls.Offer",
        where="state = 'assigned'",
        day="state_on",
        columns=OF_OFFERS,
    ),
    Stated(
        key="calls.standing_by",
        label=_("Offers on stand-by"),
        definition=_("Offers that were answered with a request to stand by."),
        measure=OFFERS,
        model="calls.Offer",
        where="state = 'standing_by'",
        day="state_on",
        columns=OF_OFFERS,
    ),
    Stated(
        key="calls.unanswered",
        label=_("Offers not answered yet"),
        definition=_(
            "Offers with a place or on a waiting list that have had no answer: no work, no stand-by, no release."
        ),
        measure=OFFERS,
        model="calls.Offer",
        where="state IN ('received', 'waiting')",
        day="state_on",
        columns=OF_OFFERS,
    ),
    Stated(
        key="calls.kept",
        label=_("Promises kept"),
        definition=_("Offers that were answered within the time that their call promised."),
        measure=OFFERS,
        words_zh=("按时答复", "承诺兑现"),
        words_en=("promises kept",),
        is_public=True,
        model="calls.Offer",
        where="promise = 'kept'",
        day="promise_on",
        columns=OF_PROMISES,
    ),
    Stated(
        key="calls.broken",
        label=_("Promises broken"),
        definition=_(
            "Offers that were not answered within the time that their call promised. An answer given later does not undo it."
        ),
        measure=OFFERS,
        words_zh=("超时未答复", "承诺未兑现"),
        words_en=("promises broken",),
        is_public=True,
        model="calls.Offer",
        where="promise = 'broken'",
        day="promise_on",
        columns=OF_PROMISES,
    ),
    Stated(
        key="calls.places_left",
        label=_("Places that calls still have"),
        definition=_("Of open calls: what they need less what is taken."),
        measure=PLACES,
        model="calls.Call",
        amount="greatest(needed - taken, 0)",
        where="state = 'open'",
        day="state_on",
        columns=(Column("title", _("Call")), Column("unit", _("Unit")), Column("state_on", _("Since"))),
    ),
)
