-- title = "Who receives a category of data"
-- question = "Which parties receive this data or narrower data, in which activities and roles, how surely, and where?"
-- use = "Data protection impact assessment; Article 30(1)(d) UK GDPR."
-- topic = "data-flows"
-- example = "ropa query recipients-of \"data=NHS number\""
-- [params.data]
-- type = "data"
-- help = "category of data"
-- narrows = ["receives", "step"]
WITH place AS MATERIALIZED (
  SELECT activity, party, role, group_concat(country, ', ' ORDER BY country) AS countries
  FROM (
    SELECT DISTINCT step.activity AS activity, step.to_id AS party, step.role AS role, step_country.country AS country
    FROM step
    JOIN step_country ON step_country.activity = step.activity AND step_country.step = step.step
    WHERE step.to_kind = 'party' AND step.role IS NOT NULL
  )
  GROUP BY activity, party, role
)
SELECT
  party.name AS party,
  receives.certainty AS certainty,
  receives.role AS role,
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  receives.path AS path,
  coalesce(place.countries, 'not recorded') AS country
FROM receives
JOIN party ON party.id = receives.party
JOIN activity ON activity.id = receives.activity
LEFT JOIN place ON place.activity = receives.activity AND place.party = receives.party AND place.role = receives.role
WHERE receives.data = :data
ORDER BY receives.certainty DESC, party.name, party.id, activity.name, activity.id, receives.role;
