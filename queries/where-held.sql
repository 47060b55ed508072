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
  coalesce((SELECT group_concat(
      coalesce(retention.period, retention.criteria, 'period not recorded')
      || CASE retention.systems_state WHEN 'not-recorded' THEN ' (not recorded for which systems)' ELSE '' END
      || coalesce((SELECT ', about ' || group_concat(name, ', ') FROM
          (SELECT people.name FROM retention_people JOIN people ON people.id = retention_people.people
           WHERE retention_people.activity = retention.activity AND retention_people.number = retention.number
           ORDER BY people.name)), ''),
      '; ' ORDER BY retention.number)
    FROM retention
    JOIN json_each(held.retention) AS rule ON rule.value = retention.number
    WHERE retention.activity = held.activity), 'not recorded') AS kept,
  coalesce(system.search, 'not recorded') AS search
FROM held
JOIN system ON system.id = held.system
JOIN activity ON activity.id = held.activity
LEFT JOIN party AS operator ON operator.id = system.operator
WHERE held.data = :data
ORDER BY held.certainty DESC, system.name, system.id, activity.name, activity.id;
