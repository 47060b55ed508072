CREATE INDEX edge_source ON edge (source, load, target);
CREATE INDEX carries_edge ON carries (edge, data);
ANALYZE;
