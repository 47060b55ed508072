-- title = "Data that no purpose needs"
-- question = "Which data does an activity hold that none of its purposes is recorded to need?"
-- use = "Data minimisation (Article 5(1)(c)); purposes (Article 30(1)(b))."
-- topic = "review"
-- example = "ropa query data-without-purpose"
WITH
holds AS MATERIALIZED (
  SELECT activity, data FROM activity_all_data WHERE is_held = 1
)
SELECT
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  coalesce(data.name, holds.data) AS data,
  CASE
    WHEN EXISTS (SELECT 1 FROM purpose WHERE purpose.activity = activity.id AND purpose.data_state = 'not-recorded')
    THEN 'possibly: what some purposes need is not recorded'
    ELSE 'yes' END AS not_needed
FROM holds
JOIN activity ON activity.id = holds.activity
LEFT JOIN data ON data.id = holds.data
WHERE activity.left_out <= :retired
  AND EXISTS (SELECT 1 FROM purpose WHERE purpose.activity = activity.id AND purpose.data_state <> 'not-recorded')
  AND NOT EXISTS (
    SELECT 1
    FROM purpose_data
    JOIN data_below ON data_below.broader = purpose_data.data
    WHERE purpose_data.activity = activity.id AND data_below.narrower = holds.data
  )
ORDER BY activity.name, activity.id, data.name, holds.data;
