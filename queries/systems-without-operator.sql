-- title = "Systems that do not say who runs them"
-- question = "Of which systems is the operator or the country not recorded, and how many activities use them?"
-- use = "Articles 28 and 30(1)(d) UK GDPR: an operator has what its system has."
-- topic = "register"
-- rules = ["FLOW-operator"]
-- example = "ropa query systems-without-operator"
SELECT
  system.name AS system,
  coalesce(operator.name, system.operator, 'not recorded') AS operator,
  CASE system.hosted_in_state WHEN 'not-recorded' THEN 'not recorded' ELSE system.hosted_in_state END AS hosted_in,
  count(DISTINCT activity.id) AS activities
FROM system
LEFT JOIN party AS operator ON operator.id = system.operator
LEFT JOIN flow ON flow.currency = 'current' AND (flow.through = system.id OR flow.to_kind = 'system' AND flow.to_id = system.id)
LEFT JOIN activity ON activity.id = flow.activity AND activity.left_out <= :retired
WHERE system.operator IS NULL OR system.hosted_in_state = 'not-recorded'
GROUP BY system.id
ORDER BY activities DESC, system.name, system.id;
