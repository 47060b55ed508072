-- title = "Contracts that end soon"
-- question = "Which contracts and agreements have ended or end soon, between whom are they, and in which activities do they govern flows?"
-- use = "Monthly contract meeting. Article 28(3) UK GDPR."
-- topic = "suppliers"
-- rules = ["FLOW-contract-soon", "FLOW-contract-ended"]
-- example = "ropa query contracts-ending days=365"
-- [params.days]
-- type = "integer"
-- optional = true
-- least = 0
-- help = "how many days ahead; the days of notice of the register, else 90"
WITH governed AS MATERIALIZED (
  -- Cited, or found by its parties.
  SELECT document, activity FROM activity_document
  UNION
  SELECT document, activity FROM step_agreement
)
SELECT
  document.name AS document,
  document.kind AS kind,
  document.expires AS expires,
  (SELECT group_concat(name, '; ') FROM (
    SELECT party.name AS name FROM document_party
    JOIN party ON party.id = document_party.party
    WHERE document_party.document = document.id ORDER BY party.name)) AS parties,
  (SELECT group_concat(name, '; ') FROM (
    SELECT DISTINCT activity.name || iif(activity.status = 'draft', ' (draft)', '') AS name
    FROM governed
    JOIN activity ON activity.id = governed.activity
    WHERE governed.document = document.id AND activity.left_out <= :retired
    ORDER BY activity.name)) AS activities
FROM document
WHERE document.kind IN ('contract', 'sharing-agreement', 'joint-controller-arrangement')
  AND document.expires <> 'none'
  AND document.expires <= date(:on, '+' || coalesce(
    :days, (SELECT iif(notice_days = 'none', 0, notice_days) FROM register), 90) || ' days')
ORDER BY document.expires, document.name, document.id;
