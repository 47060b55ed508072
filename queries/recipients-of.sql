-- title = "Who receives a category of data"
-- question = "Who receives this data or narrower data, in which activities and roles, how surely, and where?"
-- use = "Data protection impact assessment; Article 30(1)(d) UK GDPR."
-- topic = "data-flows"
-- example = "ropa query recipients-of \"data=NHS number\""
-- [params.data]
-- type = "data"
-- help = "category of data"
-- narrows = ["receives", "step", "step_data"]
WITH carrying AS MATERIALIZED (
  SELECT DISTINCT step_data.activity AS activity, step_data.step AS step
  FROM step_data
  JOIN data_below ON data_below.narrower = step_data.data AND data_below.broader = :data
),
place AS MATERIALIZED (
  SELECT activity, to_kind, to_id, role, group_concat(country, ', ' ORDER BY country) AS countries,
    max(on_own_account) AS on_own_account
  FROM (
    SELECT step.activity AS activity, step.to_kind AS to_kind, step.to_id AS to_id, step.role AS role,
      step_country.country AS country, max(step.on_own_account) AS on_own_account
    FROM carrying
    JOIN step ON step.activity = carrying.activity AND step.step = carrying.step
    LEFT JOIN step_country ON step_country.activity = step.activity AND step_country.step = step.step
    WHERE step.to_kind IN ('party', 'people') AND step.role IS NOT NULL
    GROUP BY step.activity, step.to_kind, step.to_id, step.role, step_country.country
  )
  GROUP BY activity, to_kind, to_id, role
)
SELECT
  recipient.name AS party,
  receives.certainty AS certainty,
  receives.role || iif(place.on_own_account = 1, ' (on its own account)', '') AS role,
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  receives.path AS path,
  coalesce(place.countries, 'not recorded') AS country
FROM receives
JOIN record AS recipient ON recipient.kind = receives.to_kind AND recipient.id = receives.to_id
JOIN activity ON activity.id = receives.activity
LEFT JOIN place ON place.activity = receives.activity AND place.to_kind = receives.to_kind
  AND place.to_id = receives.to_id AND place.role = receives.role
WHERE receives.data = :data
ORDER BY receives.certainty DESC, recipient.name, recipient.id, activity.name, activity.id, receives.role;
