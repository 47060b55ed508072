-- title = "Special category data without its conditions"
-- question = "Which activities hold special category data and record no condition of Article 9(2), or one without a paragraph of Schedule 1?"
-- use = "Article 9(2) UK GDPR; Data Protection Act 2018 section 10 and Schedule 1. Not every point of Article 9(2) needs a paragraph."
-- example = "ropa query special-without-condition"
SELECT
  activity.name AS activity,
  (SELECT group_concat(name, '; ') FROM
    (SELECT DISTINCT data.name AS name FROM activity_data
     JOIN data ON data.id = activity_data.data
     JOIN data_class ON data_class.data = data.id AND data_class.how = 'is'
     WHERE activity_data.activity = activity.id
       AND data_class.class NOT IN ('personal', 'criminal-offence') ORDER BY data.name)) AS data,
  CASE activity.condition_state WHEN 'recorded' THEN
    (SELECT group_concat(code, '; ') FROM
      (SELECT coalesce(condition.article_9, 'not recorded') AS code FROM condition
       WHERE condition.activity = activity.id ORDER BY condition.number))
  WHEN 'none' THEN 'none' ELSE 'not recorded' END AS article_9,
  CASE activity.condition_state WHEN 'recorded' THEN
    (SELECT group_concat(code, '; ') FROM
      (SELECT coalesce(condition.schedule_1, 'not recorded') AS code FROM condition
       WHERE condition.activity = activity.id ORDER BY condition.number))
  WHEN 'none' THEN 'none' ELSE 'not recorded' END AS schedule_1
FROM activity
WHERE activity.is_retired = 0
  AND EXISTS (
    SELECT 1 FROM activity_data
    JOIN data_class ON data_class.data = activity_data.data AND data_class.how = 'is'
    WHERE activity_data.activity = activity.id
      AND data_class.class NOT IN ('personal', 'criminal-offence')
  )
  AND (
    activity.condition_state <> 'recorded'
    OR EXISTS (
      SELECT 1 FROM condition
      WHERE condition.activity = activity.id
        AND (condition.article_9 IS NULL OR condition.schedule_1 IS NULL)
    )
  )
ORDER BY activity.name, activity.id;
