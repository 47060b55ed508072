-- title = "Whose data leaves the UK"
-- question = "Does data about these people leave the UK, in which activities and by which flows?"
-- use = "Children and other vulnerable people: Article 35 screening of transfers."
-- example = "ropa query people-leaving-uk people=Children"
-- [params.people]
-- type = "people"
-- help = "category of people"
SELECT
  activity.name AS activity,
  coalesce('F' || leaves_uk.number, leaves_uk.kind) AS flow,
  target.name AS receiver,
  coalesce(leaves_uk.countries, 'not recorded') AS countries,
  CASE WHEN activity.people_state = 'not-recorded' THEN 'possible' ELSE leaves_uk.certainty END AS certainty
FROM leaves_uk
JOIN activity ON activity.id = leaves_uk.activity
JOIN record AS target ON target.kind = leaves_uk.to_kind AND target.id = leaves_uk.to_id
WHERE activity.people_state = 'not-recorded'
  OR EXISTS (
    SELECT 1 FROM activity_people
    JOIN people_below ON people_below.narrower = activity_people.people
      OR people_below.broader = activity_people.people
    WHERE activity_people.activity = activity.id
      AND (people_below.broader = :people OR people_below.narrower = :people)
  )
ORDER BY certainty DESC, activity.name, leaves_uk.number, target.name, leaves_uk.kind;
