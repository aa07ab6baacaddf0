"""The link of one person's answer: whoever was sent it needs no log-in, and can answer for nobody else."""

from uuid import UUID

from muster.kernel import tokens

PURPOSE = b"muster answers to a muster call"


def token_of(asked_id: UUID) -> str:
    return tokens.token_of(asked_id, purpose=PURPOSE)


def asked_of(token: str) -> UUID | None:
    """Whose answer the link is; None for what we never sent."""
    return tokens.id_in(token, purpose=PURPOSE)
