-- title = "Who receives special category or offence data"
-- question = "Who receives special category data (Article 9) or data on offences (Article 10), or data that may include some, and which?"
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
  SELECT step.activity AS activity, step.step AS step, step.to_kind AS to_kind, step.to_id AS to_id, step.is_draft AS is_draft,
    -- People whose own data it may be are possible recipients.
    step.to_kind = 'people' AND step.people_state <> 'recorded' AS may_be_own,
    named.activity IS NOT NULL AS is_named
  FROM step
  LEFT JOIN named ON named.activity = step.activity AND named.step = step.step
  WHERE step.to_kind IN ('party', 'people') AND step.role <> 'internal'
),
by_activity AS MATERIALIZED (
  SELECT reached.to_kind AS to_kind, reached.to_id AS to_id, step_data.data AS data, step_data.activity AS activity,
    max(iif(reached.may_be_own, 'possible', step_data.certainty)) AS certainty, max(reached.is_draft) AS is_draft
  FROM step_data
  CROSS JOIN reached ON reached.activity = step_data.activity AND reached.step = step_data.step
    -- What is not named counts where nothing that is named is or may be special.
    AND reached.is_named = step_data.is_named
  WHERE step_data.data IN (SELECT data FROM special)
  GROUP BY reached.to_kind, reached.to_id, step_data.data, step_data.activity
)
SELECT
  recipient.name AS party,
  data.name AS data,
  special.special AS special,
  max(CASE special.special WHEN 'yes' THEN by_activity.certainty ELSE 'possible' END) AS certainty,
  count(*) AS activities,
  sum(by_activity.is_draft) AS drafts
FROM by_activity
JOIN special ON special.data = by_activity.data
JOIN data ON data.id = by_activity.data
JOIN record AS recipient ON recipient.kind = by_activity.to_kind AND recipient.id = by_activity.to_id
GROUP BY by_activity.to_kind, by_activity.to_id, by_activity.data
ORDER BY certainty DESC, recipient.name, recipient.id, data.name, data.id;
