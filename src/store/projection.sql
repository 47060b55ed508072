-- The projection: the current state, made from the revisions and rebuilt from them at will.
-- `key` is the revision with which a record came into the register.

CREATE TABLE record (
  key INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  revision INTEGER NOT NULL REFERENCES revisions (key),
  hash BLOB NOT NULL,
  UNIQUE (kind, id)
) STRICT;

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

CREATE TABLE party (
  key INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT,
  part_of INTEGER,
  country TEXT,
  outside_uk INTEGER NOT NULL
) STRICT;
CREATE INDEX party_part_of ON party (part_of) WHERE part_of IS NOT NULL;
CREATE INDEX party_outside_uk ON party (key) WHERE outside_uk = 1;

CREATE TABLE sub_processor (
  processor INTEGER NOT NULL,
  number INTEGER NOT NULL,
  party INTEGER NOT NULL,
  systems_state TEXT NOT NULL,
  systems TEXT,
  country TEXT,
  outside_uk INTEGER NOT NULL,
  PRIMARY KEY (processor, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX sub_processor_party ON sub_processor (party);
CREATE INDEX sub_processor_outside_uk ON sub_processor (party) WHERE outside_uk = 1;

CREATE TABLE system (
  key INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  operator_state TEXT NOT NULL,
  operator INTEGER,
  hosted_in TEXT,
  outside_uk INTEGER NOT NULL
) STRICT;
CREATE INDEX system_operator ON system (operator) WHERE operator IS NOT NULL;
CREATE INDEX system_outside_uk ON system (key) WHERE outside_uk = 1;

CREATE TABLE data (
  key INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  broader INTEGER,
  class TEXT,
  may_include TEXT
) STRICT;
CREATE INDEX data_broader ON data (broader) WHERE broader IS NOT NULL;

CREATE TABLE people (
  key INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  broader INTEGER,
  vulnerable TEXT
) STRICT;
CREATE INDEX people_broader ON people (broader) WHERE broader IS NOT NULL;

CREATE TABLE measure (
  key INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT,
  status TEXT
) STRICT;

CREATE TABLE document (
  key INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT,
  dated TEXT,
  expires TEXT
) STRICT;

CREATE TABLE activity (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  status TEXT,
  retired INTEGER NOT NULL,
  controller INTEGER,
  owner INTEGER,
  data_state TEXT NOT NULL,
  source_state TEXT NOT NULL,
  store_state TEXT NOT NULL,
  recipient_state TEXT NOT NULL,
  onward_state TEXT NOT NULL
) STRICT;
CREATE INDEX activity_without_data ON activity (retired, id) WHERE data_state = 'not-recorded';

CREATE TABLE flow (
  activity INTEGER NOT NULL,
  number INTEGER NOT NULL,
  kind TEXT NOT NULL,
  from_key INTEGER NOT NULL,
  to_key INTEGER NOT NULL,
  through_state TEXT NOT NULL,
  through INTEGER,
  carries_state TEXT NOT NULL,
  carries TEXT,
  and_more INTEGER NOT NULL,
  agreement INTEGER,
  PRIMARY KEY (activity, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE total (
  what TEXT PRIMARY KEY,
  n INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The closure of the trees of categories, computed when asked: the trees are small, and a
-- question starts from one category.
CREATE VIEW v_data_closure (broader, narrower) AS
  WITH RECURSIVE below (broader, narrower) AS (
    SELECT broader, key FROM data WHERE broader IS NOT NULL
    UNION
    SELECT below.broader, data.key FROM below JOIN data ON data.broader = below.narrower
  )
  SELECT upper.id, lower.id FROM below
  JOIN record AS upper ON upper.key = below.broader
  JOIN record AS lower ON lower.key = below.narrower;

CREATE VIEW v_people_closure (broader, narrower) AS
  WITH RECURSIVE below (broader, narrower) AS (
    SELECT broader, key FROM people WHERE broader IS NOT NULL
    UNION
    SELECT below.broader, people.key FROM below JOIN people ON people.broader = below.narrower
  )
  SELECT upper.id, lower.id FROM below
  JOIN record AS upper ON upper.key = below.broader
  JOIN record AS lower ON lower.key = below.narrower;

CREATE VIEW v_party (id, name, kind, part_of, country) AS
  SELECT record.id, party.name, party.kind, whole.id, party.country
  FROM party JOIN record USING (key)
  LEFT JOIN record AS whole ON whole.key = party.part_of;

CREATE VIEW v_sub_processor (processor, number, party, systems_state, country) AS
  SELECT processor.id, sub_processor.number, party.id, sub_processor.systems_state,
    sub_processor.country
  FROM sub_processor
  JOIN record AS processor ON processor.key = sub_processor.processor
  JOIN record AS party ON party.key = sub_processor.party;

CREATE VIEW v_sub_processor_system (processor, number, party, system) AS
  SELECT processor.id, sub_processor.number, party.id, system.id
  FROM sub_processor
  JOIN record AS processor ON processor.key = sub_processor.processor
  JOIN record AS party ON party.key = sub_processor.party
  JOIN json_each(sub_processor.systems) AS named
  JOIN record AS system ON system.key = named.value;

CREATE VIEW v_system (id, name, operator_state, operator, hosted_in) AS
  SELECT record.id, system.name, system.operator_state, operator.id, system.hosted_in
  FROM system JOIN record USING (key)
  LEFT JOIN record AS operator ON operator.key = system.operator;

CREATE VIEW v_data (id, name, broader, class, may_include) AS
  SELECT record.id, data.name, broader.id, data.class, data.may_include
  FROM data JOIN record USING (key)
  LEFT JOIN record AS broader ON broader.key = data.broader;

CREATE VIEW v_people (id, name, broader, vulnerable) AS
  SELECT record.id, people.name, broader.id, people.vulnerable
  FROM people JOIN record USING (key)
  LEFT JOIN record AS broader ON broader.key = people.broader;

CREATE VIEW v_measure (id, name, kind, status) AS
  SELECT record.id, measure.name, measure.kind, measure.status
  FROM measure JOIN record USING (key);

CREATE VIEW v_document (id, name, kind, dated, expires) AS
  SELECT record.id, document.name, document.kind, document.dated, document.expires
  FROM document JOIN record USING (key);

CREATE VIEW v_activity
  (id, name, status, controller, owner, data, source, store, recipient, onward) AS
  SELECT activity.id, activity.name, activity.status, controller.id, owner.id,
    data_state, source_state, store_state, recipient_state, onward_state
  FROM activity
  LEFT JOIN record AS controller ON controller.key = activity.controller
  LEFT JOIN record AS owner ON owner.key = activity.owner;

CREATE VIEW v_flow
  (activity, number, kind, from_kind, from_id, to_kind, to_id, through_state, through,
   carries, and_more, agreement) AS
  SELECT activity.id, flow.number, flow.kind, source.kind, source.id, target.kind, target.id,
    flow.through_state, through.id, flow.carries_state, flow.and_more, agreement.id
  FROM flow
  JOIN record AS activity ON activity.key = flow.activity AND activity.kind = 'activity'
  JOIN record AS source ON source.key = flow.from_key
  JOIN record AS target ON target.key = flow.to_key
  LEFT JOIN record AS through ON through.key = flow.through
  LEFT JOIN record AS agreement ON agreement.key = flow.agreement;

CREATE VIEW v_flow_data (activity, number, data) AS
  SELECT activity.id, flow.number, data.id
  FROM flow
  JOIN record AS activity ON activity.key = flow.activity AND activity.kind = 'activity'
  JOIN json_each(flow.carries) AS carried
  JOIN record AS data ON data.key = carried.value;

CREATE VIEW v_mention (kind, id, activity) AS
  SELECT thing.kind, thing.id, activity.id
  FROM mention
  JOIN record AS thing ON thing.key = mention.thing
  JOIN record AS activity ON activity.key = mention.activity;

CREATE VIEW v_record (kind, id, hash, document) AS
  SELECT record.kind, record.id, lower(hex(record.hash)), revisions.document
  FROM record JOIN revisions ON revisions.key = record.revision;
