"""A bulletin is of the unit that wrote it."""

STAYS = {
    "bulletins.Bulletin.unit": "who published a bulletin is history",
    "bulletins.Bulletin.author": "who did it is history",
    "bulletins.Bulletin.published_by": "who did it is history",
}
