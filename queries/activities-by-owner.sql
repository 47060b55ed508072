-- title = "Activities by owner"
-- question = "Who answers for how many activities, and what is not recorded in them?"
-- use = "Who has to fill what."
-- topic = "register"
-- example = "ropa query activities-by-owner"
WITH missing AS MATERIALIZED (
  SELECT id AS activity, count(*) AS n FROM gap WHERE kind = 'activity' GROUP BY id
)
SELECT
  coalesce(owner.name, activity.owner, 'not recorded') AS owner,
  count(*) AS activities,
  sum(coalesce(missing.n, 0)) AS not_recorded
FROM activity
LEFT JOIN party AS owner ON owner.id = activity.owner
LEFT JOIN missing ON missing.activity = activity.id
WHERE activity.left_out <= :retired
GROUP BY activity.owner
ORDER BY activities DESC, owner, activity.owner;
