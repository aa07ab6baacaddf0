"""Files that somebody sent or asked for are kept for a day, under the record that they logged in with."""

STAYS = {
    "console.Upload.person": "kept for a day",
    "console.Export.person": "kept for a day",
}
