-- title = "People by activity"
-- question = "Whose data is used, by how many activities?"
-- use = "Article 30(1)(c) UK GDPR."
-- example = "ropa query people-by-activity"
SELECT
  people.name AS people,
  coalesce(people.vulnerable, 'not recorded') AS vulnerable,
  count(activity.id) AS activities,
  group_concat(activity.name, ', ') AS names
FROM people
LEFT JOIN activity_people ON activity_people.people = people.id
LEFT JOIN (SELECT * FROM activity WHERE is_retired = 0 ORDER BY name, id) AS activity
  ON activity.id = activity_people.activity
GROUP BY people.id
ORDER BY activities DESC, people.name, people.id;
