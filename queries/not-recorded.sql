-- title = "What is not recorded"
-- question = "Which fields are not recorded, and how often?"
-- use = "Where to begin filling the register."
-- topic = "register"
-- example = "ropa query not-recorded kind=activity"
-- [params.kind]
-- type = "choice(any, activity, party, system, data, people, measure, document, settings)"
-- default = "any"
-- help = "only records of this kind"
SELECT
  gap.kind AS kind,
  gap.name AS field,
  gap.means AS means,
  count(*) AS times,
  count(DISTINCT gap.id) AS records
FROM gap
WHERE :kind = 'any' OR gap.kind = :kind
GROUP BY gap.kind, gap.name
ORDER BY gap.kind, times DESC, gap.name;
