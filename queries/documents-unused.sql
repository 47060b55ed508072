-- title = "Documents that nothing uses"
-- question = "Which documents are named by no activity, and have no party that anything but documents names?"
-- use = "Tidying the register: an agreement with somebody with whom nothing is recorded."
-- topic = "suppliers"
-- rules = ["TID-unused"]
-- example = "ropa query documents-unused"
WITH named AS (
  SELECT from_id AS party FROM flow WHERE from_kind = 'party'
  UNION SELECT to_id FROM flow WHERE to_kind = 'party'
  UNION SELECT operator FROM system
  UNION SELECT processor FROM sub_processor
  UNION SELECT party FROM sub_processor
  UNION SELECT party FROM activity_party
  UNION SELECT controller FROM activity
  UNION SELECT regulator FROM register
),
-- An agreement applies by its parties, to what they are part of too; with ourselves alone nothing is agreed.
theirs AS (
  SELECT party_part.part AS party
  FROM named
  JOIN party_part ON party_part.whole = named.party
  WHERE party_part.part NOT IN (
    SELECT ours.part FROM register JOIN party_part AS ours ON ours.whole = register.organisation
  )
  UNION
  SELECT party_part.whole
  FROM named
  JOIN party_part ON party_part.part = named.party
  WHERE party_part.whole NOT IN (
    SELECT ours.part FROM register JOIN party_part AS ours ON ours.whole = register.organisation
  )
)
SELECT
  document.name AS document,
  coalesce(document.kind, 'not recorded') AS kind,
  coalesce(document.expires, 'not recorded') AS expires,
  document.id AS id
FROM document
WHERE document.id NOT IN (SELECT document FROM activity_document)
  AND document.id NOT IN (
    SELECT document_party.document FROM document_party JOIN theirs ON theirs.party = document_party.party
  )
ORDER BY document.name, document.id;
