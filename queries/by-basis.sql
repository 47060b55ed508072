-- title = "Activities that rely on a lawful basis"
-- question = "Which activities rely on this lawful basis, and for what?"
-- use = "Article 6(1) UK GDPR. A public authority may not rely on 6/1/f or 6/1/ea in the performance of its tasks."
-- topic = "lawful-basis"
-- example = "ropa query by-basis basis=6/1/f"
-- [params.basis]
-- type = "code(lawful-basis)"
-- help = "lawful basis: 6/1/f, Article 6(1)(f) or legitimate interests"
SELECT
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  purpose.words AS purpose,
  purpose.basis AS basis,
  coalesce(purpose.read_as, 'not recorded') AS read_as,
  coalesce(purpose.legitimate_interest, 'not recorded') AS legitimate_interest,
  coalesce(controller.kind, 'not recorded') AS controller_is,
  CASE purpose.outside_tasks WHEN 'true' THEN 'yes' WHEN 'false' THEN 'no' ELSE coalesce(purpose.outside_tasks, 'not recorded') END AS outside_its_tasks
FROM purpose
JOIN activity ON activity.id = purpose.activity
JOIN register
LEFT JOIN party AS controller ON controller.id = coalesce(activity.controller, register.organisation)
WHERE activity.left_out <= :retired AND purpose.basis = :basis
ORDER BY activity.name, activity.id, purpose.number;
