-- title = "Where a category of data is held"
-- question = "Which systems have this data or narrower data, who runs them, and in which countries?"
-- use = "Subject access (Article 15), erasure (Article 17), notification of recipients (Article 19)."
-- topic = "data-flows"
-- example = "ropa query where-held \"data=NHS number\""
-- [params.data]
-- type = "data"
-- help = "category of data"
-- narrows = ["held"]
SELECT
  system.name AS system,
  held.certainty AS certainty,
  coalesce(operator.name, system.operator, 'not recorded') AS operator,
  CASE system.hosted_in_state WHEN 'recorded' THEN
    (SELECT group_concat(country, '; ') FROM
      (SELECT country FROM system_country WHERE system_country.system = system.id ORDER BY country))
  WHEN 'none' THEN 'none' ELSE 'not recorded' END AS countries,
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  coalesce(system.search, 'not recorded') AS search
FROM held
JOIN system ON system.id = held.system
JOIN activity ON activity.id = held.activity
LEFT JOIN party AS operator ON operator.id = system.operator
WHERE held.data = :data
ORDER BY held.certainty DESC, system.name, system.id, activity.name, activity.id;
