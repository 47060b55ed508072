-- title = "Activities about vulnerable people"
-- question = "Which activities use data about people recorded as vulnerable, or do not say whose data it is?"
-- use = "Article 35 UK GDPR screening; recital 75."
-- example = "ropa query vulnerable-people"
SELECT
  activity.name AS activity,
  CASE activity.people_state WHEN 'not-recorded' THEN 'not recorded' ELSE
    (SELECT group_concat(name, '; ') FROM
      (SELECT people.name AS name FROM activity_people JOIN people ON people.id = activity_people.people
       WHERE activity_people.activity = activity.id AND people.vulnerable = 'true' ORDER BY people.name)) END AS people,
  coalesce(activity.dpia_status, 'not recorded') AS dpia
FROM activity
WHERE activity.is_retired = 0
  AND (
    activity.people_state = 'not-recorded'
    OR EXISTS (
      SELECT 1 FROM activity_people JOIN people ON people.id = activity_people.people
      WHERE activity_people.activity = activity.id AND people.vulnerable = 'true'
    )
  )
ORDER BY activity.name, activity.id;
