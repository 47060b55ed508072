-- title = "Purposes without a lawful basis"
-- question = "Which purposes have no lawful basis recorded, and which activities no purpose?"
-- use = "Article 6(1) UK GDPR; for law enforcement Data Protection Act 2018 section 35(2)."
-- topic = "lawful-basis"
-- rules = ["LAW-basis", "LAW-basis-none", "LAW-only-if", "A30-b-purposes"]
-- example = "ropa query no-lawful-basis"
SELECT
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  coalesce(purpose.words, CASE activity.purpose_state WHEN 'none' THEN 'none' ELSE 'not recorded' END) AS purpose,
  coalesce(purpose.basis, CASE activity.purpose_state WHEN 'none' THEN 'none' ELSE 'not recorded' END) AS basis,
  coalesce(purpose.basis_published, CASE activity.purpose_state WHEN 'none' THEN 'none' ELSE 'not recorded' END) AS basis_published
FROM activity
LEFT JOIN purpose ON purpose.activity = activity.id
WHERE activity.left_out <= :retired AND (purpose.basis IS NULL OR purpose.basis = 'none')
ORDER BY activity.name, activity.id, purpose.number;
