-- title = "Documents that nothing uses"
-- question = "Which documents are named by no activity, and govern no flow by their parties?"
-- use = "Tidying the register: an agreement that governs no recorded flow."
-- topic = "suppliers"
-- rules = ["TID-unused"]
-- example = "ropa query documents-unused"
SELECT
  document.name AS document,
  coalesce(document.kind, 'not recorded') AS kind,
  coalesce(document.expires, 'not recorded') AS expires,
  document.id AS id
FROM document
WHERE document.id NOT IN (SELECT document FROM activity_document)
  AND document.id NOT IN (SELECT document FROM step_agreement)
ORDER BY document.name, document.id;
