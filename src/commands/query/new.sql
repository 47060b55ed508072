-- title = "NAME"
-- question = "Which parties are recorded, and which of a kind?"
-- use = "Say here for what it is asked, and by which provision."
-- topic = "own"
-- example = "ropa query NAME kind=team"
-- [params.kind]
-- type = "choice(any, organisation, public-authority, team, group, class)"
-- default = "any"
-- help = "only parties of this kind"
-- # `ropa sql --tables` lists the tables; `:on` is the day that the question is about.
SELECT
  party.name AS party,
  coalesce(party.kind, 'not recorded') AS kind
FROM party
WHERE :kind = 'any' OR party.kind = :kind
ORDER BY party.name, party.id;
