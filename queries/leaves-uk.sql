-- title = "What leaves the UK"
-- question = "Which flows leave the UK, where do they go, and what allows them?"
-- use = "Chapter V UK GDPR; Article 30(1)(e)."
-- topic = "outside-uk"
-- example = "ropa query leaves-uk"
SELECT
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  coalesce('F' || leaves_uk.number, leaves_uk.kind) AS flow,
  target.name AS recipient,
  coalesce(leaves_uk.countries, 'not recorded') AS countries,
  leaves_uk.certainty AS certainty,
  iif(leaves_uk.is_missing = 0 AND leaves_uk.recorded IN ('not recorded', 'none'), leaves_uk.approval, leaves_uk.recorded) AS allowed_by,
  iif(leaves_uk.is_missing = 0 AND leaves_uk.recorded IN ('not recorded', 'none'), '', leaves_uk.approval) AS approval,
  leaves_uk.caution AS caution,
  CASE leaves_uk.is_missing WHEN 1 THEN 'yes' ELSE 'no' END AS missing
FROM leaves_uk
JOIN activity ON activity.id = leaves_uk.activity
JOIN record AS target ON target.kind = leaves_uk.to_kind AND target.id = leaves_uk.to_id
ORDER BY leaves_uk.is_missing DESC, activity.name, activity.id, leaves_uk.number, target.name, target.id, leaves_uk.kind, leaves_uk.countries;
