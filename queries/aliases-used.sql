-- title = "Names that are written in several ways"
-- question = "Which records have other names?"
-- use = "One supplier under one name: without aliases there is no graph."
-- topic = "register"
-- example = "ropa query aliases-used"
SELECT
  record.kind AS kind,
  record.name AS name,
  group_concat(alias.alias, '; ' ORDER BY alias.alias) AS aliases,
  record.kind || ':' || record.id AS id
FROM alias
JOIN record ON record.kind = alias.kind AND record.id = alias.id
GROUP BY record.kind, record.id
ORDER BY record.kind, record.name, record.id;
