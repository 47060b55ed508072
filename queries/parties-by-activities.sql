-- title = "Parties by number of activities"
-- question = "With which parties do most activities deal: by flows, by systems that they run, or engaged by others?"
-- use = "Where an agreement is worth most."
-- topic = "data-flows"
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
  END AS steps_to,
  CASE
    WHEN sum(dealing.way = 'from') > 0 THEN sum(dealing.way = 'from')
    WHEN max(activity.source_state = 'not-recorded' OR activity.onward_state = 'not-recorded')
      THEN 'not recorded'
    ELSE 0
  END AS steps_from,
  count(DISTINCT CASE dealing.is_draft WHEN 1 THEN dealing.activity END) AS drafts
FROM (
  SELECT activity, is_draft, to_id AS party, 'to' AS way FROM step WHERE to_kind = 'party' AND role <> 'internal'
  UNION ALL
  SELECT activity, is_draft, from_id, 'from' FROM step WHERE from_kind = 'party' AND kind = 'source'
) AS dealing
JOIN party ON party.id = dealing.party
JOIN activity ON activity.id = dealing.activity
GROUP BY party.id
ORDER BY activities DESC, party.name, party.id;
