-- title = "Where a category of data comes from"
-- question = "From whom do activities get this data or narrower data?"
-- use = "Article 14(2)(f) UK GDPR: the source of the data."
-- topic = "data-flows"
-- example = "ropa query sources-of \"data=NHS number\""
-- [params.data]
-- type = "data"
-- help = "category of data"
-- narrows = ["carries"]
WITH coming AS MATERIALIZED (
  -- What another activity sends comes from there, whoever of the two records it.
  SELECT DISTINCT
    flow.from_kind AS kind, flow.from_id AS id, iif(flow.kind = 'source', flow.activity, flow.to_id) AS activity,
    flow.activity AS recorded_in, flow.number AS number, carries.certainty AS certainty, flow.evidence AS evidence
  FROM carries
  JOIN flow ON flow.activity = carries.activity AND flow.number = carries.number
  WHERE carries.data = :data AND (flow.kind = 'source' OR flow.to_kind = 'activity')
)
SELECT
  source.name AS source,
  coming.kind AS kind,
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  coming.certainty AS certainty,
  coming.evidence AS evidence
FROM coming
JOIN record AS source ON source.kind = coming.kind AND source.id = coming.id
JOIN activity ON activity.id = coming.activity
ORDER BY coming.certainty DESC, source.name, source.id, activity.name, activity.id, coming.recorded_in, coming.number;
