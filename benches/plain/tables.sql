-- The register as one would put it into ordinary tables: nothing but nodes, edges and what they
-- carry. No history, no documents, no words an answer could rest on.
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA page_size = 8192;
PRAGMA cache_size = -262144;

CREATE TABLE party (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL);
CREATE TABLE data (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, broader INTEGER);
CREATE INDEX data_broader ON data (broader, key);

-- A party or system is a node of its own in each activity, as in the graph.
-- `party` is the receiver it would be; null for an activity, a system, people and the controller.
CREATE TABLE node (key INTEGER PRIMARY KEY, party INTEGER);

-- What an edge carries: `all` that its start has, a `list`, `more` than its list, or `unknown`.
CREATE TABLE edge (
  key INTEGER PRIMARY KEY,
  source INTEGER NOT NULL,
  target INTEGER NOT NULL,
  load TEXT NOT NULL
);

CREATE TABLE carries (data INTEGER, edge INTEGER, PRIMARY KEY (data, edge)) WITHOUT ROWID;
CREATE TABLE holds (data INTEGER, node INTEGER, PRIMARY KEY (data, node)) WITHOUT ROWID;
