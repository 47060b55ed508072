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
SELECT
  activity.name AS activity,
  data.name AS data,
  CASE WHEN max(one.certainty) = 'stated' AND max(other.certainty) = 'stated' THEN 'stated' ELSE 'possible' END AS certainty
FROM receives AS one
JOIN receives AS other ON other.data = one.data AND other.activity = one.activity
JOIN data ON data.id = one.data
JOIN activity ON activity.id = one.activity
JOIN party_part AS part_of_one ON part_of_one.part = one.party AND part_of_one.whole = :one
JOIN party_part AS part_of_other ON part_of_other.part = other.party AND part_of_other.whole = :other
WHERE one.followed = one.data
GROUP BY activity.id, data.id
ORDER BY activity.name, activity.id, data.name, data.id;
