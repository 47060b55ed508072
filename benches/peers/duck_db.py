"""DuckDB (duckdb.org)."""

import duckdb

from peer import main


def fill(store, flows, names):
    with duckdb.connect(store) as db:
        db.execute("CREATE TABLE flow AS SELECT * FROM read_csv(?, header = true, all_varchar = true)", [flows])
        db.execute("CREATE TABLE names AS SELECT * FROM read_csv(?, header = true, all_varchar = true)", [names])
        db.execute("CREATE INDEX names_by_data ON names (data)")


def ask(store, item):
    with duckdb.connect(store, read_only=True) as db:
        found = db.execute(
            "SELECT DISTINCT to_id FROM names JOIN flow ON flow.flow = names.flow WHERE data = ? AND to_kind = 'party'",
            [item],
        )
        return [party for (party,) in found.fetchall()]


main(fill, ask)
