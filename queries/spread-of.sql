-- title = "How a category of data spreads"
-- question = "By which flows does this data or narrower data move?"
-- use = "A picture for a data protection impact assessment."
-- example = "ropa query spread-of \"data=NHS number\" -o spread.svg"
-- result = "graph"
-- [params.data]
-- type = "data"
-- help = "category of data"
-- narrows = ["carries"]
SELECT
  flow.from_kind || ':' || flow.from_id AS from_id,
  flow.to_kind || ':' || flow.to_id AS to_id,
  group_concat(
    activity.name || ' F' || flow.number || CASE carries.certainty WHEN 'possible' THEN ' (possible)' ELSE '' END,
    '; ' ORDER BY activity.name, activity.id, flow.number) AS label
FROM carries
JOIN flow ON flow.activity = carries.activity AND flow.number = carries.number
JOIN activity ON activity.id = flow.activity
WHERE carries.data = :data
GROUP BY flow.from_kind, flow.from_id, flow.to_kind, flow.to_id
ORDER BY from_id, to_id;
