-- title = "Data that comes back to where it began"
-- question = "Is there a loop: data that goes out and comes back by recorded flows of at most five steps?"
-- use = "Data quality (Article 5(1)(d) UK GDPR); hidden feedback between partners."
-- example = "ropa query loops"
WITH RECURSIVE
-- A party is a place of its own in each activity: that two activities share one joins nothing.
edge AS MATERIALIZED (
  SELECT
    carries.data AS data,
    carries.certainty AS certainty,
    activity.name || ' F' || flow.number AS flow,
    CASE flow.from_kind WHEN 'activity' THEN '' ELSE flow.activity END || '/' || flow.from_kind || ':' || flow.from_id AS from_place,
    CASE flow.to_kind WHEN 'activity' THEN '' ELSE flow.activity END || '/' || flow.to_kind || ':' || flow.to_id AS to_place,
    source.name AS from_name,
    target.name AS to_name
  FROM carries
  JOIN flow ON flow.activity = carries.activity AND flow.number = carries.number
  JOIN activity ON activity.id = flow.activity
  JOIN record AS source ON source.kind = flow.from_kind AND source.id = flow.from_id
  JOIN record AS target ON target.kind = flow.to_kind AND target.id = flow.to_id
  WHERE flow.to_kind <> 'system'
),
walk (data, start, here, places, path, flows, steps, certainty) AS (
  SELECT data, from_place, to_place, ' ' || from_place || ' ' || to_place || ' ',
    from_name || ' > ' || to_name, flow, 1, certainty
  FROM edge WHERE from_place <= to_place
  UNION ALL
  SELECT walk.data, walk.start, edge.to_place, walk.places || edge.to_place || ' ',
    walk.path || ' > ' || edge.to_name, walk.flows || ', ' || edge.flow, walk.steps + 1,
    CASE walk.certainty WHEN 'stated' THEN edge.certainty ELSE walk.certainty END
  FROM walk
  JOIN edge ON edge.data = walk.data AND edge.from_place = walk.here
  WHERE walk.steps < 5
    AND walk.here <> walk.start
    -- Each loop is told once: from the first of its places.
    AND edge.to_place >= walk.start
    AND (edge.to_place = walk.start OR instr(walk.places, ' ' || edge.to_place || ' ') = 0)
)
SELECT
  walk.path AS path,
  walk.flows AS flows,
  max(walk.certainty) AS certainty,
  group_concat(data.name, '; ' ORDER BY data.name) AS data
FROM walk
JOIN data ON data.id = walk.data
WHERE walk.here = walk.start
GROUP BY walk.places, walk.path, walk.flows
ORDER BY certainty DESC, walk.path, walk.flows, walk.places;
