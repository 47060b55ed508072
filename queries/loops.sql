-- title = "Data that comes back to where it began"
-- question = "Is there a loop: data that goes out and comes back by recorded flows of at most five steps?"
-- use = "Data quality (Article 5(1)(d) UK GDPR); hidden feedback between partners."
-- topic = "data-flows"
-- example = "ropa query loops"
WITH RECURSIVE
-- A party is a place of its own in each activity: that two activities share one joins nothing.
edge AS MATERIALIZED (
  SELECT
    flow.activity AS activity,
    flow.number AS number,
    flow.activity || '/' || flow.number AS key,
    activity.name || iif(activity.status = 'draft', ' (draft)', '') || ' F' || flow.number AS flow,
    CASE flow.from_kind WHEN 'activity' THEN '' ELSE flow.activity END || '/' || flow.from_kind || ':' || flow.from_id AS from_place,
    CASE flow.to_kind WHEN 'activity' THEN '' ELSE flow.activity END || '/' || flow.to_kind || ':' || flow.to_id AS to_place,
    source.name AS from_name,
    target.name AS to_name
  FROM flow
  JOIN activity ON activity.id = flow.activity
  JOIN record AS source ON source.kind = flow.from_kind AND source.id = flow.from_id
  JOIN record AS target ON target.kind = flow.to_kind AND target.id = flow.to_id
  WHERE flow.to_kind <> 'system' AND flow.carries_state <> 'none' AND flow.currency = 'current' AND activity.left_out <= :retired
),
walk (start, here, places, path, flows, keys, steps) AS (
  SELECT from_place, to_place, ' ' || from_place || ' ' || to_place || ' ',
    from_name || ' > ' || to_name, flow, json_array(key), 1
  FROM edge WHERE from_place <= to_place
  UNION ALL
  SELECT walk.start, edge.to_place, walk.places || edge.to_place || ' ',
    walk.path || ' > ' || edge.to_name, walk.flows || ', ' || edge.flow,
    json_insert(walk.keys, '$[#]', edge.key), walk.steps + 1
  FROM walk
  JOIN edge ON edge.from_place = walk.here
  WHERE walk.steps < 5
    AND walk.here <> walk.start
    -- Each loop is told once: from the first of its places.
    AND edge.to_place >= walk.start
    AND (edge.to_place = walk.start OR instr(walk.places, ' ' || edge.to_place || ' ') = 0)
),
ring AS MATERIALIZED (SELECT * FROM walk WHERE here = start),
link AS MATERIALIZED (
  SELECT ring.keys AS ring, ring.steps AS steps, edge.activity AS activity, edge.number AS number
  FROM ring
  JOIN json_each(ring.keys) AS one
  JOIN edge ON edge.key = one.value
),
-- What every flow of a loop carries.
common AS MATERIALIZED (
  SELECT link.ring AS ring, carries.data AS data, min(carries.certainty) AS certainty
  FROM carries
  CROSS JOIN link ON link.activity = carries.activity AND link.number = carries.number
  GROUP BY link.ring, carries.data
  HAVING count(*) = link.steps
)
SELECT
  ring.path AS path,
  ring.flows AS flows,
  max(common.certainty) AS certainty,
  group_concat(data.name, '; ' ORDER BY data.name) AS data
FROM ring
JOIN common ON common.ring = ring.keys
JOIN data ON data.id = common.data
GROUP BY ring.keys
ORDER BY certainty DESC, ring.path, ring.flows, ring.places;
