"""How a block of journal entries is hashed, and how the whole chain is checked again."""

# The text that is hashed: every column of every entry, in the order of the ids, as PostgreSQL prints a row.
BLOCK_TEXT = """
    string_agg(
        concat_ws('|', entry.id, entry.at AT TIME ZONE 'UTC', entry.recorded_at AT TIME ZONE 'UTC', entry.person_id, entry.system,
                  entry.event, entry.operation_id, entry.unit_id, entry.subject_id, entry.count, entry.about::text),
        E'\\n' ORDER BY entry.id)
"""

# Stops at the oldest transaction still under way, so that none that commits late is skipped.
SEAL_SQL = f"""
WITH fresh AS (
    SELECT entry.* FROM kernel_entry entry
    WHERE entry.transaction < pg_snapshot_xmin(pg_current_snapshot())
      AND NOT EXISTS (SELECT FROM kernel_sealedentry sealed WHERE sealed.entry_id = entry.id)
), last AS (
    SELECT number, hash FROM kernel_seal ORDER BY number DESC LIMIT 1
), block AS (
    INSERT INTO kernel_seal (number, sealed_at, entries, previous_hash, hash)
    SELECT coalesce((SELECT number FROM last), 0) + 1, %(now)s, count(*), coalesce((SELECT hash FROM last), ''::bytea),
           sha256(coalesce((SELECT hash FROM last), ''::bytea) || convert_to({BLOCK_TEXT}, 'UTF8'))
    FROM fresh entry HAVING count(*) > 0
    RETURNING number
)
, sealed AS (
    INSERT INTO kernel_sealedentry (entry_id, seal_id) SELECT fresh.id, block.number FROM fresh, block RETURNING 1
)
SELECT count(*) FROM sealed
"""  # noqa: S608 - no values are spliced in

CHECK_SQL = f"""
SELECT seal.number
FROM kernel_seal seal
LEFT JOIN kernel_seal before ON before.number = seal.number - 1
LEFT JOIN LATERAL (
    SELECT count(*) AS entries, {BLOCK_TEXT} AS text
    FROM kernel_sealedentry sealed JOIN kernel_entry entry ON entry.id = sealed.entry_id WHERE sealed.seal_id = seal.number
) block ON true
WHERE seal.previous_hash <> coalesce(before.hash, ''::bytea)
   OR (seal.number > 1 AND before.number IS NULL)
   OR block.entries <> seal.entries
   OR seal.hash <> sha256(seal.previous_hash || convert_to(block.text, 'UTF8'))
ORDER BY seal.number
"""  # noqa: S608 - as above
