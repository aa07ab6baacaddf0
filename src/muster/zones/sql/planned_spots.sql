-- The same for parts that a plan proposes: given as columns.
SELECT wanted.zone, building.longitude, building.latitude, stairwell.number - 1,
       row_number() OVER (PARTITION BY wanted.stairwell ORDER BY wanted.low) - 1
FROM unnest(%(stairwells)s::uuid[], %(zones)s::int[], %(lows)s::int[]) AS wanted (stairwell, zone, low)
JOIN places_stairwell stairwell ON stairwell.id = wanted.stairwell
JOIN places_building building ON building.id = stairwell.building_id
