-- The truth: commits and revisions, append-only and chained by hashes.

CREATE TABLE commits (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  author TEXT NOT NULL,
  message TEXT NOT NULL,
  parent TEXT,
  hash TEXT NOT NULL
) STRICT;

CREATE TABLE revisions (
  key INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL REFERENCES commits (seq),
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  hash BLOB NOT NULL,
  document TEXT
) STRICT;

CREATE INDEX revisions_of_commit ON revisions (seq);
CREATE INDEX revisions_of_record ON revisions (kind, id);

CREATE TRIGGER commits_stay BEFORE UPDATE ON commits
BEGIN SELECT RAISE(ABORT, 'commits are never changed'); END;
CREATE TRIGGER commits_remain BEFORE DELETE ON commits
BEGIN SELECT RAISE(ABORT, 'commits are never deleted'); END;
CREATE TRIGGER revisions_stay BEFORE UPDATE ON revisions
BEGIN SELECT RAISE(ABORT, 'revisions are never changed'); END;
CREATE TRIGGER revisions_remain BEFORE DELETE ON revisions
BEGIN SELECT RAISE(ABORT, 'revisions are never deleted'); END;
