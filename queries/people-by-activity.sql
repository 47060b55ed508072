-- title = "People by activity"
-- question = "Whose data is used, by how many activities?"
-- use = "Article 30(1)(c) UK GDPR."
-- topic = "risk"
-- example = "ropa query people-by-activity"
SELECT
  people.name AS people,
  coalesce(people.vulnerable, 'not recorded') AS vulnerable,
  count(activity.id) AS activities,
  group_concat(activity.name || iif(activity.status = 'draft', ' (draft)', ''), '; ' ORDER BY activity.name, activity.id) AS names
FROM people
LEFT JOIN activity_all_people ON activity_all_people.people = people.id
LEFT JOIN activity ON activity.id = activity_all_people.activity AND activity.left_out <= :retired
GROUP BY people.id
ORDER BY activities DESC, people.name, people.id;
