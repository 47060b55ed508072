"""rustworkx, a library of graphs in Rust for Python (rustworkx.org): it keeps no file of its own, so the graph is pickled."""

import pickle

import rustworkx

from peer import lines, main


def fill(store, flows, names):
    graph, nodes = rustworkx.PyDiGraph(), {}

    def node(kind, id):
        if (kind, id) not in nodes:
            nodes[kind, id] = graph.add_node((kind, id))
        return nodes[kind, id]

    graph.add_edges_from_no_data([(node("flow", flow), node(kind, id)) for flow, kind, id in lines(flows)])
    graph.add_edges_from_no_data([(node("data", data), node("flow", flow)) for flow, data in lines(names)])
    with open(store, "wb") as file:
        pickle.dump((graph, nodes), file, pickle.HIGHEST_PROTOCOL)


def ask(store, item):
    with open(store, "rb") as file:
        graph, nodes = pickle.load(file)
    ends = (graph.successors(flow) for flow in graph.successor_indices(nodes["data", item]))
    return {id for end in ends for kind, id in end if kind == "party"}


main(fill, ask)
