-- Who receives `:data`, and how surely: 0 stated, 1 possible. Each category is followed by itself.
WITH RECURSIVE
  below (y) AS (
    SELECT key FROM data WHERE id = :data
    UNION
    SELECT data.key FROM below JOIN data ON data.broader = below.y
  ),
  above (y, broader) AS (
    SELECT y, data.broader FROM below JOIN data ON data.key = below.y
    WHERE data.broader IS NOT NULL
    UNION
    SELECT above.y, data.broader FROM above JOIN data ON data.key = above.broader
    WHERE data.broader IS NOT NULL
  ),
  stated (y, node) AS (
    SELECT y, holds.node FROM below JOIN holds ON holds.data = below.y
    UNION
    SELECT y, edge.target FROM below
    JOIN carries ON carries.data = below.y JOIN edge ON edge.key = carries.edge
    UNION
    SELECT stated.y, edge.target FROM stated
    JOIN edge ON edge.source = stated.node AND edge.load = 'all'
  ),
  possible (y, node) AS (
    SELECT y, node FROM stated
    UNION
    SELECT above.y, holds.node FROM above JOIN holds ON holds.data = above.broader
    UNION
    SELECT possible.y, edge.target FROM possible JOIN edge ON edge.source = possible.node
    WHERE edge.load <> 'list' OR EXISTS (
      SELECT 1 FROM carries JOIN above ON above.broader = carries.data
      WHERE carries.edge = edge.key AND above.y = possible.y
    )
  )
SELECT party.id, party.name, min(found.certainty)
FROM (
  SELECT node, 0 AS certainty FROM stated
  UNION ALL
  SELECT node, 1 FROM possible
) AS found
JOIN node ON node.key = found.node
JOIN party ON party.key = node.party
GROUP BY party.key
ORDER BY party.id
