-- title = "Data by number of recipients"
-- question = "Which categories of data go to most recipients?"
-- use = "Data minimisation (Article 5(1)(c) UK GDPR)."
-- topic = "data-flows"
-- example = "ropa query data-by-recipients"
WITH
by_recipient AS MATERIALIZED (
  SELECT data, count(*) AS recipients, sum(is_stated) AS stated
  FROM (SELECT data, to_kind, to_id, max(certainty = 'stated') AS is_stated FROM receives GROUP BY data, to_kind, to_id)
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
  by_recipient.stated AS stated,
  by_recipient.recipients AS stated_or_possible,
  by_activity.activities AS activities,
  by_activity.drafts AS drafts
FROM by_recipient
JOIN by_activity ON by_activity.data = by_recipient.data
JOIN data ON data.id = by_recipient.data
JOIN data_special ON data_special.data = by_recipient.data
ORDER BY stated_or_possible DESC, stated DESC, data.name, data.id;
