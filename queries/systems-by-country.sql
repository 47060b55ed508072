-- title = "Systems by country"
-- question = "In which countries are systems hosted, and which do not say?"
-- use = "Article 30(1)(e) UK GDPR; where data rests."
-- topic = "outside-uk"
-- example = "ropa query systems-by-country"
SELECT
  coalesce(country.name, CASE system.hosted_in_state WHEN 'none' THEN 'none' ELSE 'not recorded' END) AS country,
  system.name AS system,
  coalesce(operator.name, system.operator, 'not recorded') AS operator,
  coalesce(country.approved, '') AS approved
FROM system
LEFT JOIN system_country ON system_country.system = system.id
LEFT JOIN country ON country.code = system_country.country
LEFT JOIN party AS operator ON operator.id = system.operator
ORDER BY country, system.name, system.id;
