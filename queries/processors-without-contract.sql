-- title = "Processors without a contract"
-- question = "Which parties process for us without a contract recorded that is still in force?"
-- use = "Article 28(3) UK GDPR."
-- example = "ropa query processors-without-contract"
WITH
-- Contracts in force, by whom they are with.
under AS MATERIALIZED (
  SELECT DISTINCT document_party.party AS party
  FROM document_party
  JOIN document ON document.id = document_party.document
  WHERE document.kind = 'contract'
    AND (document.expires IS NULL OR document.expires = 'none' OR document.expires >= :as_at)
),
lacking AS MATERIALIZED (
  SELECT
    receives.party AS party,
    count(DISTINCT receives.activity) AS activities,
    max(receives.certainty) AS certainty
  FROM receives
  WHERE receives.role = 'processor' AND receives.party NOT IN (SELECT party FROM under)
  GROUP BY receives.party
)
SELECT
  party.name AS party,
  lacking.activities AS activities,
  lacking.certainty AS certainty,
  (SELECT group_concat(words, '; ') FROM
    (SELECT document.name || ' (until ' || coalesce(document.expires, 'not recorded') || ')' AS words
     FROM document_party JOIN document ON document.id = document_party.document
     WHERE document_party.party = party.id AND document.kind = 'contract'
     ORDER BY document.expires, document.name)) AS expired_contracts
FROM lacking
JOIN party ON party.id = lacking.party
ORDER BY lacking.activities DESC, party.name, party.id;
