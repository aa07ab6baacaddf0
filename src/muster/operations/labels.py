"""What levels and phases are called."""

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Words

LEVELS: dict[int, Words] = {1: _("level I"), 2: _("level II"), 3: _("level III"), 4: _("level IV")}


def level_label(level: int) -> Words:
    return LEVELS.get(level, str(level))


def phase_label(code: str, *, phases: Iterable[dict[str, str]]) -> str:
    """A phase in the reader's language; its code where the operation does not know it."""
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    return next((phase[language] for phase in phases if phase["code"] == code), code)
