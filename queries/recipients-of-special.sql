-- title = "Who receives special category or offence data"
-- question = "Which parties receive special category data (Article 9) or data on offences (Article 10), or data that may include some, and which?"
-- use = "Articles 9 and 10 UK GDPR; DPIA screening."
-- example = "ropa query recipients-of-special"
WITH
special AS MATERIALIZED (
  SELECT step_data.activity AS activity, step_data.step AS step, step_data.data AS data, step_data.is_named AS is_named,
    data_special.special AS special,
    CASE data_special.special WHEN 'yes' THEN step_data.certainty ELSE 'possible' END AS certainty
  FROM step_data
  JOIN data_special ON data_special.data = step_data.data
  WHERE data_special.special IN ('yes', 'possible')
),
named AS MATERIALIZED (SELECT DISTINCT activity, step FROM special WHERE is_named = 1),
had AS MATERIALIZED (
  SELECT step.to_id AS party, special.data AS data, special.special AS special,
    max(special.certainty) AS certainty,
    count(DISTINCT step.activity) AS activities,
    count(DISTINCT CASE step.is_draft WHEN 1 THEN step.activity END) AS drafts
  FROM special
  JOIN step ON step.activity = special.activity AND step.step = special.step
  LEFT JOIN named ON named.activity = special.activity AND named.step = special.step
  WHERE step.to_kind = 'party' AND step.role <> 'internal'
    -- What is not named counts where nothing that is named is or may be special.
    AND (special.is_named = 1 OR named.activity IS NULL)
  GROUP BY step.to_id, special.data
)
SELECT
  party.name AS party,
  data.name AS data,
  had.special AS special,
  had.certainty AS certainty,
  had.activities AS activities,
  had.drafts AS drafts
FROM had
JOIN data ON data.id = had.data
JOIN party ON party.id = had.party
ORDER BY had.certainty DESC, party.name, party.id, data.name, data.id;
