"""What can go wrong when two records are made one."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Problem


@dataclass(eq=False)
class PairDecided(Problem):
    code = "duplicates.pair_decided"
    title = _("This has been decided already.")
    text = _("Somebody said meanwhile whether the two are one person.")


@dataclass(eq=False)
class TwoLogins(Problem):
    code = "duplicates.two_logins"
    title = _("Both records have a log-in.")
    text = _("Two log-ins cannot become one.")
    remedy = _("Close one of them first.")


@dataclass(eq=False)
class BothHold(Problem):
    code = "duplicates.both_hold"
    title = _("Both records hold something that one person can hold once.")
    text = _("A seat in the same operation, the same role, or rolls that began today.")
    remedy = _("Release one of them, then merge.")
