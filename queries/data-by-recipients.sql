-- title = "Data by number of recipients"
-- question = "Which categories of data go to most parties?"
-- use = "Data minimisation (Article 5(1)(c) UK GDPR)."
-- topic = "data-flows"
-- example = "ropa query data-by-recipients"
WITH
by_party AS MATERIALIZED (
  SELECT data, count(*) AS parties, sum(is_stated) AS stated
  FROM (SELECT data, party, max(certainty = 'stated') AS is_stated FROM receives GROUP BY data, party)
  GROUP BY data
),
by_activity AS MATERIALIZED (
  SELECT data, count(*) AS activities, sum(is_draft) AS drafts
  FROM (SELECT data, activity, max(is_draft) AS is_draft FROM receives GROUP BY data, activity)
  GROUP BY data
)
SELECT
  data.name AS data,
  data_special.special AS special,
  by_party.stated AS stated,
  by_party.parties AS stated_or_possible,
  by_activity.activities AS activities,
  by_activity.drafts AS drafts
FROM by_party
JOIN by_activity ON by_activity.data = by_party.data
JOIN data ON data.id = by_party.data
JOIN data_special ON data_special.data = by_party.data
ORDER BY stated_or_possible DESC, stated DESC, data.name, data.id;
