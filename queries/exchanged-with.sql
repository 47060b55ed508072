-- title = "What is sent to and got from a party"
-- question = "What do we send to this party and its parts, and what do we get from them?"
-- use = "Meeting with a partner; review of a sharing agreement."
-- example = "ropa query exchanged-with \"party=NHS\""
-- [params.party]
-- type = "party"
-- help = "party, with its parts"
SELECT
  CASE WHEN flow.to_kind = 'party' AND receiver.whole IS NOT NULL THEN 'to' ELSE 'from' END AS direction,
  activity.name AS activity,
  'F' || flow.number AS flow,
  CASE flow.carries_state WHEN 'listed' THEN
    (SELECT group_concat(name, '; ') FROM
      (SELECT data.name AS name FROM flow_data JOIN data ON data.id = flow_data.data
       WHERE flow_data.activity = flow.activity AND flow_data.number = flow.number ORDER BY data.name))
  WHEN 'not-recorded' THEN 'not recorded' ELSE flow.carries_state END AS data,
  flow.on_condition AS on_condition,
  coalesce(document.name, flow.agreement, 'not recorded') AS agreement
FROM flow
JOIN activity ON activity.id = flow.activity
LEFT JOIN party_part AS giver
  ON flow.from_kind = 'party' AND giver.part = flow.from_id AND giver.whole = :party
LEFT JOIN party_part AS receiver
  ON flow.to_kind = 'party' AND receiver.part = flow.to_id AND receiver.whole = :party
LEFT JOIN document ON document.id = flow.agreement
WHERE activity.is_retired = 0 AND (giver.whole IS NOT NULL OR receiver.whole IS NOT NULL)
ORDER BY direction DESC, activity.name, activity.id, flow.number;
