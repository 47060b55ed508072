-- title = "Parties by number of activities"
-- question = "With which parties do most activities deal?"
-- use = "Where an agreement is worth most."
-- example = "ropa query parties-by-activities"
SELECT
  party.name AS party,
  coalesce(party.kind, 'not recorded') AS kind,
  count(DISTINCT dealing.activity) AS activities,
  sum(dealing.way = 'to') AS flows_to,
  sum(dealing.way = 'from') AS flows_from
FROM (
  SELECT flow.activity, flow.to_id AS party, 'to' AS way FROM flow WHERE flow.to_kind = 'party'
  UNION ALL
  SELECT flow.activity, flow.from_id, 'from' FROM flow WHERE flow.from_kind = 'party'
) AS dealing
JOIN party ON party.id = dealing.party
JOIN activity ON activity.id = dealing.activity
WHERE activity.is_retired = 0
GROUP BY party.id
ORDER BY activities DESC, party.name, party.id;
