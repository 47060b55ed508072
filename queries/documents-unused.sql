-- title = "Documents that nothing uses"
-- question = "Which documents are named by no activity, govern no flow by their parties, and are not a contract with a controller we act for?"
-- use = "Tidying the register: an agreement that governs no recorded flow."
-- topic = "suppliers"
-- rules = ["TID-unused"]
-- example = "ropa query documents-unused"
WITH controller AS (
  SELECT party FROM activity_party WHERE how = 'acts-for'
  UNION
  SELECT controller FROM activity
  WHERE role = 'processor' AND acts_for_state = 'not-recorded'
    AND controller NOT IN (SELECT ours.controller FROM activity AS ours WHERE ours.role = 'controller' AND ours.controller IS NOT NULL)
),
contract AS (
  SELECT document_party.document AS document
  FROM document_party
  JOIN document ON document.id = document_party.document AND document.kind = 'contract'
  JOIN party_part ON document_party.party IN (party_part.whole, party_part.part)
  JOIN party AS body ON body.id = party_part.whole
  WHERE (party_part.whole = party_part.part OR coalesce(body.kind, '') NOT IN ('class', 'group', 'public'))
    AND (party_part.whole IN (SELECT party FROM controller) OR party_part.part IN (SELECT party FROM controller))
)
SELECT
  document.name AS document,
  coalesce(document.kind, 'not recorded') AS kind,
  coalesce(document.expires, 'not recorded') AS expires,
  document.id AS id
FROM document
WHERE document.id NOT IN (SELECT document FROM activity_document)
  AND document.id NOT IN (SELECT document FROM step_agreement)
  AND document.id NOT IN (SELECT document FROM contract)
ORDER BY document.name, document.id;
