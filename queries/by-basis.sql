-- title = "Activities that rely on a lawful basis"
-- question = "Which activities rely on this lawful basis, and for what?"
-- use = "Article 6(1) UK GDPR. A public authority may not rely on 6/1/f in the performance of its tasks."
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
  coalesce(purpose.legitimate_interest, 'not recorded') AS legitimate_interest
FROM purpose
JOIN activity ON activity.id = purpose.activity
WHERE activity.left_out <= :retired AND purpose.basis = :basis
ORDER BY activity.name, activity.id, purpose.number;
