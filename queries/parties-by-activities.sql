-- title = "Parties by number of activities"
-- question = "With which parties do most activities deal?"
-- use = "Where an agreement is worth most."
-- example = "ropa query parties-by-activities"
SELECT
  party.name AS party,
  coalesce(party.kind, 'not recorded') AS kind,
  count(DISTINCT dealing.activity) AS activities,
  CASE
    WHEN sum(dealing.way = 'to') > 0 THEN sum(dealing.way = 'to')
    WHEN max(activity.recipient_state = 'not-recorded' OR activity.onward_state = 'not-recorded')
      THEN 'not recorded'
    ELSE 0
  END AS flows_to,
  CASE
    WHEN sum(dealing.way = 'from') > 0 THEN sum(dealing.way = 'from')
    WHEN max(activity.source_state = 'not-recorded' OR activity.onward_state = 'not-recorded')
      THEN 'not recorded'
    ELSE 0
  END AS flows_from
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
