-- title = "Security measures by activity"
-- question = "Which measures protect which activities, and which activities record none?"
-- use = "Articles 30(1)(g) and 32(1) UK GDPR."
-- topic = "risk"
-- example = "ropa query measures-by-activity"
WITH
  -- Its own, and those of the systems that hold its data.
  protects AS MATERIALIZED (
    SELECT activity, measure, NULL AS system FROM activity_measure
    UNION ALL
    SELECT DISTINCT step.activity, system_measure.measure, system_measure.system
    FROM step
    JOIN system_measure ON system_measure.system = step.to_id
    WHERE step.to_kind = 'system' AND step.holds = 1
  ),
  listed AS (
    SELECT activity.id AS activity, protects.measure AS measure, protects.system AS system
    FROM activity
    JOIN protects ON protects.activity = activity.id
    UNION ALL
    -- What the activity itself says where it names none.
    SELECT activity.id, NULL, NULL FROM activity WHERE activity.measures_state <> 'recorded'
  )
SELECT
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  coalesce(measure.name, iif(activity.measures_state = 'none', 'none', 'not recorded')) AS measure,
  system.name AS of_system,
  iif(listed.measure IS NOT NULL, coalesce(measure.kind, 'not recorded'), NULL) AS kind,
  iif(listed.measure IS NOT NULL, coalesce(measure.status, 'not recorded'), NULL) AS status
FROM listed
JOIN activity ON activity.id = listed.activity
LEFT JOIN measure ON measure.id = listed.measure
LEFT JOIN system ON system.id = listed.system
WHERE activity.left_out <= :retired
ORDER BY activity.name, activity.id, system.name, system.id, measure.name, measure.id;
