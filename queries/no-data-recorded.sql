-- title = "Activities that do not say which data they hold"
-- question = "Which activities do not record which data they hold?"
-- use = "Article 30(1)(c) UK GDPR. What only their flows name is all that is known of them, so an answer may lack some."
-- topic = "register"
-- rules = ["A30-c-data"]
-- example = "ropa query no-data-recorded"
SELECT
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  coalesce(owner.name, activity.owner, 'not recorded') AS owner,
  coalesce(activity.status, 'not recorded') AS status,
  CASE
    WHEN moving.n > 0 THEN moving.n
    WHEN activity.source_state = 'none' AND activity.store_state = 'none'
      AND activity.recipient_state = 'none' AND activity.onward_state = 'none' THEN 0
    ELSE 'not recorded'
  END AS flows
FROM activity
LEFT JOIN (SELECT activity, count(*) AS n FROM flow GROUP BY activity) AS moving
  ON moving.activity = activity.id
LEFT JOIN party AS owner ON owner.id = activity.owner
WHERE activity.left_out <= :retired AND activity.data_state = 'not-recorded'
ORDER BY moving.n DESC, activity.name, activity.id;
