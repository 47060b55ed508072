-- title = "Sub-processors"
-- question = "Whom do our suppliers engage, for which service and systems, where, and which data may they have?"
-- use = "Article 28(2) and (4) UK GDPR."
-- example = "ropa query sub-processors"
WITH
had AS MATERIALIZED (
  SELECT had.party AS party, group_concat(data.name, '; ' ORDER BY data.name) AS data
  FROM (
    SELECT DISTINCT party, data FROM receives WHERE role = 'sub-processor' AND followed = data
  ) AS had
  JOIN data ON data.id = had.data
  GROUP BY had.party
),
served AS MATERIALIZED (
  SELECT
    sub_processor_system.processor AS processor,
    sub_processor_system.number AS number,
    group_concat(system.name, '; ' ORDER BY system.name) AS systems
  FROM sub_processor_system
  JOIN system ON system.id = sub_processor_system.system
  GROUP BY sub_processor_system.processor, sub_processor_system.number
)
SELECT
  processor.name AS processor,
  engaged.name AS sub_processor,
  coalesce(sub_processor.service, 'not recorded') AS service,
  coalesce(served.systems, CASE sub_processor.systems_state WHEN 'none' THEN 'none' ELSE 'not recorded' END) AS systems,
  coalesce(sub_processor.country, engaged.country, 'not recorded') AS country,
  had.data AS data
FROM sub_processor
JOIN party AS processor ON processor.id = sub_processor.processor
JOIN party AS engaged ON engaged.id = sub_processor.party
LEFT JOIN served ON served.processor = sub_processor.processor AND served.number = sub_processor.number
LEFT JOIN had ON had.party = sub_processor.party
ORDER BY processor.name, processor.id, engaged.name, engaged.id, sub_processor.number;
