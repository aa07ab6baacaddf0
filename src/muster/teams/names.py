"""What teams are called. A name is data: in the language of the installation."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from . import rules


class Names:
    """The patterns, read once for thousands of names."""

    def __init__(self) -> None:
        with translation.override(settings.LANGUAGE_CODE):
            self.first = {
                "vanguard": _("{unit} vanguard team"),
                "task_force": _("{unit} rapid-response team"),
                "volunteer": _("{unit} volunteer service team"),
            }
            self.later = {
                "vanguard": _("{unit} vanguard team {number}"),
                "task_force": _("{unit} rapid-response team {number}"),
                "volunteer": _("{unit} volunteer service team {number}"),
            }

    def of(self, unit_name: str, *, kind: str, number: int) -> str:
        """The first of a kind in its unit bears no number."""
        pattern = (self.first if number == 1 else self.later)[kind]
        return pattern.format(unit=rules.short(unit_name), number=number)
