-- title = "Sub-processors"
-- question = "Whom do our suppliers engage, for which service and systems, where, under what and when, and which data may they have by it?"
-- use = "Article 28(2) and (4) UK GDPR."
-- topic = "suppliers"
-- example = "ropa query sub-processors"
WITH
reached AS MATERIALIZED (
  SELECT engaged_by, engagement, activity, step, role, is_draft, certainty, countries, agreement
  FROM step WHERE engagement IS NOT NULL
),
had AS MATERIALIZED (
  SELECT engaged_by, engagement,
    group_concat(data.name || iif(certainty = 'possible', ' (possible)', ''), '; ' ORDER BY data.name) AS data
  FROM (
    SELECT reached.engaged_by AS engaged_by, reached.engagement AS engagement, step_data.data AS data,
      max(step_data.certainty) AS certainty
    FROM reached
    JOIN step_data ON step_data.activity = reached.activity AND step_data.step = reached.step
    WHERE step_data.is_named = 1
    GROUP BY reached.engaged_by, reached.engagement, step_data.data
  ) AS had
  JOIN data ON data.id = had.data
  GROUP BY engaged_by, engagement
),
under AS MATERIALIZED (
  SELECT engaged_by, engagement, group_concat(agreement, '; ' ORDER BY agreement) AS agreement
  FROM (SELECT DISTINCT engaged_by, engagement, agreement FROM reached) AS each_once
  GROUP BY engaged_by, engagement
),
by_it AS MATERIALIZED (
  SELECT engaged_by, engagement, max(certainty) AS certainty, max(countries) AS countries, count(DISTINCT activity) AS activities,
    count(DISTINCT CASE is_draft WHEN 1 THEN activity END) AS drafts
  FROM reached
  GROUP BY engaged_by, engagement
),
served AS MATERIALIZED (
  SELECT
    sub_processor_system.processor AS processor,
    sub_processor_system.number AS number,
    group_concat(system.name, '; ' ORDER BY system.name) AS systems
  FROM sub_processor_system
  JOIN system ON system.id = sub_processor_system.system
  GROUP BY sub_processor_system.processor, sub_processor_system.number
),
-- Of an engagement that no step in use reaches: the contracts that name both.
between_them AS MATERIALIZED (
  SELECT one.party AS processor, other.party AS engaged, group_concat(document.name, ' or ' ORDER BY document.name, document.id) AS agreement
  FROM document
  JOIN document_party AS one ON one.document = document.id
  JOIN document_party AS other ON other.document = document.id AND other.party <> one.party
  WHERE document.kind = 'contract'
  GROUP BY one.party, other.party
)
SELECT
  processor.name AS processor,
  engaged.name AS sub_processor,
  coalesce(sub_processor.service, 'not recorded') AS service,
  coalesce(served.systems, CASE sub_processor.systems_state WHEN 'none' THEN 'none' ELSE 'not recorded' END) AS systems,
  coalesce(
    by_it.countries,
    (SELECT group_concat(country, ', ' ORDER BY country)
     FROM (SELECT sub_processor.country AS country UNION SELECT engaged.country) WHERE country IS NOT NULL),
    'not recorded') AS country,
  by_it.certainty AS certainty,
  coalesce(had.data, CASE WHEN by_it.activities > 0 THEN 'not recorded' END) AS data,
  coalesce(under.agreement, agreed.name, sub_processor.agreement, between_them.agreement, 'not recorded') AS agreement,
  coalesce(sub_processor.begins, 'not recorded') AS begins,
  coalesce(sub_processor.ends, 'not recorded') AS ends,
  coalesce(by_it.activities, 0) AS activities,
  coalesce(by_it.drafts, 0) AS drafts
FROM sub_processor
JOIN party AS processor ON processor.id = sub_processor.processor
JOIN party AS engaged ON engaged.id = sub_processor.party
LEFT JOIN document AS agreed ON agreed.id = sub_processor.agreement
LEFT JOIN between_them ON between_them.processor = sub_processor.processor AND between_them.engaged = sub_processor.party
LEFT JOIN served ON served.processor = sub_processor.processor AND served.number = sub_processor.number
LEFT JOIN had ON had.engaged_by = sub_processor.processor AND had.engagement = sub_processor.number
LEFT JOIN under ON under.engaged_by = sub_processor.processor AND under.engagement = sub_processor.number
LEFT JOIN by_it ON by_it.engaged_by = sub_processor.processor AND by_it.engagement = sub_processor.number
ORDER BY processor.name, processor.id, engaged.name, engaged.id, sub_processor.number;
