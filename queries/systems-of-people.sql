-- title = "Where data about some people may be"
-- question = "In which systems might there be data about these people, whose are they, and how is a person found?"
-- use = "Subject access request: the list of places to search."
-- example = "ropa query systems-of-people \"people=Children in the family\""
-- [params.people]
-- type = "people"
-- help = "category of people"
WITH about AS MATERIALIZED (
  SELECT
    activity.id AS activity,
    -- Of whom it is recorded that the activity is about them, or about some who include them.
    CASE WHEN max(people_below.broader = :people) THEN 'yes' ELSE 'possibly' END AS about_them
  FROM activity
  JOIN activity_people ON activity_people.activity = activity.id
  JOIN people_below
    ON (people_below.narrower = activity_people.people AND people_below.broader = :people)
    OR (people_below.broader = activity_people.people AND people_below.narrower = :people)
  GROUP BY activity.id
  UNION ALL
  SELECT id, 'not recorded' FROM activity WHERE people_state = 'not-recorded'
),
used AS MATERIALIZED (
  SELECT activity, to_id AS system FROM flow WHERE to_kind = 'system'
  UNION
  SELECT activity, through FROM flow WHERE through <> 'none'
)
SELECT
  system.name AS system,
  activity.name AS activity,
  about.about_them AS about_them,
  coalesce(owner.name, activity.owner, 'not recorded') AS owner,
  coalesce(system.search, 'not recorded') AS search
FROM about
JOIN activity ON activity.id = about.activity AND activity.is_retired = 0
JOIN used ON used.activity = activity.id
JOIN system ON system.id = used.system
LEFT JOIN party AS owner ON owner.id = activity.owner
ORDER BY about.about_them = 'yes' DESC, about.about_them DESC, system.name, system.id, activity.name, activity.id;
