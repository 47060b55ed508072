-- Indexes of what is large, in the exported file alone: a question reads it whole.
CREATE INDEX receives_by_data ON receives (data, party);
CREATE INDEX receives_by_party ON receives (party, data);
CREATE INDEX carries_by_data ON carries (data);
CREATE INDEX carries_by_flow ON carries (activity, number);
CREATE INDEX held_by_data ON held (data);
CREATE INDEX gap_by_record ON gap (kind, id);
CREATE INDEX step_about_by_people ON step_about (people);
CREATE INDEX step_by_step ON step (activity, step);
CREATE INDEX step_data_by_step ON step_data (activity, step);
CREATE INDEX step_data_by_data ON step_data (data);
CREATE INDEX step_people_by_step ON step_people (activity, step);
ANALYZE;
