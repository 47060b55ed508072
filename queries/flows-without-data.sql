-- title = "Flows that do not say which data"
-- question = "Which flows do not say which data they carry, so that whoever gets them can only be possible?"
-- use = "Making answers certain: the thinnest places of the record."
-- topic = "register"
-- rules = ["FLOW-carries"]
-- example = "ropa query flows-without-data"
SELECT
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  'F' || flow.number AS flow,
  flow.kind AS kind,
  source.name AS source,
  target.name AS target,
  flow.evidence AS evidence
FROM flow
JOIN activity ON activity.id = flow.activity
LEFT JOIN record AS source ON source.kind = flow.from_kind AND source.id = flow.from_id
LEFT JOIN record AS target ON target.kind = flow.to_kind AND target.id = flow.to_id
WHERE activity.left_out <= :retired AND flow.carries_state = 'not-recorded' AND flow.currency = 'current'
ORDER BY activity.name, activity.id, flow.number;
