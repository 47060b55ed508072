-- title = "Where a category of data comes from"
-- question = "From whom do activities get this data or narrower data?"
-- use = "Article 14(2)(f) UK GDPR: the source of the data."
-- example = "ropa query sources-of \"data=NHS number\""
-- [params.data]
-- type = "data"
-- help = "category of data"
-- narrows = ["carries"]
SELECT
  source.name AS source,
  flow.from_kind AS kind,
  activity.name AS activity,
  carries.certainty AS certainty,
  flow.evidence AS evidence
FROM carries
JOIN flow ON flow.activity = carries.activity AND flow.number = carries.number
JOIN record AS source ON source.kind = flow.from_kind AND source.id = flow.from_id
JOIN activity ON activity.id = flow.activity
WHERE carries.data = :data AND flow.kind = 'source'
ORDER BY carries.certainty DESC, source.name, activity.name, flow.number;
