"""Bulletins hold figures, never people."""

from muster.kernel.personal import in_office

REGISTER = (in_office("bulletins.written", "bulletins.Bulletin", "author_id", "published_by_id"),)
IMPERSONAL = {
    "bulletins.Bulletin.text": "words for the public",
    "bulletins.Statement.text": "words for the public",
    "bulletins.Erratum.text": "words for the public",
}
