-- title = "Activities by owner"
-- question = "Who answers for how many activities, and what is not recorded in them?"
-- use = "Who has to fill what."
-- example = "ropa query activities-by-owner"
SELECT
  coalesce(owner.name, activity.owner, 'not recorded') AS owner,
  count(*) AS activities,
  sum((SELECT count(*) FROM gap WHERE gap.kind = 'activity' AND gap.id = activity.id)) AS not_recorded
FROM activity
LEFT JOIN party AS owner ON owner.id = activity.owner
WHERE activity.is_retired = 0
GROUP BY activity.owner
ORDER BY activities DESC, owner;
