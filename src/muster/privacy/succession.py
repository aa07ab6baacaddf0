"""What was shown stays written as it was."""

STAYS = {
    "privacy.Unmasking.viewer": "what was shown stays written as it was",
    "privacy.Unmasking.person": "what was shown stays written as it was",
    "privacy.Unmasking.unit": "the unit in which it was shown",
}
