-- title = "What the exit or breach of a supplier touches"
-- question = "Which activities, whose owners, which data and whose data does this party touch?"
-- use = "End of a contract; Article 33(3)(a) UK GDPR: what a breach there would concern."
-- example = "ropa query supplier-exit party=Servelec"
-- [params.party]
-- type = "party"
-- help = "party, with its parts"
-- narrows = ["receives"]
WITH
touched AS MATERIALIZED (
  SELECT DISTINCT receives.activity, receives.data, receives.role, receives.certainty
  FROM receives
  JOIN party_part ON party_part.part = receives.party AND party_part.whole = :party
  WHERE receives.followed = receives.data
),
roles AS MATERIALIZED (
  SELECT activity, group_concat(role, '; ' ORDER BY role) AS roles
  FROM (SELECT DISTINCT activity, role FROM touched) GROUP BY activity
),
what AS MATERIALIZED (
  SELECT
    touched.activity AS activity,
    max(touched.certainty) AS certainty,
    group_concat(data.name, '; ' ORDER BY data.name) AS data,
    group_concat(CASE data.special WHEN 'yes' THEN data.name END, '; ' ORDER BY data.name) AS special
  FROM (SELECT activity, data, max(certainty) AS certainty FROM touched GROUP BY activity, data) AS touched
  JOIN data ON data.id = touched.data
  GROUP BY touched.activity
),
whose AS MATERIALIZED (
  SELECT activity_people.activity AS activity, group_concat(people.name, '; ' ORDER BY people.name) AS people
  FROM activity_people JOIN people ON people.id = activity_people.people
  GROUP BY activity_people.activity
)
SELECT
  activity.name AS activity,
  coalesce(owner.name, activity.owner, 'not recorded') AS owner,
  what.certainty AS certainty,
  roles.roles AS roles,
  what.data AS data,
  what.special AS special,
  coalesce(whose.people, CASE activity.people_state WHEN 'none' THEN 'none' ELSE 'not recorded' END) AS people
FROM what
JOIN roles ON roles.activity = what.activity
JOIN activity ON activity.id = what.activity
LEFT JOIN party AS owner ON owner.id = activity.owner
LEFT JOIN whose ON whose.activity = activity.id
ORDER BY what.certainty DESC, activity.name, activity.id;
