-- title = "Automated decisions"
-- question = "Which activities decide by automated means, and under which safeguards; and which do not say?"
-- use = "Articles 22A to 22D UK GDPR."
-- topic = "risk"
-- example = "ropa query automated-decisions"
SELECT
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  CASE activity.automated_decisions_state WHEN 'not-recorded' THEN 'not recorded' ELSE automated_decision.what END AS decision,
  coalesce(automated_decision.solely_automated, 'not recorded') AS solely_automated,
  coalesce(automated_decision.significant, 'not recorded') AS significant,
  coalesce(automated_decision.profiling, 'not recorded') AS profiling,
  coalesce(automated_decision.safeguards, 'not recorded') AS safeguards
FROM activity
LEFT JOIN automated_decision ON automated_decision.activity = activity.id
WHERE activity.left_out <= :retired AND activity.automated_decisions_state <> 'none'
ORDER BY activity.automated_decisions_state DESC, activity.name, activity.id, automated_decision.number;
