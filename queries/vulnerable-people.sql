-- title = "Activities about vulnerable people"
-- question = "Which activities use data about people recorded as vulnerable, or do not say whether they are, or whose data it is?"
-- use = "Article 35 UK GDPR screening; recital 75."
-- topic = "risk"
-- rules = ["CHI-vulnerable", "A30-c-people"]
-- example = "ropa query vulnerable-people"
WITH
  about AS (
    SELECT activity_all_people.activity, people.name, people.vulnerable
    FROM activity_all_people
    JOIN people ON people.id = activity_all_people.people
  )
SELECT
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  coalesce(
    (SELECT group_concat(name, '; ') FROM
      (SELECT name FROM about WHERE about.activity = activity.id AND about.vulnerable = 'true' ORDER BY name)),
    iif(activity.people_state = 'not-recorded', 'not recorded', NULL)) AS vulnerable,
  (SELECT group_concat(name, '; ') FROM
    (SELECT name FROM about WHERE about.activity = activity.id AND about.vulnerable IS NULL ORDER BY name))
  AS whether_vulnerable_not_recorded,
  coalesce(activity.dpia_status, 'not recorded') AS dpia
FROM activity
WHERE activity.left_out <= :retired
  AND (
    activity.people_state = 'not-recorded'
    OR EXISTS (
      SELECT 1 FROM about
      WHERE about.activity = activity.id AND (about.vulnerable = 'true' OR about.vulnerable IS NULL)
    )
  )
ORDER BY activity.name, activity.id;
