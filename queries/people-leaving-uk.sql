-- title = "Whose data leaves the UK"
-- question = "Does data about these people leave the UK, in which activities and by which flows?"
-- use = "Children and other vulnerable people: Article 35 screening of transfers."
-- example = "ropa query people-leaving-uk people=Children"
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
)
SELECT DISTINCT
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  coalesce('F' || leaves_uk.number, leaves_uk.kind) AS flow,
  target.name AS recipient,
  coalesce(leaves_uk.countries, 'not recorded') AS countries,
  CASE about.about_them WHEN 'yes' THEN leaves_uk.certainty ELSE 'possible' END AS certainty,
  about.about_them AS about_them
FROM leaves_uk
JOIN step ON step.activity = leaves_uk.activity AND step.number IS leaves_uk.number AND step.kind = leaves_uk.kind
  AND step.from_id = leaves_uk.from_id AND step.to_id = leaves_uk.to_id AND step.countries IS leaves_uk.countries
JOIN about ON about.activity = step.activity AND about.step = step.step
JOIN activity ON activity.id = leaves_uk.activity
JOIN record AS target ON target.kind = leaves_uk.to_kind AND target.id = leaves_uk.to_id
ORDER BY 5 DESC, 6 DESC, activity.name, activity.id, leaves_uk.number, target.name, target.id, leaves_uk.kind;
