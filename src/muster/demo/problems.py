"""What can go wrong with the demo."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Problem


@dataclass(eq=False)
class RealData(Problem):
    code = "demo.real_data"
    title = _("This database holds data that are not the demo's.")
    text = _("The demo neither mixes with them nor throws them away.")
    remedy = _("Play it in an installation of its own: name an empty folder in MUSTER_HOME.")


@dataclass(eq=False)
class AnotherDemo(Problem):
    standing: str

    code = "demo.another_stands"
    title = _("Another demo stands here.")
    text = _("It is “{standing}”, not the one asked for, or it was interrupted.")
    remedy = _("FRESH=yes starts over.")


class Unfinished(Exception):  # noqa: N818 - a process of ours ended early: a programmer's error
    """What was done beside the show came to nothing."""
