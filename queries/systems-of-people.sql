-- title = "Where data about some people may be"
-- question = "In which systems is there or may there be data about these people, whose are they, and how is a person found?"
-- use = "Subject access request: the list of places to search."
-- topic = "data-flows"
-- example = "ropa query systems-of-people \"people=Children in the family\""
-- [params.people]
-- type = "people"
-- help = "category of people"
-- narrows = ["step_about"]
WITH used AS MATERIALIZED (
  SELECT
    -- What a feed names is held by the system that starts it too.
    ends.system AS system,
    step.activity AS activity,
    max(step_about.certainty) AS certainty,
    min(step_about.because) AS because
  FROM step_about
  JOIN step ON step.activity = step_about.activity AND step.step = step_about.step
  JOIN (
    SELECT activity, step, to_id AS system FROM step WHERE holds = 1
    UNION ALL
    SELECT activity, step, from_id FROM step WHERE kind = 'feed' AND carries_state = 'listed'
  ) AS ends ON ends.activity = step.activity AND ends.step = step.step
  WHERE step_about.people = :people
  GROUP BY ends.system, step.activity
)
SELECT
  system.name AS system,
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  used.certainty AS certainty,
  iif(used.certainty = 'stated', NULL, used.because) AS because,
  coalesce(owner.name, activity.owner, 'not recorded') AS owner,
  coalesce(system.search, 'not recorded') AS search
FROM used
JOIN activity ON activity.id = used.activity
JOIN system ON system.id = used.system
LEFT JOIN party AS owner ON owner.id = activity.owner
ORDER BY used.certainty DESC, system.name, system.id, activity.name, activity.id;
