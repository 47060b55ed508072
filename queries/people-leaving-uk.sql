-- title = "Whose data leaves the UK"
-- question = "Does data about these people leave the UK, in which activities and by which flows?"
-- use = "Children and other vulnerable people: Article 35 screening of transfers."
-- topic = "outside-uk"
-- example = "ropa query people-leaving-uk people=Children"
-- [params.people]
-- type = "people"
-- help = "category of people"
-- narrows = ["step_about"]
SELECT DISTINCT
  activity.name || iif(activity.status = 'draft', ' (draft)', '') AS activity,
  coalesce('F' || leaves_uk.number, leaves_uk.kind) AS flow,
  target.name AS recipient,
  coalesce(leaves_uk.countries, 'not recorded') AS countries,
  step_about.certainty AS certainty,
  step_about.because AS because
FROM leaves_uk
JOIN step ON step.activity = leaves_uk.activity AND step.number IS leaves_uk.number AND step.kind = leaves_uk.kind
  AND step.from_id = leaves_uk.from_id AND step.to_id = leaves_uk.to_id AND step.countries IS leaves_uk.countries
JOIN step_about ON step_about.activity = step.activity AND step_about.step = step.step
JOIN activity ON activity.id = leaves_uk.activity
JOIN record AS target ON target.kind = leaves_uk.to_kind AND target.id = leaves_uk.to_id
WHERE step_about.people = :people
ORDER BY 5 DESC, activity.name, activity.id, leaves_uk.number, target.name, target.id, leaves_uk.kind;
