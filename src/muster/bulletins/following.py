"""A bulletin is of the unit that wrote it."""

STAYS = {"bulletins.Bulletin.unit": "who published a bulletin is history"}
