"""Which role holds which powers: the whole of it, in one table."""

from datetime import date, timedelta

# power: what it lets one do on a unit and everything under it
POWERS = {
    "see": "read the units, their work and their figures",
    "see_people": "read the lists of people",
    "unmask": "read a masked number, with a reason that is journaled",
    "accept": "accept directives for the unit, add local detail, report progress",
    "draft": "write directives and bulletins",
    "review": "review what others drafted",
    "issue": "sign and issue directives, publish bulletins",
    "plan": "plan and staff zones and teams",
    "approve": "approve temporary units and name their leaders; reorganise units",
    "activate": "activate, change and close an operation",
    "import": "bring in and change units, people and places",
    "grant": "give and end roles",
    "end_sessions": "end the log-ins of people there, when a device is lost",
    "audit": "read the whole journal and all jobs, change nothing",
}

_OFFICER = ("see", "see_people", "accept", "draft", "plan", "end_sessions")
ROLE_POWERS: dict[str, frozenset[str]] = {
    "chief": frozenset((*_OFFICER, "unmask", "review", "issue", "approve", "activate", "import", "grant")),
    "officer": frozenset(_OFFICER),
    "clerk": frozenset(("see", "see_people", "import", "draft")),
    "auditor": frozenset(("see", "audit")),
    "member": frozenset(),
}

LONGEST_CHAIN = 8  # of deputies of deputies
LONGEST_ABSENCE = timedelta(days=92)
LONGEST_ROLE = timedelta(days=366)


def is_term(since: date, until: date | None, *, today: date) -> bool:
    """Whether somebody may be given a role for these days: it ends, not at once and not in many years."""
    return until is not None and today < until and since < until <= since + LONGEST_ROLE


def is_span(since: date, until: date, *, today: date) -> bool:
    """Whether somebody may be away from one day until before another: from today on, and not for ever."""
    return today <= since < until <= since + LONGEST_ABSENCE
