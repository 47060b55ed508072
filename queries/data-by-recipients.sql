-- title = "Data by number of recipients"
-- question = "Which categories of data go to most recipients?"
-- use = "Data minimisation (Article 5(1)(c) UK GDPR)."
-- topic = "data-flows"
-- example = "ropa query data-by-recipients"
WITH
by_data AS MATERIALIZED (
  SELECT
    data,
    count(DISTINCT CASE certainty WHEN 'stated' THEN to_kind || ':' || to_id END) AS stated,
    count(DISTINCT to_kind || ':' || to_id) AS recipients,
    count(DISTINCT activity) AS activities,
    count(DISTINCT CASE is_draft WHEN 1 THEN activity END) AS drafts
  FROM receives
  GROUP BY data
)
SELECT
  data.name AS data,
  data_special.special AS special,
  by_data.stated AS stated,
  by_data.recipients AS stated_or_possible,
  by_data.activities AS activities,
  by_data.drafts AS drafts
FROM by_data
JOIN data ON data.id = by_data.data
JOIN data_special ON data_special.data = by_data.data
ORDER BY stated_or_possible DESC, stated DESC, data.name, data.id;
