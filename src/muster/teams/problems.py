"""What can go wrong with teams."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Problem


@dataclass(eq=False)
class NameTaken(Problem):
    name: str

    code = "teams.name_taken"
    title = _("The unit has a team of this name.")
    text = _("“{name}” is active.")
    remedy = _("Give it another name.")


@dataclass(eq=False)
class TeamDisbanded(Problem):
    code = "teams.disbanded"
    title = _("This team was disbanded.")
    remedy = _("Its people are free; form a new team.")


@dataclass(eq=False)
class TooManyTeams(Problem):
    asked: int
    most: int

    code = "teams.too_many"
    status = 422
    title = _("So many teams cannot be formed.")
    text = _("{asked} were asked for; 1 to {most} are possible: one for each free member at most.")
    remedy = _("Ask for fewer.")


@dataclass(eq=False)
class BadSize(Problem):
    most: int

    code = "teams.bad_size"
    status = 422
    title = _("The team would be too large.")
    text = _("It takes at most {most} people beside its leader and those with a skill.")


@dataclass(eq=False)
class NotInTeam(Problem):
    code = "teams.not_in_team"
    title = _("This person is not in the team.")
