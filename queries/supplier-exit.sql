-- title = "What the exit or breach of a supplier touches"
-- question = "Which activities, whose owners, which data and whose data does this party touch?"
-- use = "End of a contract; Article 33(3)(a) UK GDPR: what a breach there would concern."
-- example = "ropa query supplier-exit party=Servelec"
-- [params.party]
-- type = "party"
-- help = "party, with its parts"
-- narrows = ["receives"]
SELECT
  activity.name AS activity,
  coalesce(owner.name, activity.owner, 'not recorded') AS owner,
  CASE WHEN sum(receives.certainty = 'stated') > 0 THEN 'stated' ELSE 'possible' END AS certainty,
  group_concat(DISTINCT receives.role) AS roles,
  group_concat(DISTINCT data.name) AS data,
  group_concat(DISTINCT CASE WHEN data.special = 'yes' THEN data.name END) AS special,
  CASE activity.people_state WHEN 'recorded' THEN
    (SELECT group_concat(name, ', ') FROM
      (SELECT people.name AS name FROM activity_people JOIN people ON people.id = activity_people.people
       WHERE activity_people.activity = activity.id ORDER BY people.name))
  WHEN 'none' THEN 'none' ELSE 'not recorded' END AS people
FROM (SELECT * FROM receives ORDER BY data, role) AS receives
JOIN party_part ON party_part.part = receives.party AND party_part.whole = :party
JOIN data ON data.id = receives.data
JOIN activity ON activity.id = receives.activity
LEFT JOIN party AS owner ON owner.id = activity.owner
WHERE receives.followed = receives.data
GROUP BY activity.id
ORDER BY certainty DESC, activity.name, activity.id;
