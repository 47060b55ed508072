-- title = "How a category of data spreads"
-- question = "By which flows does this data or narrower data move?"
-- use = "A picture for a data protection impact assessment."
-- example = "ropa query spread-of \"data=NHS number\" -o spread.svg"
-- result = "graph"
-- [params.data]
-- type = "data"
-- help = "category of data"
-- narrows = ["carries"]
WITH step AS MATERIALIZED (
  -- A flow through a system is two steps.
  SELECT
    flow.from_kind || ':' || flow.from_id AS from_id,
    CASE WHEN flow.through <> 'none' THEN 'system:' || flow.through ELSE flow.to_kind || ':' || flow.to_id END AS to_id,
    flow.activity AS activity, flow.number AS number, carries.certainty AS certainty
  FROM carries
  JOIN flow ON flow.activity = carries.activity AND flow.number = carries.number
  WHERE carries.data = :data
  UNION
  SELECT 'system:' || flow.through, flow.to_kind || ':' || flow.to_id,
    flow.activity, flow.number, carries.certainty
  FROM carries
  JOIN flow ON flow.activity = carries.activity AND flow.number = carries.number
  WHERE carries.data = :data AND flow.through <> 'none'
)
SELECT
  step.from_id AS from_id,
  step.to_id AS to_id,
  group_concat(activity.name || ' F' || step.number, '; ' ORDER BY activity.name, activity.id, step.number) AS label,
  step.certainty AS certainty
FROM step
JOIN activity ON activity.id = step.activity
GROUP BY step.from_id, step.to_id, step.certainty
ORDER BY step.from_id, step.to_id, step.certainty DESC;
