"""What can go wrong with zones."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Problem


@dataclass(eq=False)
class NoHomes(Problem):
    unit: str

    code = "zones.no_homes"
    title = _("There is no home here to zone.")
    text = _("No village or community for which {unit} answers has a building.")
    remedy = _("Bring buildings in first, and name the unit that answers for each community.")


@dataclass(eq=False)
class ZoneCountImpossible(Problem):
    asked: int
    least: int
    most: int

    code = "zones.count_impossible"
    status = 422
    title = _("So many zones cannot be cut.")
    text = _("{asked} zones were asked for; {least} to {most} are possible: one at least in every community.")
    remedy = _("Ask for another number.")


@dataclass(eq=False)
class SecondsOutOfRange(Problem):
    most: int

    code = "zones.seconds_out_of_range"
    status = 422
    title = _("The time for planning is out of range.")
    text = _("It is 1 to {most} seconds.")


@dataclass(eq=False)
class PlanDecided(Problem):
    code = "zones.plan_decided"
    title = _("This plan can no longer be used.")
    text = _("It was put into force or discarded, or another plan for the same homes was put into force.")
    remedy = _("Make a new plan.")


@dataclass(eq=False)
class PlanOutdated(Problem):
    code = "zones.plan_outdated"
    title = _("The homes have changed since this plan was made.")
    text = _("Buildings were brought in or changed; the plan no longer covers every home exactly once.")
    remedy = _("Make a new plan; it takes moments.")


@dataclass(eq=False)
class ZonesOverlap(Problem):
    code = "zones.overlap"
    title = _("Some of these homes lie in zones of other units.")
    text = _("Their buildings have moved from one community to another since those zones were cut.")
    remedy = _("Plan the zones of the unit above both.")


@dataclass(eq=False)
class ZoneEnded(Problem):
    code = "zones.ended"
    title = _("This zone is no longer in force.")
    remedy = _("Look for the zone that has taken its place.")
