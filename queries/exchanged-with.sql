-- title = "What is sent to and got from a party"
-- question = "What do this party and its parts get, by a flow, by a system that they run or engaged by another, and what do they give?"
-- use = "Meeting with a partner; review of a sharing agreement."
-- topic = "data-flows"
-- example = "ropa query exchanged-with \"party=NHS\""
-- [params.party]
-- type = "party"
-- help = "party, with its parts"
-- narrows = ["step", "step_data"]
WITH
asked AS MATERIALIZED (
  SELECT part AS party, 0 AS is_whole FROM party_part WHERE whole = :party
  UNION ALL
  -- What goes to what it is part or member of possibly goes to it.
  SELECT whole, 1 FROM party_part WHERE part = :party AND whole <> :party
),
dealing AS MATERIALIZED (
  SELECT 'to' AS direction, step.activity AS activity, step.step AS step,
    CASE asked.is_whole WHEN 1 THEN 'possible' ELSE step.certainty END AS certainty
  FROM step
  JOIN asked ON step.to_kind = 'party' AND asked.party = step.to_id
  UNION ALL
  SELECT CASE step.kind WHEN 'source' THEN 'from' ELSE 'hands on' END, step.activity, step.step,
    CASE asked.is_whole WHEN 1 THEN 'possible' ELSE step.certainty END
  FROM step
  JOIN asked ON step.from_kind = 'party' AND asked.party = step.from_id
  UNION ALL
  -- An organisation deals where its activities do.
  SELECT iif(step.to_kind = 'activity', 'to', 'from'), step.activity, step.step, step.certainty
  FROM step
  JOIN activity ON activity.id = step.activity
  JOIN register
  JOIN asked ON asked.is_whole = 0 AND (asked.party = activity.controller
    OR asked.party = register.organisation AND (activity.controller IS NULL OR activity.role = 'processor'))
  WHERE 'activity' IN (step.from_kind, step.to_kind)
)
SELECT
  dealing.direction AS direction,
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  coalesce('F' || step.number, step.kind) AS flow,
  dealing.certainty AS certainty,
  coalesce(
    (SELECT group_concat(name, '; ') FROM
      (SELECT data.name AS name FROM step_data JOIN data ON data.id = step_data.data
       WHERE step_data.activity = step.activity AND step_data.step = step.step AND step_data.is_named = 1
         AND (step.carries_state <> 'not-recorded' OR step_data.certainty = 'stated')
       ORDER BY data.name)),
    iif(step.carries_state = 'none', 'none', 'not recorded')) AS data,
  step.on_condition AS on_condition,
  iif(step.agreement_expected = 1 OR step.agreement_state <> 'not-recorded', step.agreement, '') AS agreement
FROM dealing
JOIN step ON step.activity = dealing.activity AND step.step = dealing.step
JOIN activity ON activity.id = dealing.activity
ORDER BY dealing.direction DESC, activity.name, activity.id, step.number IS NULL, step.number, step.step;
