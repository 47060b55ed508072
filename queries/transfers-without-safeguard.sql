-- title = "Transfers for which nothing is recorded"
-- question = "Which flows leave the UK without anything recorded that allows it?"
-- use = "Article 44A UK GDPR; for law enforcement Data Protection Act 2018 section 73."
-- topic = "outside-uk"
-- rules = ["ABR-route", "ABR-instrument", "ABR-consent"]
-- example = "ropa query transfers-without-safeguard"
SELECT
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  coalesce('F' || leaves_uk.number, leaves_uk.kind) AS flow,
  target.name AS recipient,
  coalesce(leaves_uk.countries, 'not recorded') AS countries,
  leaves_uk.certainty AS certainty,
  leaves_uk.approval AS approval
FROM leaves_uk
JOIN activity ON activity.id = leaves_uk.activity
JOIN record AS target ON target.kind = leaves_uk.to_kind AND target.id = leaves_uk.to_id
WHERE leaves_uk.is_missing = 1
ORDER BY activity.name, activity.id, leaves_uk.number, target.name, target.id, leaves_uk.kind, leaves_uk.countries;
