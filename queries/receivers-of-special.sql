-- title = "Who receives special category or offence data"
-- question = "Which parties receive special category data (Article 9) or data on offences (Article 10), and which?"
-- use = "Articles 9 and 10 UK GDPR; DPIA screening."
-- example = "ropa query receivers-of-special"
SELECT
  party.name AS party,
  data.name AS data,
  CASE WHEN sum(receives.certainty = 'stated') > 0 THEN 'stated' ELSE 'possible' END AS certainty,
  count(DISTINCT receives.activity) AS activities
FROM receives
JOIN data ON data.id = receives.data
JOIN party ON party.id = receives.party
WHERE data.special = 'yes' AND receives.followed = receives.data
GROUP BY party.id, data.id
ORDER BY certainty DESC, party.name, party.id, data.name, data.id;
