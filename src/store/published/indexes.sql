-- Indexes of the exported file; the private database of a question has none, since it is read once.
CREATE INDEX receives_by_data ON receives (data, party);
CREATE INDEX receives_by_party ON receives (party, data);
CREATE INDEX carries_by_data ON carries (data);
CREATE INDEX carries_by_flow ON carries (activity, number);
CREATE INDEX flow_by_activity ON flow (activity, number);
CREATE INDEX flow_data_by_flow ON flow_data (activity, number);
CREATE INDEX held_by_data ON held (data);
CREATE INDEX gap_by_record ON gap (kind, id);
CREATE INDEX record_by_id ON record (kind, id);
ANALYZE;
