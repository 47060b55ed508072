-- title = "What two parties both receive"
-- question = "In which activities do both parties receive the same data?"
-- use = "Merger of suppliers; concentration of risk."
-- example = "ropa query supplier-overlap one=Servelec other=GPs"
-- [params.one]
-- type = "party"
-- help = "a party"
-- [params.other]
-- type = "party"
-- help = "another party"
WITH
had AS MATERIALIZED (
  SELECT DISTINCT party_part.whole AS party, receives.data AS data, receives.activity AS activity,
    receives.certainty AS certainty, receives.followed AS followed
  FROM receives
  JOIN party_part ON party_part.part = receives.party
  WHERE party_part.whole IN (:one, :other)
)
SELECT
  activity.name AS activity,
  data.name AS data,
  CASE WHEN max(one.certainty) = 'stated' AND max(other.certainty) = 'stated' THEN 'stated' ELSE 'possible' END AS certainty
FROM had AS one
JOIN had AS other ON other.data = one.data AND other.activity = one.activity AND other.party = :other
JOIN data ON data.id = one.data
JOIN activity ON activity.id = one.activity
WHERE one.party = :one AND one.followed = one.data
GROUP BY activity.id, data.id
ORDER BY activity.name, activity.id, data.name, data.id;
