-- title = "Data by number of recipients"
-- question = "Which categories of data go to most parties?"
-- use = "Data minimisation (Article 5(1)(c) UK GDPR)."
-- example = "ropa query data-by-recipients"
SELECT
  data.name AS data,
  data_special.special AS special,
  count(DISTINCT CASE receives.certainty WHEN 'stated' THEN receives.party END) AS stated,
  count(DISTINCT receives.party) AS stated_or_possible,
  count(DISTINCT receives.activity) AS activities,
  count(DISTINCT CASE receives.is_draft WHEN 1 THEN receives.activity END) AS drafts
FROM receives
JOIN data ON data.id = receives.data
JOIN data_special ON data_special.data = receives.data
GROUP BY data.id
ORDER BY stated_or_possible DESC, stated DESC, data.name, data.id;
