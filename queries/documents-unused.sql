-- title = "Documents that nothing names"
-- question = "Which documents are named by no activity?"
-- use = "Tidying the register: an agreement that governs no recorded flow."
-- example = "ropa query documents-unused"
SELECT
  document.name AS document,
  coalesce(document.kind, 'not recorded') AS kind,
  coalesce(document.expires, 'not recorded') AS expires,
  document.id AS id
FROM document
WHERE NOT EXISTS (SELECT 1 FROM activity_document WHERE activity_document.document = document.id)
ORDER BY document.name, document.id;
