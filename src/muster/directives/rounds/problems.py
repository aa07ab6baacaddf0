"""What can go wrong with daily reports."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Problem


@dataclass(eq=False)
class NotStaggered(Problem):
    code = "directives.not_staggered"
    status = 422
    title = _("The levels have to report one after the other.")
    text = _("Each level's time lies after that of the level below, so that it can add up what came in.")


@dataclass(eq=False)
class NothingAsked(Problem):
    most: int

    code = "directives.nothing_asked"
    status = 422
    title = _("Name what is counted.")
    text = _("One line each, different ones, at most {most}.")


@dataclass(eq=False)
class NoRhythmNow(Problem):
    code = "directives.no_rhythm_now"
    title = _("No daily report is asked for on this day.")


@dataclass(eq=False)
class CountsMissing(Problem):
    code = "directives.counts_missing"
    status = 422
    title = _("A number is missing.")
    text = _("A report gives every number; if there was nothing at all, send a zero report.")
