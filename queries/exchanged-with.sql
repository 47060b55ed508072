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
  -- That it has what it hands on is told by the flow that it hands on.
  WHERE step.kind <> 'hands-on'
  UNION ALL
  SELECT CASE step.kind WHEN 'source' THEN 'from' ELSE 'hands on' END, step.activity, step.step,
    CASE asked.is_whole WHEN 1 THEN 'possible' ELSE step.certainty END
  FROM step
  JOIN asked ON CASE WHEN step.engaged_by IS NULL
    THEN step.from_kind = 'party' AND asked.party = step.from_id
    -- Whoever engages another, and no other body that it is part of, does.
    ELSE asked.is_whole = 0 AND asked.party = step.engaged_by END
  UNION ALL
  -- An organisation deals where its activities do.
  SELECT iif(step.to_kind = 'activity', 'to', 'from'), step.activity, step.step, step.certainty
  FROM step
  JOIN activity ON activity.id = step.activity
  JOIN register
  JOIN asked ON asked.is_whole = 0 AND (asked.party = activity.controller
    OR asked.party = register.organisation AND (activity.controller IS NULL OR activity.role = 'processor'))
  WHERE 'activity' IN (step.from_kind, step.to_kind) AND step.kind <> 'hands-on'
),
-- Whoever runs a system has what several flows bring into it, by one dealing.
whole AS MATERIALIZED (
  SELECT dealing.direction AS direction, step.activity AS activity, step.number AS number, step.kind AS kind,
    step.from_kind || ':' || step.from_id AS from_id, step.to_kind || ':' || step.to_id AS to_id,
    min(dealing.step) AS step, max(dealing.certainty) AS certainty,
    max(step.carries_state) = 'none' AS is_none, max(step.on_condition) AS on_condition,
    step.role AS role, step.agreement AS agreement,
    max(step.agreement_expected = 1 OR step.agreement_state <> 'not-recorded') AS is_agreement_told
  FROM dealing
  JOIN step ON step.activity = dealing.activity AND step.step = dealing.step
  GROUP BY 1, 2, 3, 4, 5, 6, step.role, step.agreement
),
carried AS MATERIALIZED (
  SELECT dealing.direction AS direction, step.activity AS activity, step.number AS number, step.kind AS kind,
    step.from_kind || ':' || step.from_id AS from_id, step.to_kind || ':' || step.to_id AS to_id,
    step.role AS role, step.agreement AS agreement, data.name AS name, max(step_data.certainty) AS certainty
  FROM dealing
  JOIN step ON step.activity = dealing.activity AND step.step = dealing.step
  JOIN step_data ON step_data.activity = dealing.activity AND step_data.step = dealing.step AND step_data.is_named = 1
    AND (step.carries_state <> 'not-recorded' OR step_data.certainty = 'stated')
  JOIN data ON data.id = step_data.data
  GROUP BY 1, 2, 3, 4, 5, 6, step.role, step.agreement, data.id
)
SELECT
  whole.direction AS direction,
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  coalesce('F' || whole.number, whole.kind) AS flow,
  whole.certainty AS certainty,
  coalesce(
    (SELECT group_concat(carried.name || iif(carried.certainty < whole.certainty, ' (possible)', ''), '; ' ORDER BY carried.name)
     FROM carried
     WHERE carried.direction = whole.direction AND carried.activity = whole.activity AND carried.number IS whole.number
       AND carried.kind = whole.kind AND carried.from_id = whole.from_id AND carried.to_id = whole.to_id
       AND carried.role IS whole.role AND carried.agreement = whole.agreement),
    iif(whole.is_none, 'none', 'not recorded')) AS data,
  whole.on_condition AS on_condition,
  iif(whole.is_agreement_told, whole.agreement, '') AS agreement
FROM whole
JOIN activity ON activity.id = whole.activity
ORDER BY whole.direction DESC, activity.name, activity.id, whole.number IS NULL, whole.number, whole.step;
