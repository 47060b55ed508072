-- title = "Flows without an agreement"
-- question = "Which flows to and from others, and which stores run by others, have no contract or agreement recorded that is in force?"
-- use = "Articles 26 and 28(3) UK GDPR; data sharing code."
-- topic = "suppliers"
-- rules = ["FLOW-contract", "FLOW-contract-ended", "FLOW-agreement", "FLOW-joint"]
-- example = "ropa query flows-without-agreement"
WITH lacking AS MATERIALIZED (
  SELECT activity, number, max(agreement) AS agreement
  FROM step
  WHERE number IS NOT NULL AND agreement_missing = 1
  GROUP BY activity, number
)
SELECT
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  'F' || lacking.number AS flow,
  CASE flow.kind WHEN 'source' THEN 'from' WHEN 'store' THEN 'kept by' ELSE 'to' END AS direction,
  other.name AS party,
  coalesce(other.kind, 'not recorded') AS kind,
  lacking.agreement AS agreement
FROM lacking
JOIN flow ON flow.activity = lacking.activity AND flow.number = lacking.number
JOIN activity ON activity.id = lacking.activity
LEFT JOIN system ON flow.kind = 'store' AND system.id = flow.to_id
JOIN party AS other ON other.id = CASE flow.kind WHEN 'source' THEN flow.from_id WHEN 'store' THEN system.operator ELSE flow.to_id END
ORDER BY activity.name, activity.id, lacking.number;
