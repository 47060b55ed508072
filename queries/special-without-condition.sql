-- title = "Special category data without its conditions"
-- question = "Which activities on which we decide hold special category data, or pass it on, that no condition of Article 9(2) covers, or record one without the paragraph of Schedule 1 that it needs? For law enforcement: no case of section 35, or no condition of Schedule 8."
-- use = "Article 9(2) UK GDPR; Data Protection Act 2018 section 10(2) and (3) and Schedule 1; for law enforcement section 35(3) to (5) and Schedule 8."
-- topic = "lawful-basis"
-- rules = ["SPC-condition", "SPC-condition-none", "SPC-schedule"]
-- example = "ropa query special-without-condition"
WITH
  -- Each condition, with whether a paragraph of Schedule 1 must be met beside it.
  asked AS (
    SELECT
      condition.activity,
      condition.number,
      -- Law enforcement has its own: a case of section 35, and a condition of Schedule 8.
      iif(activity.regime = 'law-enforcement', condition.section_35, condition.article_9) AS article_9,
      iif(activity.regime = 'law-enforcement', condition.schedule_8, condition.schedule_1) AS schedule_1,
      -- A point that is not recorded, or that the law does not know, may be one that does.
      CASE WHEN activity.regime = 'law-enforcement'
        THEN condition.section_35 IS NULL OR condition.section_35 <> 'dpa2018:s35/4'
        ELSE coalesce(code.needs_paragraph, 1) END AS needs_paragraph
    FROM condition
    JOIN activity ON activity.id = condition.activity
    LEFT JOIN code ON code.vocabulary = 'special-condition' AND code.code = condition.article_9
  ),
  special AS MATERIALIZED (
    SELECT activity_special.activity, data.name, activity_special.covered, activity_special.for_purposes
    FROM activity_special
    JOIN data ON data.id = activity_special.data
  ),
  uncovered AS MATERIALIZED (
    SELECT activity, name || coalesce(', for ' || for_purposes, '') AS name FROM special WHERE covered <> 'yes'
  )
SELECT
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  (SELECT group_concat(name, '; ') FROM
    (SELECT name FROM special WHERE special.activity = activity.id ORDER BY name)) AS data,
  CASE activity.condition_state WHEN 'recorded' THEN
    (SELECT group_concat(code, '; ') FROM
      (SELECT coalesce(asked.article_9, 'not recorded') AS code FROM asked
       WHERE asked.activity = activity.id ORDER BY asked.number))
  WHEN 'none' THEN 'none' ELSE 'not recorded' END AS article_9,
  CASE activity.condition_state WHEN 'recorded' THEN
    (SELECT group_concat(code, '; ') FROM
      (SELECT coalesce(asked.schedule_1, iif(asked.needs_paragraph, 'not recorded', 'not applicable')) AS code
       FROM asked WHERE asked.activity = activity.id ORDER BY asked.number))
  WHEN 'none' THEN 'none' ELSE 'not recorded' END AS schedule_1,
  (SELECT group_concat(name, '; ') FROM
    (SELECT name FROM uncovered WHERE uncovered.activity = activity.id ORDER BY name)) AS without_condition
FROM activity
WHERE activity.left_out <= :retired
  AND EXISTS (SELECT 1 FROM special WHERE special.activity = activity.id)
  AND (
    activity.condition_state <> 'recorded'
    OR EXISTS (SELECT 1 FROM uncovered WHERE uncovered.activity = activity.id)
    OR EXISTS (
      SELECT 1 FROM asked
      WHERE asked.activity = activity.id
        AND (asked.article_9 IS NULL OR asked.article_9 = 'none'
          OR (asked.needs_paragraph AND (asked.schedule_1 IS NULL OR asked.schedule_1 = 'none')))
    )
  )
ORDER BY activity.name, activity.id;
