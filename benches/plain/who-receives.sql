-- Who receives `:data`, and how surely: 0 stated, 1 possible. Each category is followed by itself.
-- `start` is the party whose own onward flow names the data first, 0 where the way begins at an
-- activity: no way leads back to it.
-- `CROSS JOIN` keeps the order: from the data to what names it. SQLite cannot know how few that are.
WITH RECURSIVE
  below (y) AS (
    SELECT key FROM data WHERE id = :data
    UNION
    SELECT data.key FROM below CROSS JOIN data ON data.broader = below.y
  ),
  above (y, broader) AS (
    SELECT y, data.broader FROM below CROSS JOIN data ON data.key = below.y
    WHERE data.broader IS NOT NULL
    UNION
    SELECT above.y, data.broader FROM above CROSS JOIN data ON data.key = above.broader
    WHERE data.broader IS NOT NULL
  ),
  -- What may mean y where it is named: what is broader, and what may include its class.
  vague (y, data) AS MATERIALIZED (
    SELECT y, broader FROM above
    UNION
    SELECT below.y, may_include.data FROM below
    CROSS JOIN class ON class.data = below.y CROSS JOIN may_include ON may_include.class = class.class
    WHERE may_include.data <> below.y
  ),
  -- Edges that name y, and the party at their start, which then has it to hand on.
  named (y, edge, source, party, target) AS MATERIALIZED (
    SELECT below.y, edge.key, edge.source, coalesce(node.party, 0), edge.target FROM below
    CROSS JOIN carries ON carries.data = below.y
    CROSS JOIN edge ON edge.key = carries.edge
    CROSS JOIN node ON node.key = edge.source
  ),
  stated (y, start, node) AS (
    SELECT y, 0, holds.node FROM below CROSS JOIN holds ON holds.data = below.y
    UNION
    SELECT y, party, source FROM named WHERE party <> 0
    UNION
    SELECT y, party, target FROM named
    UNION
    SELECT stated.y, stated.start, edge.target FROM stated
    CROSS JOIN edge ON edge.source = stated.node AND edge.load = 'all'
    WHERE stated.start = 0
      OR stated.start IS NOT (SELECT party FROM node WHERE node.key = edge.target)
  ),
  possible (y, start, node) AS (
    SELECT y, start, node FROM stated
    UNION
    SELECT y, 0, holds.node FROM vague CROSS JOIN holds ON holds.data = vague.data
    UNION
    SELECT y, node.party, node.key FROM vague
    CROSS JOIN carries ON carries.data = vague.data
    CROSS JOIN edge ON edge.key = carries.edge
    CROSS JOIN node ON node.key = edge.source AND node.party IS NOT NULL
    UNION
    SELECT possible.y, possible.start, edge.target FROM possible
    CROSS JOIN edge ON edge.source = possible.node
    WHERE (edge.load <> 'list' OR EXISTS (
      SELECT 1 FROM carries JOIN vague ON vague.data = carries.data
      WHERE carries.edge = edge.key AND vague.y = possible.y
    )) AND (possible.start = 0
      OR possible.start IS NOT (SELECT party FROM node WHERE node.key = edge.target))
  ),
  -- Who hands on what no way leads to, and does not bring it in itself, may have it.
  alone (y, node) AS (
    SELECT named.y, named.source FROM named CROSS JOIN hands_on ON hands_on.node = named.source
    EXCEPT
    SELECT possible.y, possible.node FROM possible
    CROSS JOIN node ON node.key = possible.node AND node.party <> possible.start
    EXCEPT
    SELECT named.y, brings.node FROM named CROSS JOIN brings ON brings.node = named.source
    WHERE brings.load <> 'list' OR EXISTS (
      SELECT 1 FROM carries WHERE carries.edge = brings.key AND (
        carries.data = named.y
        OR carries.data IN (SELECT data FROM vague WHERE vague.y = named.y)
      )
    )
  ),
  further (y, node) AS (
    SELECT y, has_it_at FROM alone CROSS JOIN hands_on ON hands_on.node = alone.node
    UNION
    SELECT further.y, edge.target FROM further CROSS JOIN edge ON edge.source = further.node
    WHERE edge.load <> 'list' OR EXISTS (
      SELECT 1 FROM carries
      WHERE carries.edge = edge.key AND (
        carries.data = further.y
        OR carries.data IN (SELECT data FROM vague WHERE vague.y = further.y)
      )
    )
  )
SELECT party.id, party.name, min(found.certainty)
FROM (
  SELECT start, node, 0 AS certainty FROM stated
  UNION ALL
  SELECT start, node, 1 FROM possible
  UNION ALL
  SELECT 0, node, 1 FROM further
) AS found
CROSS JOIN node ON node.key = found.node AND node.party <> found.start AND NOT node.is_own
CROSS JOIN party ON party.key = node.party
GROUP BY party.key
ORDER BY party.id
