-- title = "Activities by lawful basis"
-- question = "On which lawful bases do purposes rest, and how many?"
-- use = "Article 6(1) UK GDPR; annual report."
-- topic = "lawful-basis"
-- example = "ropa query activities-by-basis"
SELECT
  coalesce(purpose.basis, 'not recorded') AS basis,
  coalesce(code.title, '') AS title,
  count(*) AS purposes,
  count(DISTINCT purpose.activity) AS activities
FROM purpose
JOIN activity ON activity.id = purpose.activity
LEFT JOIN code ON code.vocabulary = 'lawful-basis' AND code.code = purpose.basis
WHERE activity.left_out <= :retired
GROUP BY purpose.basis
ORDER BY activities DESC, basis;
