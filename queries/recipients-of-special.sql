-- title = "Who receives special category or offence data"
-- question = "Which parties receive special category data (Article 9) or data on offences (Article 10), or data that may include some, and which?"
-- use = "Articles 9 and 10 UK GDPR; DPIA screening."
-- topic = "data-flows"
-- example = "ropa query recipients-of-special"
WITH
special AS MATERIALIZED (
  SELECT data, special FROM data_special WHERE special IN ('yes', 'possible')
),
named AS MATERIALIZED (
  SELECT DISTINCT activity, step FROM step_data
  WHERE is_named = 1 AND data IN (SELECT data FROM special)
),
reached AS MATERIALIZED (
  SELECT step.activity AS activity, step.step AS step, step.to_id AS party, step.is_draft AS is_draft,
    named.activity IS NOT NULL AS is_named
  FROM step
  LEFT JOIN named ON named.activity = step.activity AND named.step = step.step
  WHERE step.to_kind = 'party' AND step.role <> 'internal'
),
by_activity AS MATERIALIZED (
  SELECT reached.party AS party, step_data.data AS data, step_data.activity AS activity,
    max(step_data.certainty) AS certainty, max(reached.is_draft) AS is_draft
  FROM step_data
  CROSS JOIN reached ON reached.activity = step_data.activity AND reached.step = step_data.step
    -- What is not named counts where nothing that is named is or may be special.
    AND reached.is_named = step_data.is_named
  WHERE step_data.data IN (SELECT data FROM special)
  GROUP BY reached.party, step_data.data, step_data.activity
)
SELECT
  party.name AS party,
  data.name AS data,
  special.special AS special,
  max(CASE special.special WHEN 'yes' THEN by_activity.certainty ELSE 'possible' END) AS certainty,
  count(*) AS activities,
  sum(by_activity.is_draft) AS drafts
FROM by_activity
JOIN special ON special.data = by_activity.data
JOIN data ON data.id = by_activity.data
JOIN party ON party.id = by_activity.party
GROUP BY by_activity.party, by_activity.data
ORDER BY certainty DESC, party.name, party.id, data.name, data.id;
