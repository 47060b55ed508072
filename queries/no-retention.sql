-- title = "Activities without retention"
-- question = "Which activities have no retention recorded, or a rule without period or criteria?"
-- use = "Article 5(1)(e) and Article 30(1)(f) UK GDPR."
-- topic = "review"
-- rules = ["A30-f-retention", "KEEP-how-long"]
-- example = "ropa query no-retention"
SELECT
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  coalesce(owner.name, activity.owner, 'not recorded') AS owner,
  CASE activity.retention_state
    WHEN 'not-recorded' THEN 'no rule recorded'
    WHEN 'none' THEN 'recorded as none'
    ELSE 'a rule without period or criteria' END AS what
FROM activity
LEFT JOIN party AS owner ON owner.id = activity.owner
WHERE activity.left_out <= :retired
  AND (
    activity.retention_state <> 'recorded'
    OR EXISTS (
      SELECT 1 FROM retention
      WHERE retention.activity = activity.id AND retention.period IS NULL AND retention.criteria IS NULL
    )
  )
ORDER BY activity.name, activity.id;
