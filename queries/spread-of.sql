-- title = "How a category of data spreads"
-- question = "By which flows does this data or narrower data move, and who has it by a system or an engagement?"
-- use = "A picture for a data protection impact assessment."
-- topic = "data-flows"
-- example = "ropa query spread-of \"data=NHS number\" -o spread.svg"
-- result = "graph"
-- [params.data]
-- type = "data"
-- help = "category of data"
-- narrows = ["step", "step_data"]
WITH moved AS MATERIALIZED (
  SELECT
    step.from_kind || ':' || step.from_id AS from_id,
    step.to_kind || ':' || step.to_id AS to_id,
    step.activity AS activity,
    coalesce('F' || step.number, CASE step.kind WHEN 'operator' THEN 'run by' WHEN 'sub-processor' THEN 'engages' WHEN 'joint-controller' THEN 'decides jointly' ELSE 'hands it on' END) AS flow,
    step.step AS step,
    max(step_data.certainty) AS certainty
  FROM step_data
  JOIN data_below ON data_below.narrower = step_data.data AND data_below.broader = :data
  JOIN step ON step.activity = step_data.activity AND step.step = step_data.step
  GROUP BY step.activity, step.step
)
SELECT
  moved.from_id AS from_id,
  moved.to_id AS to_id,
  group_concat(activity.name || iif(activity.status = 'draft', ' (draft)', '') || ' ' || moved.flow, '; ' ORDER BY activity.name, activity.id, moved.step) AS label,
  moved.certainty AS certainty
FROM moved
JOIN activity ON activity.id = moved.activity
GROUP BY moved.from_id, moved.to_id, moved.certainty
ORDER BY moved.from_id, moved.to_id, moved.certainty DESC;
