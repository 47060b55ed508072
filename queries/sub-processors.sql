-- title = "Sub-processors"
-- question = "Whom do our suppliers engage, for which service and systems, where, and which data may they have?"
-- use = "Article 28(2) and (4) UK GDPR."
-- example = "ropa query sub-processors"
SELECT
  processor.name AS processor,
  engaged.name AS sub_processor,
  coalesce(sub_processor.service, 'not recorded') AS service,
  CASE sub_processor.systems_state WHEN 'recorded' THEN
    (SELECT group_concat(name, ', ') FROM
      (SELECT system.name AS name FROM sub_processor_system JOIN system ON system.id = sub_processor_system.system
       WHERE sub_processor_system.processor = sub_processor.processor
         AND sub_processor_system.number = sub_processor.number ORDER BY system.name))
  WHEN 'none' THEN 'none' ELSE 'not recorded' END AS systems,
  coalesce(sub_processor.country, engaged.country, 'not recorded') AS country,
  (SELECT group_concat(name, ', ') FROM
    (SELECT DISTINCT data.name AS name FROM receives JOIN data ON data.id = receives.data
     WHERE receives.party = sub_processor.party AND receives.role = 'sub-processor'
       AND receives.followed = receives.data ORDER BY data.name)) AS data
FROM sub_processor
JOIN party AS processor ON processor.id = sub_processor.processor
JOIN party AS engaged ON engaged.id = sub_processor.party
ORDER BY processor.name, processor.id, engaged.name, engaged.id, sub_processor.number;
