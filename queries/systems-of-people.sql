-- title = "Where data about some people may be"
-- question = "In which systems might there be data about these people, whose are they, and how is a person found?"
-- use = "Subject access request: the list of places to search."
-- example = "ropa query systems-of-people \"people=Foster carers\""
-- [params.people]
-- type = "people"
-- help = "category of people"
SELECT
  system.name AS system,
  activity.name AS activity,
  coalesce(owner.name, activity.owner, 'not recorded') AS owner,
  CASE WHEN activity.people_state = 'not-recorded' THEN 'possible' ELSE 'stated' END AS certainty,
  coalesce(system.search, 'not recorded') AS search
FROM activity
JOIN (
  SELECT activity, to_id AS system FROM flow WHERE to_kind = 'system'
  UNION
  SELECT activity, through FROM flow WHERE through <> 'none'
) AS used ON used.activity = activity.id
JOIN system ON system.id = used.system
LEFT JOIN party AS owner ON owner.id = activity.owner
WHERE activity.is_retired = 0
  AND (
    activity.people_state = 'not-recorded'
    OR EXISTS (
      SELECT 1 FROM activity_people
      JOIN people_below ON people_below.narrower = activity_people.people
        OR people_below.broader = activity_people.people
      WHERE activity_people.activity = activity.id
        AND (people_below.broader = :people OR people_below.narrower = :people)
    )
  )
ORDER BY certainty DESC, system.name, activity.name;
