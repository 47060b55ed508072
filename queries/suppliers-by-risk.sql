-- title = "Suppliers by risk"
-- question = "Which processors and those they engage have special category or offence data, data about vulnerable people or data outside the UK, and which have no contract in force?"
-- use = "Articles 28 and 35 UK GDPR: which suppliers to look at first."
-- topic = "suppliers"
-- example = "ropa query suppliers-by-risk"
WITH
supplied AS MATERIALIZED (
  -- All that a supplier has, in whatever role it has it.
  SELECT to_id AS party, role IN ('processor', 'sub-processor') AS is_supply, activity, step, certainty, carries_state, leaves_uk, agreement_expected, agreement_missing, is_draft
  FROM step
  WHERE to_kind = 'party' AND is_ours = 0 AND role <> 'internal'
    AND to_id IN (SELECT to_id FROM step WHERE to_kind = 'party' AND role IN ('processor', 'sub-processor'))
),
special AS MATERIALIZED (
  SELECT supplied.party AS party,
    max(CASE WHEN data_special.special = 'yes' AND step_data.certainty = 'stated' THEN 3
      WHEN data_special.special IN ('yes', 'possible') THEN 2
      WHEN data_special.special = 'no' AND supplied.carries_state <> 'not-recorded' THEN 0 ELSE 1 END) AS level
  FROM supplied
  LEFT JOIN step_data ON step_data.activity = supplied.activity AND step_data.step = supplied.step
  LEFT JOIN data_special ON data_special.data = step_data.data
  GROUP BY supplied.party
),
vulnerable AS MATERIALIZED (
  SELECT supplied.party AS party,
    max(CASE WHEN people.vulnerable = 'true' OR people.children = 'true' THEN iif(supplied.certainty = 'stated', 3, 2)
      WHEN people.vulnerable IS NULL OR people.id IS NULL THEN 1 ELSE 0 END) AS level
  FROM supplied
  LEFT JOIN step_people ON step_people.activity = supplied.activity AND step_people.step = supplied.step
  LEFT JOIN people ON people.id = step_people.people
  GROUP BY supplied.party
),
-- Where it has the data, and where the systems rest that it runs.
elsewhere AS MATERIALIZED (
  SELECT party, max(CASE leaves_uk WHEN 'yes' THEN iif(certainty = 'stated', 2, 1) WHEN 'possible' THEN 1 ELSE 0 END) AS level
  FROM (
    SELECT party, leaves_uk, certainty FROM supplied
    UNION ALL
    SELECT system.operator, step.leaves_uk, step.certainty FROM step
    JOIN system ON system.id = step.to_id
    WHERE step.to_kind = 'system' AND step.holds = 1 AND system.operator IS NOT NULL
  )
  GROUP BY party
),
summed AS (
  SELECT supplied.party AS party,
    count(DISTINCT supplied.activity) AS activities,
    count(DISTINCT CASE supplied.is_draft WHEN 1 THEN supplied.activity END) AS drafts,
    sum(supplied.agreement_missing * supplied.is_supply) AS lacking,
    sum(supplied.agreement_expected * supplied.is_supply) AS expected
  FROM supplied
  GROUP BY supplied.party
)
SELECT
  party.name AS party,
  CASE coalesce(special.level, 1) WHEN 3 THEN 'yes' WHEN 2 THEN 'possible' WHEN 1 THEN 'not recorded' ELSE 'no' END AS special,
  CASE coalesce(vulnerable.level, 1) WHEN 3 THEN 'yes' WHEN 2 THEN 'possible' WHEN 1 THEN 'not recorded' ELSE 'no' END AS vulnerable_people,
  CASE elsewhere.level WHEN 2 THEN 'yes' WHEN 1 THEN 'possible' ELSE 'no' END AS outside_uk,
  CASE WHEN summed.expected = 0 THEN 'not expected' WHEN summed.lacking = 0 THEN 'in force'
    WHEN summed.lacking < summed.expected THEN 'for some' ELSE 'none recorded in force' END AS contract,
  summed.activities AS activities,
  summed.drafts AS drafts
FROM summed
JOIN party ON party.id = summed.party
JOIN elsewhere ON elsewhere.party = summed.party
LEFT JOIN special ON special.party = summed.party
LEFT JOIN vulnerable ON vulnerable.party = summed.party
ORDER BY
  (coalesce(special.level, 1) = 3) + (coalesce(vulnerable.level, 1) = 3) + (elsewhere.level = 2) + (summed.lacking > 0) DESC,
  coalesce(special.level, 1) + coalesce(vulnerable.level, 1) + elsewhere.level DESC,
  summed.activities DESC, party.name, party.id;
