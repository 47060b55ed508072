CREATE INDEX edge_source ON edge (source, load, target);
CREATE INDEX carries_edge ON carries (edge, data);
CREATE INDEX brings_node ON brings (node, load);
-- No `ANALYZE`: the question says in which order it joins, and with statistics SQLite reads all edges
-- first to make a Bloom filter, which takes far longer than a question about rare data.
