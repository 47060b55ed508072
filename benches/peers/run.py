"""Asks `ropa` and six other engines who gets a category of data, each in a process of its own, in turn.

usage: run.py ROPA REGISTER [--items ID,ID,...] [--peers NAME,NAME,...] [--runs N] [--work FOLDER]

The engines come from PyPI into an environment in FOLDER (a temporary one where none is said). They are filled with the flows
of the register and what these name, and asked only for the parties at which a flow ends that names the category. `ropa` is
asked `who-receives`, which also follows flows, suppliers and their suppliers, judges each step and says what is not
recorded. So all peers must find the same parties, which the script checks; it names those that are no recipients for `ropa`.
Times are processor time of the whole process, started anew, in milliseconds; the median of all runs.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import venv

HERE = pathlib.Path(__file__).resolve().parent
PEERS = {
    "sqlite": None,
    "duck_db": "duckdb==2.0.1",
    "oxigraph": "pyoxigraph==0.5.13",
    "kuzu_db": "kuzu==0.11.3",
    "rust_workx": "rustworkx==0.18.1",
    "network_x": "networkx==3.6.1",
}
FLOWS = """SELECT flow.activity || '/' || flow.number AS flow, flow.to_kind AS to_kind, flow.to_id AS to_id FROM flow
WHERE flow.currency = 'current'"""
NAMES = """SELECT DISTINCT flow_data.activity || '/' || flow_data.number AS flow, flow_data.data AS data FROM flow_data
JOIN flow ON flow.activity = flow_data.activity AND flow.number = flow_data.number WHERE flow.currency = 'current'"""


def timed(command):
    """What a command prints, its processor time in milliseconds and its peak memory in MiB."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen([str(word) for word in command], stdout=out, cwd=HERE)
        _, status, used = os.wait4(process.pid, 0)
        if status != 0:
            sys.exit(f"failed: {command}")
        out.seek(0)
        text = out.read().decode()
    return text, (used.ru_utime + used.ru_stime) * 1000, used.ru_maxrss / 1024


def main():
    arguments = argparse.ArgumentParser(usage=__doc__)
    arguments.add_argument("ropa", type=pathlib.Path)
    arguments.add_argument("register", type=pathlib.Path)
    arguments.add_argument("--items", default="retinal-scan,custody-assessment,name")
    arguments.add_argument("--peers", default=",".join(PEERS))
    arguments.add_argument("--runs", type=int, default=9)
    arguments.add_argument("--work", type=pathlib.Path)
    said = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        compare(said, (said.work or pathlib.Path(temporary)).resolve())


def compare(said, work):
    work.mkdir(parents=True, exist_ok=True)
    peers = said.peers.split(",")
    ropa = [said.ropa.resolve(), "-r", said.register.resolve()]
    python = work / "venv" / "bin" / "python"
    if not python.exists():
        venv.create(work / "venv", with_pip=True)
    packages = [PEERS[peer] for peer in peers if PEERS[peer]]
    if packages:
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
    lists = []
    for name, sql in [("flows", FLOWS), ("names", NAMES)]:
        lists.append(work / f"{name}.csv")
        lists[-1].unlink(missing_ok=True)
        subprocess.run([*ropa, "sql", sql, "-o", lists[-1]], check=True)

    print("filled by\ttime\tmemory")
    for peer in peers:
        store = work / f"store-{peer}"
        if not store.exists():
            _, time, memory = timed([python, f"{peer}.py", "fill", store, *lists])
            print(f"{peer}\t{time:.0f} ms\t{memory:.0f} MiB")

    commands = {peer: lambda item, peer=peer: [python, f"{peer}.py", "ask", work / f"store-{peer}", item] for peer in peers}
    commands["ropa"] = lambda item: [*ropa, "ask", "who-receives", item]
    print("item\tengine\ttime\tmemory\tparties\ttime / ropa")
    for item in said.items.split(","):
        runs = {engine: [] for engine in commands}
        for _ in range(said.runs):
            for engine, command in commands.items():
                runs[engine].append(timed(command(item)))
        parties = {engine: set(found[0][0].split()) for engine, found in runs.items() if engine != "ropa"}
        answer, _, _ = timed([*ropa, "ask", "who-receives", item, "--format", "json"])
        parties["ropa"] = {one["party"]["id"] for one in json.loads(answer)["answer"]}
        first = parties[peers[0]]
        for engine, found in parties.items():
            if engine != "ropa" and found != first:
                sys.exit(f"{engine} finds other parties for {item} than {peers[0]}")
        ours = statistics.median(time for _, time, _ in runs["ropa"])
        for engine, found in sorted(runs.items(), key=lambda one: statistics.median(run[1] for run in one[1])):
            time = statistics.median(run[1] for run in found)
            memory = statistics.median(run[2] for run in found)
            print(f"{item}\t{engine}\t{time:.1f} ms\t{memory:.0f} MiB\t{len(parties[engine])}\t{time / ours:.2f}")
        # Whoever is inside the controller is at the end of a flow and no recipient.
        inside = sorted(first - parties["ropa"])
        print(f"{item}\tno recipient for ropa: {', '.join(inside) or 'nobody'}", flush=True)


main()
