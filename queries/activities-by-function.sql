-- title = "Activities by function"
-- question = "How many activities and flows has each business function?"
-- use = "Who has to fill what; annual report."
-- topic = "register"
-- example = "ropa query activities-by-function"
WITH flows AS MATERIALIZED (
  SELECT activity, count(*) AS n FROM flow GROUP BY activity
)
SELECT
  coalesce(activity.function, 'not recorded') AS function,
  count(*) AS activities,
  count(CASE activity.status WHEN 'draft' THEN 1 END) AS drafts,
  CASE
    WHEN sum(flows.n) > 0 THEN sum(flows.n)
    WHEN min(activity.source_state = 'none' AND activity.store_state = 'none'
      AND activity.recipient_state = 'none' AND activity.onward_state = 'none') THEN 0
    ELSE 'not recorded'
  END AS flows
FROM activity
LEFT JOIN flows ON flows.activity = activity.id
WHERE activity.left_out <= :retired
GROUP BY activity.function
ORDER BY function;
