"""The link of an invitation."""

from uuid import UUID

from muster.kernel import tokens

PURPOSE = b"muster invitations"


def token_of(invitation_id: UUID) -> str:
    return tokens.token_of(invitation_id, purpose=PURPOSE)


def invitation_in(token: str) -> UUID | None:
    """None for what we never gave."""
    return tokens.id_in(token, purpose=PURPOSE)
