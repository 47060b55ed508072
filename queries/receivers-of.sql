-- title = "Who receives a category of data"
-- question = "Which parties receive this data or narrower data, in which activities and roles, and how surely?"
-- use = "Data protection impact assessment; Article 30(1)(d) UK GDPR."
-- example = "ropa query receivers-of \"data=NHS number\""
-- [params.data]
-- type = "data"
-- help = "category of data"
-- narrows = ["receives"]
SELECT
  party.name AS party,
  receives.certainty AS certainty,
  receives.role AS role,
  activity.name AS activity,
  receives.path AS path,
  coalesce(party.country, 'not recorded') AS country
FROM receives
JOIN party ON party.id = receives.party
JOIN activity ON activity.id = receives.activity
WHERE receives.data = :data
ORDER BY receives.certainty DESC, party.name, activity.name, receives.role;
