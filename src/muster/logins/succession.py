"""Invitations, like roles, follow nobody: who leads the new unit is for whoever gives roles to say."""

from muster.kernel.succession import Follows

FOLLOWS: tuple[Follows, ...] = ()
STAYS = {
    "logins.Invitation.unit": "nobody gets power over a unit by a merger: whoever gives roles decides",
    "logins.Invitation.person": "it was given to the hand of whoever bears the name",
    "logins.Invitation.invited_by": "who invited is history",
}
