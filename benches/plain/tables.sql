-- The register as one would put it into ordinary tables: nothing but nodes, edges and what they
-- carry. No history, no documents, no words an answer could rest on.
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA page_size = 8192;
PRAGMA cache_size = -262144;

CREATE TABLE party (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL);
CREATE TABLE data (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, broader INTEGER);
CREATE INDEX data_broader ON data (broader, key);
-- The classes of a category, and those it may include.
CREATE TABLE class (data INTEGER, class TEXT, PRIMARY KEY (data, class)) WITHOUT ROWID;
CREATE TABLE may_include (class TEXT, data INTEGER, PRIMARY KEY (class, data)) WITHOUT ROWID;

-- An activity, a system in an activity, or a party. Where a party has data and leads no further but
-- to whom it engages, all activities share its node; where it begins an onward flow, it is a node of
-- that activity too. `is_own` marks parties that are no receivers there: the activity is theirs.
CREATE TABLE node (key INTEGER PRIMARY KEY, party INTEGER, is_own INTEGER NOT NULL);

-- What an edge carries: `all` that its start has, a `list`, `more` than its list, or `unknown`.
CREATE TABLE edge (
  key INTEGER PRIMARY KEY,
  source INTEGER NOT NULL,
  target INTEGER NOT NULL,
  load TEXT NOT NULL
);

CREATE TABLE carries (data INTEGER, edge INTEGER, PRIMARY KEY (data, edge)) WITHOUT ROWID;
CREATE TABLE holds (data INTEGER, node INTEGER, PRIMARY KEY (data, node)) WITHOUT ROWID;

-- The nodes at which onward flows begin, with where what is had there without any way to it stands;
-- and what the same parties bring into the activity, numbered as edges are.
CREATE TABLE hands_on (node INTEGER PRIMARY KEY, has_it_at INTEGER NOT NULL);
CREATE TABLE brings (key INTEGER PRIMARY KEY, node INTEGER NOT NULL, load TEXT NOT NULL);
