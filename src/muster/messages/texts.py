"""What e-mails and work chats say, in the reader's language. Short messages say what the provider approved."""

from collections.abc import Mapping

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from muster.kernel.problems import Words

# Our name of a template: its subject and its words. The variables are those of the short message of that name, and `link`.
TEXTS: dict[str, tuple[Words, Words]] = {
    "remind": (
        _("To accept: {number}"),
        _("{number} “{title}” waits for {unit} to accept it.\n{link}"),
    ),
    "superior": (
        _("Not yet accepted below: {number}"),
        _("{number} “{title}” has not been accepted by units below {unit}: {count}.\n{link}"),
    ),
    "muster": (
        _("Who can come? {title}"),
        _("{unit} asks who can come: {title}. Answer with one tap; no needs no reason.\n{link}"),
    ),
    "notice": (_("{title}"), _("{title}\n{link}")),
}


def words(template: str, variables: Mapping[str, str], *, language: str) -> tuple[str, str]:
    """Subject and text. A variable that is missing is left out: a message that goes out incomplete is better than none."""
    with translation.override(language or settings.LANGUAGE_CODE):
        subject, text = TEXTS[template]
        known = _Lenient({**variables, "link": settings.MUSTER_ADDRESS + variables.get("path", "")})
        return str(subject).format_map(known), str(text).format_map(known).strip()


class _Lenient(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""
