"""What every peer has in common: it is filled from two lists, and asked in a process of its own.

usage: NAME.py fill STORE FLOWS.csv NAMES.csv
       NAME.py ask STORE ITEM

FLOWS.csv has a line for each flow between an activity's places (flow, to_kind, to_id), NAMES.csv one for each category
of data that a flow names (flow, data). Asked for a category, a peer prints the parties at which a flow ends that names it.
"""

import csv
import sys

csv.field_size_limit(1 << 24)


def lines(path):
    """The lines of a list, without its headings."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        yield from rows


def main(fill, ask):
    """Fills or asks a peer, as the command line says."""
    if sys.argv[1] == "fill":
        fill(*sys.argv[2:])
    else:
        print("\n".join(sorted(ask(*sys.argv[2:]))))
