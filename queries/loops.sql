-- title = "Data that comes back to where it began"
-- question = "Is there a loop: data that goes out and comes back by recorded flows of at most five steps?"
-- use = "Data quality (Article 5(1)(d) UK GDPR); hidden feedback between partners."
-- example = "ropa query loops"
WITH RECURSIVE
edge AS MATERIALIZED (
  SELECT
    carries.data AS data,
    carries.certainty AS certainty,
    flow.activity || ' F' || flow.number AS flow,
    CASE flow.from_kind WHEN 'activity' THEN '' ELSE flow.activity END || '/' || flow.from_kind || ':' || flow.from_id AS from_node,
    CASE flow.to_kind WHEN 'activity' THEN '' ELSE flow.activity END || '/' || flow.to_kind || ':' || flow.to_id AS to_node
  FROM carries
  JOIN flow ON flow.activity = carries.activity AND flow.number = carries.number
),
walk (data, start, here, path, flows, steps, certainty) AS (
  SELECT data, from_node, to_node, from_node || ' > ' || to_node, flow, 1, certainty
  FROM edge WHERE from_node <> to_node
  UNION ALL
  SELECT walk.data, walk.start, edge.to_node, walk.path || ' > ' || edge.to_node,
    walk.flows || ', ' || edge.flow, walk.steps + 1,
    CASE WHEN walk.certainty = 'stated' THEN edge.certainty ELSE walk.certainty END
  FROM walk
  JOIN edge ON edge.data = walk.data AND edge.from_node = walk.here
  WHERE walk.steps < 5
    AND walk.here <> walk.start
    -- Each loop is told once, from the first of its places.
    AND edge.to_node >= walk.start
    AND (edge.to_node = walk.start OR instr(walk.path || ' > ', ' > ' || edge.to_node || ' > ') = 0)
)
SELECT
  walk.flows AS flows,
  walk.path AS path,
  CASE WHEN sum(walk.certainty = 'stated') > 0 THEN 'stated' ELSE 'possible' END AS certainty,
  group_concat(DISTINCT data.name) AS data
FROM walk
JOIN data ON data.id = walk.data
WHERE walk.here = walk.start
GROUP BY walk.path, walk.flows
ORDER BY certainty DESC, walk.path, walk.flows;
