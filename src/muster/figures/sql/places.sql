-- Every unit under every unit above it, from a day until before another. Before its first day a unit stands where it first stood.
SELECT period.unit_id, above.label::uuid AS above_id, period.since, period.until, above.place = period.place - 1 AS is_direct
FROM (
    SELECT unit_id, path, nlevel(path) AS place,
           CASE WHEN lag(path) OVER by_day IS NULL THEN '-infinity' ELSE lower(during) END AS since,
           coalesce(lead(lower(during)) OVER by_day, 'infinity') AS until
    FROM units_unitpath
    WHERE NOT isempty(during)
    WINDOW by_day AS (PARTITION BY unit_id ORDER BY lower(during))
) AS period
CROSS JOIN LATERAL string_to_table(period.path::text, '.') WITH ORDINALITY AS above (label, place)
WHERE above.place < period.place
