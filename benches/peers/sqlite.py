"""SQLite by Python's own module."""

import sqlite3

from peer import lines, main


def fill(store, flows, names):
    with sqlite3.connect(store) as db:
        db.execute("CREATE TABLE flow (id TEXT PRIMARY KEY, to_kind TEXT, to_id TEXT) WITHOUT ROWID")
        db.execute("CREATE TABLE names (data TEXT, flow TEXT, PRIMARY KEY (data, flow)) WITHOUT ROWID")
        db.executemany("INSERT INTO flow VALUES (?, ?, ?)", lines(flows))
        db.executemany("INSERT OR IGNORE INTO names (flow, data) VALUES (?, ?)", lines(names))


def ask(store, item):
    found = sqlite3.connect(store).execute(
        "SELECT DISTINCT to_id FROM names JOIN flow ON flow.id = names.flow WHERE data = ? AND to_kind = 'party'", [item]
    )
    return [party for (party,) in found]


main(fill, ask)
