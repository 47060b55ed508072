-- title = "Who engages whom"
-- question = "Who runs which system, and whom do they engage?"
-- use = "Article 28 UK GDPR: the chain of processors as a picture."
-- topic = "suppliers"
-- example = "ropa query engagements -o engagements.svg"
-- result = "graph"
SELECT 'system:' || system.id AS from_id, 'party:' || system.operator AS to_id, 'is run by' AS label
FROM system WHERE system.operator <> 'none'
UNION
SELECT 'party:' || sub_processor.processor, 'party:' || sub_processor.party,
  coalesce('engages for ' || sub_processor.service, 'engages')
FROM sub_processor
ORDER BY from_id, to_id, label;
