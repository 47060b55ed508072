-- title = "Processors without a contract"
-- question = "Which parties process for us without a contract recorded that is still in force?"
-- use = "Article 28(3) UK GDPR."
-- example = "ropa query processors-without-contract"
SELECT
  party.name AS party,
  count(DISTINCT receives.activity) AS activities,
  CASE WHEN sum(receives.certainty = 'stated') > 0 THEN 'stated' ELSE 'possible' END AS certainty,
  (SELECT group_concat(words, '; ') FROM
    (SELECT document.name || ' (until ' || coalesce(document.expires, 'not recorded') || ')' AS words
     FROM document_party JOIN document ON document.id = document_party.document
     WHERE document_party.party = party.id AND document.kind = 'contract'
     ORDER BY document.expires, document.name)) AS expired_contracts
FROM receives
JOIN party ON party.id = receives.party
WHERE receives.role = 'processor'
  AND NOT EXISTS (
    SELECT 1 FROM document_party JOIN document ON document.id = document_party.document
    WHERE document_party.party = party.id AND document.kind = 'contract'
      AND (document.expires IS NULL OR document.expires = 'none' OR document.expires >= :as_at)
  )
GROUP BY party.id
ORDER BY activities DESC, party.name, party.id;
