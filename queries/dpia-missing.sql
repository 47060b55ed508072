-- title = "Activities that need or may need a DPIA and have none"
-- question = "Which activities need an impact assessment, meet a criterion for one, or do not say whether they need one, and have none completed?"
-- use = "Article 35 UK GDPR."
-- topic = "risk"
-- rules = ["DPI-asked", "DPI-missing", "DPI-contradicts", "DPI-not-begun"]
-- example = "ropa query dpia-missing"
SELECT
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  coalesce(activity.dpia_needed, 'not recorded') AS needed,
  coalesce(activity.dpia_status, 'not recorded') AS status,
  (SELECT group_concat(title, '; ') FROM
    (SELECT coalesce(code.title, dpia_criterion.criterion) AS title FROM dpia_criterion
     LEFT JOIN code ON code.vocabulary = 'dpia-criterion' AND code.code = dpia_criterion.criterion
     WHERE dpia_criterion.activity = activity.id ORDER BY dpia_criterion.criterion)) AS criteria
FROM activity
WHERE activity.left_out <= :retired
  AND (activity.dpia_needed IS NULL
    OR activity.dpia_needed IN ('true', 'none')
    OR EXISTS (SELECT 1 FROM dpia_criterion WHERE dpia_criterion.activity = activity.id))
  -- One that is being looked at again was completed.
  AND coalesce(activity.dpia_status, '') NOT IN ('complete', 'under-review')
ORDER BY activity.name, activity.id;
