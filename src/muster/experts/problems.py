"""What can go wrong with the register of experts."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Problem


@dataclass(eq=False)
class InRegister(Problem):
    code = "experts.in_register"
    title = _("This person is in the register already.")
    remedy = _("Add a qualification to their entry.")


@dataclass(eq=False)
class AnotherMustVerify(Problem):
    code = "experts.another_must_verify"
    status = 403
    title = _("Somebody else must check this proof.")
    text = _("Neither the expert nor whoever entered the qualification can verify it.")


@dataclass(eq=False)
class VerdictGiven(Problem):
    code = "experts.verdict_given"
    title = _("This proof has been checked already.")


@dataclass(eq=False)
class UnknownSkill(Problem):
    code = "experts.unknown_skill"
    status = 422
    title = _("There is no such skill.")


@dataclass(eq=False)
class NoSkillAsked(Problem):
    code = "experts.no_skill_asked"
    status = 422
    title = _("This call asks for no skill.")
    text = _("An appeal goes to experts with one of the skills that a call asks for.")
