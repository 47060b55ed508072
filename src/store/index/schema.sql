-- The index: what questions choose by, made from the log and made anew at will.
-- `key` is the revision with which a record came into the register.

-- The version of the index, the hash of the commit it was made for, and the count of changes that
-- the file itself keeps, as it was then.
CREATE TABLE made_for (
  version INTEGER NOT NULL,
  head TEXT,
  counter INTEGER NOT NULL
) STRICT;

-- What was found in the register on a few days, kept packed and in parts for whoever asks again: it holds for what
-- `made_for` is the hash of, the head of the history among it.
CREATE TABLE kept (
  on_day TEXT NOT NULL,
  what TEXT NOT NULL,
  part INTEGER NOT NULL,
  head TEXT,
  made_for TEXT NOT NULL,
  document BLOB NOT NULL,
  PRIMARY KEY (on_day, what, part)
) STRICT;

-- Records are asked for by kind and id: what is told of one then stands where it is found.
CREATE TABLE record (
  key INTEGER NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX record_key ON record (key);

-- Every id, name and alias, folded.
CREATE TABLE name (
  folded TEXT NOT NULL,
  key INTEGER NOT NULL,
  written TEXT NOT NULL,
  PRIMARY KEY (folded, key)
) STRICT, WITHOUT ROWID;

-- Which activities mention a record, and which other records do.
CREATE TABLE mention (
  thing INTEGER NOT NULL,
  activity INTEGER NOT NULL,
  PRIMARY KEY (thing, activity)
) STRICT, WITHOUT ROWID;

CREATE TABLE reference (
  thing INTEGER NOT NULL,
  source INTEGER NOT NULL,
  PRIMARY KEY (thing, source)
) STRICT, WITHOUT ROWID;

-- Activities joined by a flow between them: the one that records it, and the other.
CREATE TABLE link (
  activity INTEGER NOT NULL,
  other INTEGER NOT NULL,
  PRIMARY KEY (activity, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_other ON link (other);

-- What a party is part of, and the broader category of data or people.
CREATE TABLE above (
  key INTEGER PRIMARY KEY,
  upper INTEGER NOT NULL
) STRICT;
CREATE INDEX above_upper ON above (upper);

CREATE TABLE sub_processor (
  processor INTEGER NOT NULL,
  number INTEGER NOT NULL,
  party INTEGER NOT NULL,
  systems_state TEXT NOT NULL,
  systems TEXT,
  PRIMARY KEY (processor, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX sub_processor_party ON sub_processor (party);

CREATE TABLE operator (
  key INTEGER PRIMARY KEY,
  party INTEGER NOT NULL
) STRICT;
CREATE INDEX operator_party ON operator (party);

-- Categories of which it is recorded what they may include.
CREATE TABLE may_include (
  key INTEGER PRIMARY KEY
) STRICT;

-- Categories of data and those that they are made from.
CREATE TABLE made_from (
  key INTEGER NOT NULL,
  origin INTEGER NOT NULL,
  PRIMARY KEY (key, origin)
) STRICT, WITHOUT ROWID;
CREATE INDEX made_from_origin ON made_from (origin);

CREATE TABLE activity (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  retired INTEGER NOT NULL,
  -- Until which day it counts: of one that is retired its last day, empty where that is not recorded.
  counts_until TEXT NOT NULL,
  has_data INTEGER NOT NULL,
  n_flows INTEGER NOT NULL
) STRICT;
CREATE INDEX activity_retired ON activity (counts_until) WHERE retired = 1;
CREATE INDEX activity_undated ON activity (id) WHERE retired = 1 AND counts_until = '';
CREATE INDEX activity_without_data ON activity (retired, id) WHERE has_data = 0;

-- Parties that share a name with another party, and activities with another activity.
CREATE TABLE namesake (
  folded TEXT NOT NULL,
  key INTEGER NOT NULL,
  PRIMARY KEY (folded, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX namesake_key ON namesake (key);

-- Lists of activities that their source says are incomplete.
CREATE TABLE open_list (
  list TEXT NOT NULL,
  key INTEGER NOT NULL,
  PRIMARY KEY (list, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE total (
  what TEXT PRIMARY KEY,
  n INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
