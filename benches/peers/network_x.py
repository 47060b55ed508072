"""networkx, a library of graphs in Python (networkx.org): it keeps no file of its own, so the graph is pickled."""

import pickle

import networkx

from peer import lines, main


def fill(store, flows, names):
    graph = networkx.DiGraph()
    graph.add_edges_from((("flow", flow), (kind, id)) for flow, kind, id in lines(flows))
    graph.add_edges_from((("data", data), ("flow", flow)) for flow, data in lines(names))
    with open(store, "wb") as file:
        pickle.dump(graph, file, pickle.HIGHEST_PROTOCOL)


def ask(store, item):
    with open(store, "rb") as file:
        graph = pickle.load(file)
    ends = (graph.successors(flow) for flow in graph.successors(("data", item)))
    return {id for end in ends for kind, id in end if kind == "party"}


main(fill, ask)
