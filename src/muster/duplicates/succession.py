"""Pairs and merges name the records that they are about."""

STAYS = {
    "duplicates.Pair.one": "a pair is about these records",
    "duplicates.Pair.other": "a pair is about these records",
    "duplicates.Merge.kept": "a merge is about these records",
    "duplicates.Merge.gone": "a merge is about these records",
}
