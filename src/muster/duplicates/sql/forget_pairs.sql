-- Pairs that no longer fit, since somebody corrected one of the records, are no longer asked about.
DELETE FROM duplicates_pair WHERE state = 'open' AND found_at < %(now)s AND NOT EXISTS (
    SELECT FROM unnest(%(ones)s::uuid[], %(others)s::uuid[]) AS found (one, other)
    WHERE least(found.one, found.other) = one_id AND greatest(found.one, found.other) = other_id)
