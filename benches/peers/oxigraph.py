"""Oxigraph, a store of RDF asked in SPARQL (oxigraph.org)."""

from pyoxigraph import Literal, NamedNode, Quad, Store

from peer import lines, main

NAMES, ENDS_AT = NamedNode("urn:names"), NamedNode("urn:ends-at")


def fill(store, flows, names):
    store = Store(store)
    node = lambda flow: NamedNode(f"urn:flow:{flow}")
    store.bulk_extend(
        Quad(node(flow), ENDS_AT, Literal(to_id)) for flow, to_kind, to_id in lines(flows) if to_kind == "party"
    )
    store.bulk_extend(Quad(node(flow), NAMES, Literal(data)) for flow, data in lines(names))
    store.optimize()


def ask(store, item):
    found = Store.read_only(store).query(
        f"SELECT DISTINCT ?party WHERE {{ ?flow <urn:names> {Literal(item)} . ?flow <urn:ends-at> ?party }}"
    )
    return [row["party"].value for row in found]


main(fill, ask)
