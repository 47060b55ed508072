-- title = "Whose data leaves the UK"
-- question = "Does data about these people leave the UK, in which activities and by which flows?"
-- use = "Children and other vulnerable people: Article 35 screening of transfers."
-- example = "ropa query people-leaving-uk people=Children"
-- [params.people]
-- type = "people"
-- help = "category of people"
WITH about AS MATERIALIZED (
  SELECT
    activity.id AS activity,
    CASE WHEN max(people_below.broader = :people) THEN 'yes' ELSE 'possibly' END AS about_them
  FROM activity
  JOIN activity_people ON activity_people.activity = activity.id
  JOIN people_below
    ON (people_below.narrower = activity_people.people AND people_below.broader = :people)
    OR (people_below.broader = activity_people.people AND people_below.narrower = :people)
  GROUP BY activity.id
  UNION ALL
  SELECT id, 'not recorded' FROM activity WHERE people_state = 'not-recorded'
)
SELECT
  activity.name AS activity,
  coalesce('F' || leaves_uk.number, leaves_uk.kind) AS flow,
  target.name AS receiver,
  coalesce(leaves_uk.countries, 'not recorded') AS countries,
  leaves_uk.certainty AS certainty,
  about.about_them AS about_them
FROM leaves_uk
JOIN about ON about.activity = leaves_uk.activity
JOIN activity ON activity.id = leaves_uk.activity
JOIN record AS target ON target.kind = leaves_uk.to_kind AND target.id = leaves_uk.to_id
ORDER BY about.about_them = 'yes' DESC, about.about_them DESC, activity.name, activity.id,
  leaves_uk.number, target.name, target.id, leaves_uk.kind;
