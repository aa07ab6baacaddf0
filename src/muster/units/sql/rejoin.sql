-- A unit that is back on %(day)s where it was until then never left: its second span goes, and the first is to be open again.
WITH twin AS (
    SELECT later.id AS later_id, earlier.id AS earlier_id, lower(earlier.during) AS since
    FROM units_unitpath later
    JOIN units_unitpath earlier
      ON earlier.unit_id = later.unit_id AND upper(earlier.during) = lower(later.during) AND earlier.path = later.path
    WHERE upper_inf(later.during) AND lower(later.during) = %(day)s
), gone AS (
    DELETE FROM units_unitpath history USING twin WHERE history.id = twin.later_id
)
SELECT earlier_id, since FROM twin
