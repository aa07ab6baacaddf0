-- New pairs are kept; open ones get their new score; what was decided stays decided.
INSERT INTO duplicates_pair AS pair (one_id, other_id, score, reasons, is_sure, state, found_at)
SELECT least(one, other), greatest(one, other), score, reasons, is_sure, 'open', %(now)s
FROM unnest(%(ones)s::uuid[], %(others)s::uuid[], %(scores)s::float8[], %(reasons)s::int[], %(sure)s::bool[])
     AS found (one, other, score, reasons, is_sure)
ON CONFLICT (one_id, other_id) DO UPDATE SET score = excluded.score, reasons = excluded.reasons, is_sure = excluded.is_sure
WHERE pair.state = 'open'
