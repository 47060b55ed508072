-- title = "Transfers for which nothing is recorded"
-- question = "Which flows leave the UK without anything recorded that allows it?"
-- use = "Article 44A UK GDPR."
-- example = "ropa query transfers-without-safeguard"
SELECT
  activity.name AS activity,
  coalesce('F' || leaves_uk.number, leaves_uk.kind) AS flow,
  target.name AS receiver,
  coalesce(leaves_uk.countries, 'not recorded') AS countries,
  leaves_uk.approval AS approval
FROM leaves_uk
JOIN activity ON activity.id = leaves_uk.activity
JOIN record AS target ON target.kind = leaves_uk.to_kind AND target.id = leaves_uk.to_id
WHERE leaves_uk.is_missing = 1
ORDER BY activity.name, leaves_uk.number, target.name, leaves_uk.kind;
