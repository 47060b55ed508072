-- title = "Activities by function"
-- question = "How many activities and flows has each business function?"
-- use = "Who has to fill what; annual report."
-- example = "ropa query activities-by-function"
WITH flows AS MATERIALIZED (
  SELECT activity, count(*) AS n FROM flow GROUP BY activity
)
SELECT
  coalesce(activity.function, 'not recorded') AS function,
  count(*) AS activities,
  count(CASE activity.status WHEN 'draft' THEN 1 END) AS drafts,
  sum(coalesce(flows.n, 0)) AS flows
FROM activity
LEFT JOIN flows ON flows.activity = activity.id
WHERE activity.is_retired = 0
GROUP BY activity.function
ORDER BY function;
