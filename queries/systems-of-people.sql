-- title = "Where data about some people may be"
-- question = "In which systems is there or may there be data about these people, whose are they, and how is a person found?"
-- use = "Subject access request: the list of places to search."
-- example = "ropa query systems-of-people \"people=Children in the family\""
-- [params.people]
-- type = "people"
-- help = "category of people"
WITH
near AS MATERIALIZED (
  SELECT narrower AS people, 'yes' AS how FROM people_below WHERE broader = :people
  UNION ALL
  SELECT broader, 'possibly' FROM people_below WHERE narrower = :people AND broader <> :people
),
about AS MATERIALIZED (
  -- By the words of the flow, or else of the activity.
  SELECT step_people.activity AS activity, step_people.step AS step,
    CASE
      WHEN max(coalesce(near.how, '') = 'yes') = 0 THEN 'possibly'
      -- Of several people, whose data it is of no list of data is left open.
      WHEN min(coalesce(near.how, '') = 'yes') = 1 OR step.carries_state = 'listed' OR activity.data_state = 'recorded' THEN 'yes'
      ELSE 'possibly'
    END AS about_them
  FROM step_people
  JOIN step ON step.activity = step_people.activity AND step.step = step_people.step
  JOIN activity ON activity.id = step_people.activity
  LEFT JOIN near ON near.people = step_people.people
  GROUP BY step_people.activity, step_people.step
  HAVING count(near.people) > 0
  UNION ALL
  SELECT activity, step, 'not recorded' FROM step WHERE people_state = 'not-recorded'
),
used AS MATERIALIZED (
  SELECT
    step.to_id AS system,
    step.activity AS activity,
    max(CASE WHEN about.about_them = 'yes' THEN step.certainty ELSE 'possible' END) AS certainty,
    max(about.about_them) AS about_them
  FROM about
  JOIN step ON step.activity = about.activity AND step.step = about.step
  WHERE step.holds = 1
  GROUP BY step.to_id, step.activity
)
SELECT
  system.name AS system,
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  used.certainty AS certainty,
  used.about_them AS about_them,
  coalesce(owner.name, activity.owner, 'not recorded') AS owner,
  coalesce(system.search, 'not recorded') AS search
FROM used
JOIN activity ON activity.id = used.activity
JOIN system ON system.id = used.system
LEFT JOIN party AS owner ON owner.id = activity.owner
ORDER BY used.certainty DESC, used.about_them DESC, system.name, system.id, activity.name, activity.id;
