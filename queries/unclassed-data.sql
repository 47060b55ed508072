-- title = "Data without a class"
-- question = "Which categories of data have no class recorded, so that they may be special category data?"
-- use = "Articles 9 and 10 UK GDPR."
-- topic = "register"
-- rules = ["A30-c-class"]
-- example = "ropa query unclassed-data"
SELECT
  data.name AS data,
  coalesce(broader.name, '') AS broader,
  (SELECT count(*) FROM activity_all_data WHERE activity_all_data.data = data.id) AS activities
FROM data
JOIN data_special ON data_special.data = data.id AND data_special.special = 'not recorded'
LEFT JOIN data AS broader ON broader.id = data.broader
WHERE data.all_class_state = 'not-recorded' AND data.may_include_state = 'not-recorded'
ORDER BY activities DESC, data.name, data.id;
