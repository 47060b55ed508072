-- title = "Contracts that end soon"
-- question = "Which contracts and agreements end in the next days, between whom are they, and in which activities do they govern flows?"
-- use = "Monthly contract meeting. Article 28(3) UK GDPR."
-- example = "ropa query contracts-ending days=365"
-- [params.days]
-- type = "integer"
-- default = 90
-- help = "how many days ahead"
SELECT
  document.name AS document,
  document.kind AS kind,
  document.expires AS expires,
  (SELECT group_concat(name, '; ') FROM (
    SELECT party.name AS name FROM document_party
    JOIN party ON party.id = document_party.party
    WHERE document_party.document = document.id ORDER BY party.name)) AS parties,
  (SELECT group_concat(name, '; ') FROM (
    SELECT DISTINCT activity.name AS name FROM activity_document
    JOIN activity ON activity.id = activity_document.activity
    WHERE activity_document.document = document.id AND activity.is_retired = 0
    ORDER BY activity.name)) AS activities
FROM document
WHERE document.kind IN ('contract', 'sharing-agreement', 'joint-controller-arrangement')
  AND document.expires <> 'none'
  AND document.expires <= date(:as_at, '+' || :days || ' days')
ORDER BY document.expires, document.name, document.id;
