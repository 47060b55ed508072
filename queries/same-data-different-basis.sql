-- title = "The same data to the same party on different bases"
-- question = "Which parties get the same data from activities that rest on different lawful bases?"
-- use = "Purpose limitation (Article 5(1)(b) UK GDPR); one agreement for several activities."
-- topic = "lawful-basis"
-- example = "ropa query same-data-different-basis"
WITH
basis AS MATERIALIZED (
  -- Of the purpose that a flow serves, or of all where it names none.
  SELECT activity, number, group_concat(basis, ', ' ORDER BY basis) AS bases FROM
    (SELECT DISTINCT flow.activity AS activity, flow.number AS number, coalesce(purpose.basis, 'not recorded') AS basis
     FROM flow JOIN purpose ON purpose.activity = flow.activity AND (flow.purpose IS NULL OR flow.purpose = purpose.id))
  GROUP BY activity, number
),
shared AS MATERIALIZED (
  SELECT DISTINCT step.to_id AS party, step_data.data AS data, step.activity AS activity, basis.bases AS bases
  FROM step_data
  CROSS JOIN step ON step.activity = step_data.activity AND step.step = step_data.step
  JOIN basis ON basis.activity = step.activity AND basis.number = step.number
  WHERE step_data.certainty = 'stated' AND step.kind = 'recipient' AND step.to_kind = 'party'
),
mixed AS MATERIALIZED (
  SELECT party, data FROM shared GROUP BY party, data HAVING count(DISTINCT bases) > 1
)
SELECT
  party.name AS party,
  data.name AS data,
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  shared.bases AS bases
FROM mixed
JOIN shared ON shared.party = mixed.party AND shared.data = mixed.data
JOIN party ON party.id = shared.party
JOIN data ON data.id = shared.data
JOIN activity ON activity.id = shared.activity
ORDER BY party.name, party.id, data.name, data.id, activity.name, activity.id;
