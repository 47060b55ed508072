-- title = "Who receives special category or offence data"
-- question = "Which parties receive special category data (Article 9) or data on offences (Article 10), and which?"
-- use = "Articles 9 and 10 UK GDPR; DPIA screening."
-- example = "ropa query receivers-of-special"
WITH had AS MATERIALIZED (
  SELECT receives.party AS party, receives.data AS data,
    max(receives.certainty) AS certainty, count(DISTINCT receives.activity) AS activities
  FROM receives
  WHERE receives.followed = receives.data AND receives.data IN (SELECT id FROM data WHERE special = 'yes')
  GROUP BY receives.party, receives.data
)
SELECT party.name AS party, data.name AS data, had.certainty AS certainty, had.activities AS activities
FROM had
JOIN data ON data.id = had.data
JOIN party ON party.id = had.party
ORDER BY had.certainty DESC, party.name, party.id, data.name, data.id;
