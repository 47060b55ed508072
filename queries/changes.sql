-- title = "What changed"
-- question = "Which records were added, changed or removed, by whom and why, and which fields from what to what?"
-- use = "Audit: what the record said, and who changed it. A folder of text has no history."
-- topic = "review"
-- gather = "record"
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
  change.changed_at AS changed_at,
  change.author AS author,
  revision.what AS what,
  revision.kind || ':' || revision.id AS record,
  revision_field.field AS field,
  CASE WHEN coalesce(revision_field.before, revision_field.after) IS NOT NULL
    THEN coalesce(revision_field.before, 'not recorded') END AS before,
  CASE WHEN coalesce(revision_field.before, revision_field.after) IS NOT NULL
    THEN coalesce(revision_field.after, 'not recorded') END AS after,
  change.message AS message,
  change.seq AS change
FROM change
JOIN revision ON revision.seq = change.seq
LEFT JOIN revision_field ON revision_field.seq = revision.seq
  AND revision_field.kind = revision.kind AND revision_field.id = revision.id
WHERE (:since IS NULL OR substr(change.changed_at, 1, 10) >= :since)
  AND (:until IS NULL OR substr(change.changed_at, 1, 10) <= :until)
ORDER BY change.seq, revision.what, revision.kind, revision.id, revision_field.field;
