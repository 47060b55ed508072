-- title = "Activities that do not say which data they hold"
-- question = "Which activities do not record which data they hold?"
-- use = "Article 30(1)(c) UK GDPR. Such activities make no receivers, so an answer may lack some."
-- example = "ropa query no-data-recorded"
SELECT
  activity.name AS activity,
  coalesce(owner.name, activity.owner, 'not recorded') AS owner,
  coalesce(activity.status, 'not recorded') AS status,
  (SELECT count(*) FROM flow WHERE flow.activity = activity.id) AS flows
FROM activity
LEFT JOIN party AS owner ON owner.id = activity.owner
WHERE activity.is_retired = 0 AND activity.data_state = 'not-recorded'
ORDER BY flows DESC, activity.name, activity.id;
