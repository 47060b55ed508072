-- title = "Retention by trigger"
-- question = "From which events do periods run, how long are they, and what happens then?"
-- use = "Article 5(1)(e) UK GDPR; the retention schedule."
-- topic = "review"
-- example = "ropa query retention-by-trigger"
SELECT
  coalesce(retention.runs_from, 'not recorded') AS runs_from,
  coalesce(retention.period, retention.criteria, 'not recorded') AS period_or_criteria,
  coalesce(retention.fate, 'not recorded') AS fate,
  coalesce(retention.authority, 'not recorded') AS authority,
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity
FROM retention
JOIN activity ON activity.id = retention.activity
WHERE activity.left_out <= :retired
ORDER BY runs_from, period_or_criteria, activity.name, activity.id, retention.number;
