-- title = "Processors without a contract"
-- question = "Which parties process for us without a contract recorded that is in force?"
-- use = "Article 28(3) UK GDPR."
-- topic = "suppliers"
-- rules = ["FLOW-contract", "FLOW-contract-ended"]
-- example = "ropa query processors-without-contract"
WITH lacking AS MATERIALIZED (
  SELECT
    to_id AS party,
    count(DISTINCT activity) AS activities,
    count(DISTINCT CASE is_draft WHEN 1 THEN activity END) AS drafts,
    max(certainty) AS certainty
  FROM step
  WHERE to_kind = 'party' AND role = 'processor' AND agreement_missing = 1
  GROUP BY to_id
)
SELECT
  party.name AS party,
  lacking.activities AS activities,
  lacking.drafts AS drafts,
  lacking.certainty AS certainty,
  (SELECT group_concat(agreement, '; ') FROM
    (SELECT DISTINCT step.agreement AS agreement FROM step
     WHERE step.to_kind = 'party' AND step.to_id = lacking.party AND step.role = 'processor' AND step.agreement_missing = 1
     ORDER BY step.agreement)) AS contract
FROM lacking
JOIN party ON party.id = lacking.party
ORDER BY lacking.activities DESC, party.name, party.id;
