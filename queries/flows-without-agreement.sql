-- title = "Flows without an agreement"
-- question = "Which flows to other organisations have no contract or agreement recorded?"
-- use = "Articles 26 and 28(3) UK GDPR; data sharing code."
-- example = "ropa query flows-without-agreement"
SELECT
  activity.name AS activity,
  'F' || flow.number AS flow,
  receiver.name AS receiver,
  coalesce(receiver.kind, 'not recorded') AS kind,
  CASE flow.agreement WHEN 'none' THEN 'none' ELSE 'not recorded' END AS agreement
FROM flow
JOIN activity ON activity.id = flow.activity
JOIN party AS receiver ON flow.to_kind = 'party' AND receiver.id = flow.to_id
WHERE activity.is_retired = 0
  AND flow.carries_state <> 'none'
  AND (flow.agreement IS NULL OR flow.agreement = 'none')
  AND NOT EXISTS (
    SELECT 1 FROM party_part WHERE party_part.whole = activity.controller AND party_part.part = receiver.id
  )
ORDER BY activity.name, activity.id, flow.number;
