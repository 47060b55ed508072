-- title = "What two parties both receive"
-- question = "In which activities do both parties receive the same data?"
-- use = "Merger of suppliers; concentration of risk."
-- topic = "data-flows"
-- example = "ropa query supplier-overlap one=Servelec other=GPs"
-- [params.one]
-- type = "party"
-- help = "a party, with its parts"
-- [params.other]
-- type = "party"
-- help = "another party, with its parts"
WITH
asked AS MATERIALIZED (
  SELECT whole AS asked, part AS party, 0 AS is_whole FROM party_part WHERE whole IN (:one, :other)
  UNION ALL
  -- What goes to what it is part or member of possibly goes to it.
  SELECT part, whole, 1 FROM party_part WHERE part IN (:one, :other) AND whole <> part
),
had AS MATERIALIZED (
  SELECT asked.asked AS asked, step_data.data AS data, step.activity AS activity,
    max(CASE asked.is_whole WHEN 1 THEN 'possible' ELSE step_data.certainty END) AS certainty
  FROM step
  JOIN asked ON asked.party = step.to_id
  JOIN step_data ON step_data.activity = step.activity AND step_data.step = step.step
  WHERE step.to_kind = 'party' AND step.role <> 'internal' AND step_data.is_named = 1
  GROUP BY asked.asked, step_data.data, step.activity
)
SELECT
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  data.name AS data,
  max(CASE WHEN one.certainty = 'stated' AND other.certainty = 'stated' THEN 'stated' ELSE 'possible' END) AS certainty
FROM had AS one
-- Who has narrower data has the broader.
JOIN data_below ON data_below.broader = one.data
JOIN had AS other ON other.data = data_below.narrower AND other.activity = one.activity AND other.asked = :other
JOIN data ON data.id = one.data
JOIN activity ON activity.id = one.activity
WHERE one.asked = :one
GROUP BY activity.id, data.id
ORDER BY activity.name, activity.id, data.name, data.id;
