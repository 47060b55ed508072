-- title = "What changed"
-- question = "Which records were added, changed or removed, by whom and why?"
-- use = "Audit: what the record said, and who changed it. A folder of text has no history."
-- topic = "review"
-- example = "ropa query changes since=2026-04-01"
-- [params.since]
-- type = "date"
-- optional = true
-- help = "first day"
-- [params.until]
-- type = "date"
-- optional = true
-- help = "last day"
SELECT
  change.seq AS change,
  change.changed_at AS changed_at,
  change.author AS author,
  change.message AS message,
  revision.what AS what,
  revision.kind || ':' || revision.id AS record
FROM revision
JOIN change ON change.seq = revision.seq
WHERE (:since IS NULL OR substr(change.changed_at, 1, 10) >= :since)
  AND (:until IS NULL OR substr(change.changed_at, 1, 10) <= :until)
ORDER BY change.seq, revision.kind, revision.id;
