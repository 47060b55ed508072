-- title = "Security measures by activity"
-- question = "Which measures protect which activities, and which activities record none?"
-- use = "Articles 30(1)(g) and 32(1) UK GDPR."
-- topic = "risk"
-- example = "ropa query measures-by-activity"
SELECT
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  CASE activity.measures_state
    WHEN 'recorded' THEN measure.name
    WHEN 'none' THEN 'none'
    ELSE 'not recorded' END AS measure,
  CASE activity.measures_state WHEN 'recorded' THEN coalesce(measure.kind, 'not recorded') END AS kind,
  CASE activity.measures_state WHEN 'recorded' THEN coalesce(measure.status, 'not recorded') END AS status
FROM activity
LEFT JOIN activity_measure ON activity_measure.activity = activity.id
LEFT JOIN measure ON measure.id = activity_measure.measure
WHERE activity.left_out <= :retired
ORDER BY activity.name, activity.id, measure.name, measure.id;
