"""Kuzu, a property graph asked in Cypher (kuzudb.github.io)."""

import kuzu

from peer import lines, main


def fill(store, flows, names):
    db = kuzu.Connection(kuzu.Database(store))
    for kind in ["Flow", "Party", "Data"]:
        db.execute(f"CREATE NODE TABLE {kind} (id STRING PRIMARY KEY)")
    db.execute("CREATE REL TABLE EndsAt (FROM Flow TO Party)")
    db.execute("CREATE REL TABLE Names (FROM Flow TO Data)")
    ends = [(flow, to_id) for flow, to_kind, to_id in lines(flows) if to_kind == "party"]
    named = list(lines(names))
    copy(db, store, "Flow", ((flow,) for flow in sorted({row[0] for row in lines(flows)} | {row[0] for row in named})))
    copy(db, store, "Party", ((party,) for party in sorted({party for _, party in ends})))
    copy(db, store, "Data", ((data,) for data in sorted({data for _, data in named})))
    copy(db, store, "EndsAt", ends)
    copy(db, store, "Names", named)


def copy(db, store, table, rows):
    """Fills a table from rows: only a file is read fast."""
    import csv

    path = f"{store}.{table}.csv"
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    db.execute(f"COPY {table} FROM '{path}'")


def ask(store, item):
    db = kuzu.Connection(kuzu.Database(store, read_only=True))
    found = db.execute(
        "MATCH (:Data {id: $item})<-[:Names]-(:Flow)-[:EndsAt]->(party:Party) RETURN DISTINCT party.id", {"item": item}
    )
    return [party for (party,) in found.get_all()]


main(fill, ask)
