-- title = "What the exit or breach of a supplier touches"
-- question = "Which activities, whose owners, which data and whose data does this party touch?"
-- use = "End of a contract; Article 33(3)(a) UK GDPR: what a breach there would concern."
-- topic = "suppliers"
-- example = "ropa query supplier-exit party=Servelec"
-- [params.party]
-- type = "party"
-- help = "party, with its parts"
-- narrows = ["step", "step_data"]
WITH
asked AS MATERIALIZED (
  SELECT part AS party, 0 AS is_whole FROM party_part WHERE whole = :party
  UNION ALL
  -- What goes to what it is part or member of possibly goes to it.
  SELECT whole, 1 FROM party_part WHERE part = :party AND whole <> :party
),
touched AS MATERIALIZED (
  SELECT step.activity AS activity, step.step AS step, step.role AS role, step.people_state AS people_state,
    CASE asked.is_whole WHEN 1 THEN 'possible' ELSE step.certainty END AS certainty,
    asked.is_whole AS is_whole
  FROM step
  JOIN asked ON asked.party = step.to_id
  WHERE step.to_kind = 'party' AND step.role <> 'internal'
),
had AS MATERIALIZED (
  SELECT touched.activity AS activity, step_data.data AS data, max(step_data.is_named) AS is_named,
    max(CASE touched.is_whole WHEN 1 THEN 'possible' ELSE step_data.certainty END) AS certainty,
    data_special.special AS special,
    -- What is not named is listed where nothing that is named is or may be special.
    max(max(step_data.is_named = 1 AND data_special.special IN ('yes', 'possible'))) OVER (PARTITION BY touched.activity) AS has_named
  FROM touched
  JOIN step_data ON step_data.activity = touched.activity AND step_data.step = touched.step
  JOIN data_special ON data_special.data = step_data.data
  GROUP BY touched.activity, step_data.data
),
what AS MATERIALIZED (
  SELECT
    had.activity AS activity,
    max(had.certainty) AS certainty,
    group_concat(CASE had.is_named WHEN 1 THEN data.name || iif(had.certainty = 'possible', ' (possible)', '') END, '; ' ORDER BY data.name) AS data,
    group_concat(CASE WHEN had.special = 'yes' AND (had.is_named = 1 OR had.has_named = 0) THEN data.name || iif(had.certainty = 'possible', ' (possible)', '') END, '; ' ORDER BY data.name) AS special,
    group_concat(CASE WHEN had.is_named = 1 AND had.special = 'possible' THEN data.name END, '; ' ORDER BY data.name) AS may_be_special,
    group_concat(CASE WHEN had.is_named = 1 AND had.special = 'not recorded' AND data.all_class_state = 'not-recorded' THEN data.name END, '; ' ORDER BY data.name) AS class_not_recorded,
    -- Its class is recorded, and not whether it may include special data.
    group_concat(CASE WHEN had.is_named = 1 AND had.special = 'not recorded' AND data.all_class_state <> 'not-recorded' THEN data.name END, '; ' ORDER BY data.name) AS may_include_not_recorded
  FROM had
  JOIN data ON data.id = had.data
  GROUP BY had.activity
),
whose AS MATERIALIZED (
  SELECT activity, group_concat(name, '; ' ORDER BY place, name) AS people
  FROM (
    SELECT touched.activity AS activity, 0 AS place, people.name AS name
    FROM touched
    JOIN step_people ON step_people.activity = touched.activity AND step_people.step = touched.step
    JOIN people ON people.id = step_people.people
    UNION
    SELECT activity, 1, 'not recorded' FROM touched WHERE people_state = 'not-recorded'
    UNION
    SELECT activity, 2, 'none' FROM touched GROUP BY activity HAVING min(people_state) = 'none' AND max(people_state) = 'none'
  )
  GROUP BY activity
),
roles AS MATERIALIZED (
  SELECT activity, max(certainty) AS certainty, group_concat(role, '; ' ORDER BY role) AS roles
  FROM (SELECT activity, role, max(certainty) AS certainty FROM touched GROUP BY activity, role)
  GROUP BY activity
),
-- Retired activities do not count; that they touch it is said.
retired AS MATERIALIZED (
  SELECT DISTINCT flow.activity AS activity
  FROM flow
  JOIN activity ON activity.id = flow.activity AND activity.left_out = 1 AND :retired = 0
  LEFT JOIN system ON system.id = flow.through OR flow.to_kind = 'system' AND system.id = flow.to_id
  JOIN asked ON asked.party = system.operator
    OR flow.to_kind = 'party' AND asked.party = flow.to_id
    OR flow.from_kind = 'party' AND asked.party = flow.from_id
),
listed AS (
  SELECT
    roles.activity AS activity,
    coalesce(what.certainty, roles.certainty) AS certainty,
    roles.roles AS roles,
    coalesce(what.data, 'not recorded') AS data,
    what.special AS special,
    what.may_be_special AS may_be_special,
    what.class_not_recorded AS class_not_recorded,
    what.may_include_not_recorded AS may_include_not_recorded,
    whose.people AS people
  FROM roles
  LEFT JOIN what ON what.activity = roles.activity
  LEFT JOIN whose ON whose.activity = roles.activity
  UNION ALL
  SELECT
    retired.activity,
    'retired: not counted',
    NULL,
    coalesce((SELECT group_concat(name, '; ') FROM
      (SELECT DISTINCT data.name AS name FROM flow_data JOIN data ON data.id = flow_data.data
       WHERE flow_data.activity = retired.activity ORDER BY data.name)), 'not recorded'),
    NULL, NULL, NULL, NULL,
    coalesce((SELECT group_concat(name, '; ') FROM
      (SELECT people.name AS name FROM people WHERE people.id IN (
         SELECT people FROM activity_people WHERE activity = retired.activity
         UNION
         SELECT people FROM flow_people WHERE activity = retired.activity)
       ORDER BY people.name)), 'not recorded')
  FROM retired
)
SELECT
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  coalesce(owner.name, activity.owner, 'not recorded') AS owner,
  listed.certainty AS certainty,
  listed.roles AS roles,
  listed.data AS data,
  listed.special AS special,
  listed.may_be_special AS may_be_special,
  listed.class_not_recorded AS class_not_recorded,
  listed.may_include_not_recorded AS may_include_not_recorded,
  listed.people AS people
FROM listed
JOIN activity ON activity.id = listed.activity
LEFT JOIN party AS owner ON owner.id = activity.owner
ORDER BY listed.certainty = 'stated' DESC, listed.certainty, activity.name, activity.id;
