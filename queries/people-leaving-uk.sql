-- title = "Whose data leaves the UK"
-- question = "Does data about these people leave the UK, in which activities and by which flows?"
-- use = "Children and other vulnerable people: Article 35 screening of transfers."
-- topic = "outside-uk"
-- example = "ropa query people-leaving-uk people=Children"
-- [params.people]
-- type = "people"
-- help = "category of people"
-- narrows = ["leaves_uk_about"]
SELECT DISTINCT
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  coalesce('F' || leaves_uk_about.number, leaves_uk_about.kind) AS flow,
  target.name AS recipient,
  coalesce(leaves_uk_about.countries, 'not recorded') AS countries,
  leaves_uk_about.certainty AS certainty,
  leaves_uk_about.because AS because
FROM leaves_uk_about
JOIN activity ON activity.id = leaves_uk_about.activity
JOIN record AS target ON target.kind = leaves_uk_about.to_kind AND target.id = leaves_uk_about.to_id
WHERE leaves_uk_about.people = :people
ORDER BY 5 DESC, activity.name, activity.id, leaves_uk_about.number, target.name, target.id, leaves_uk_about.kind;
