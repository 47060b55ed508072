-- title = "Reviews that are due after {months} months"
-- question = "Which activities were not reviewed in the last {months} months, or should have been by now?"
-- use = "Article 5(2) UK GDPR: keeping the record right."
-- topic = "review"
-- rules = ["GOV-reviewed", "GOV-overdue"]
-- example = "ropa query reviews-due months=6"
-- [params.months]
-- type = "integer"
-- default = 12
-- least = 0
-- help = "longest time without a review, in months"
SELECT
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  coalesce(owner.name, activity.owner, 'not recorded') AS owner,
  coalesce(review.last, 'not recorded') AS last_review,
  coalesce(review.due, 'not recorded') AS due
FROM activity
JOIN review ON review.activity = activity.id
LEFT JOIN party AS owner ON owner.id = activity.owner
WHERE activity.left_out <= :retired
  AND (
    review.last IS NULL OR review.last = 'none'
    OR review.last < date(:on, '-' || :months || ' months')
    OR review.due <= :on
  )
ORDER BY review.last, activity.name, activity.id;
