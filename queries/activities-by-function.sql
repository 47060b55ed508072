-- title = "Activities by function"
-- question = "How many activities and flows has each business function?"
-- use = "Who has to fill what; annual report."
-- example = "ropa query activities-by-function"
SELECT
  coalesce(activity.function, 'not recorded') AS function,
  count(*) AS activities,
  sum(activity.status = 'draft') AS drafts,
  sum((SELECT count(*) FROM flow WHERE flow.activity = activity.id)) AS flows
FROM activity
WHERE activity.is_retired = 0
GROUP BY activity.function
ORDER BY function;
